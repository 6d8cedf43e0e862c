// The script of review.html, and of a note whose cards are reviewed at its foot: there loci.ts loads it when it is wanted.
import { refresh_summary, review_in_place, start_review } from "../lib/review/start";

window.loci.review = review_in_place;
window.loci.refresh = refresh_summary;

function start(): void {
  const root = document.getElementById("review");
  if (root) void start_review(root);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
