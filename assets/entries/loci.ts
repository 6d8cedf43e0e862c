// The script of every page. Search and review are scripts of their own, loaded where they are wanted.
import { create_loci } from "../lib/loci";
import { set_up_code } from "../lib/code";
import { set_up_remembered, set_up_review } from "../lib/remembered";
import { set_up_keys } from "../lib/keys";
import { set_up_near } from "../lib/near";
import { set_up_prefetch } from "../lib/prefetch";
import { set_up_previews } from "../lib/preview/wanted";
import { set_up_voice } from "../lib/voice";
import { set_up_wide } from "../lib/wide";
import { set_up_contents, set_up_menu, set_up_search, set_up_theme } from "../lib/page";

const script = document.currentScript;

window.loci = create_loci();
set_up_voice();
set_up_theme();
set_up_menu();
set_up_keys();
set_up_prefetch();
set_up_wide();

// What belongs to the text is set up again when live reload swaps the text.
let text_lifetime = new AbortController();
function set_up_text(): void {
  text_lifetime.abort();
  text_lifetime = new AbortController();
  set_up_contents(text_lifetime.signal);
  set_up_code(text_lifetime.signal);
  set_up_remembered(text_lifetime.signal);
  set_up_review(text_lifetime.signal);
  set_up_near(text_lifetime.signal);
}
set_up_text();
document.addEventListener("loci:swapped", set_up_text);

const search_url = script instanceof HTMLScriptElement ? script.dataset["search"] : undefined;
if (search_url) set_up_search(search_url);
const preview_url = script instanceof HTMLScriptElement ? script.dataset["preview"] : undefined;
if (preview_url) set_up_previews(preview_url);
