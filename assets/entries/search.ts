// Search, loaded when a reader first wants it: the dialog, the results page, and the marks of the page one lands on.
import "../lib/loci";
import { open_search } from "../lib/search/dialog";
import { mark_words } from "../lib/search/mark";
import { set_up_not_found } from "../lib/search/not_found";
import { set_up_results_page } from "../lib/search/results_page";

const page = document.querySelector<HTMLElement>("[data-search-page]");
if (page) set_up_results_page(page);
const not_found = document.querySelector<HTMLFormElement>("[data-not-found]");
if (not_found) void set_up_not_found(not_found).catch(() => {}); // the box is there all the same

// On the results page the keys lead to its own box.
function open(query?: string): void {
  const input = page?.querySelector("input");
  if (!input || query !== undefined) return open_search(query);
  input.focus();
  input.select();
}

window.loci.search = { open, mark: mark_words };
