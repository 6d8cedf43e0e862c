// The statistics of review.html: a script of its own, which the review script loads for `?statistics` and hands the log.
import { show_statistics } from "../lib/review/statistics_page";

window.loci.statistics = show_statistics;
