// Pages of the site that the reader is about to open are asked for while the pointer rests on a link or a finger lies on it: over
// http only. A file has no cache to put them in, the preview server allows none, the single file has every page already, and who saves data is
// left alone.
// Where the browser knows speculation rules it does that by itself (https://wicg.github.io/nav-speculation/speculation-rules.html), also for
// links that come later; elsewhere the pointer is watched.

import { is_one_file } from "./address";

// Pages are named relative to the page, with their ending; a query asks a script. The policy of the pages (generator/site/page_parts.cc) allows
// this very text, by its hash.
const rules = `{"prefetch":[{"where":{"selector_matches":"a[href*='.html']:not([href*=':'],[href*='?'],[download])"},"eagerness":"moderate"}]}`;

function add_rules(): void {
  const script = document.createElement("script");
  script.type = "speculationrules";
  script.textContent = rules;
  document.head.append(script);
}

const rest_ms = 65; // shorter passes of the pointer are on their way to somewhere else

interface Connection {
  saveData?: boolean;
}

export function set_up_prefetch(): void {
  if (!location.protocol.startsWith("http") || window.loci.live || is_one_file()) return;
  if ((navigator as { connection?: Connection }).connection?.saveData) return;
  if (HTMLScriptElement.supports?.("speculationrules")) {
    add_rules();
    return;
  }
  const asked = new Set<string>([location.href.split("#")[0] ?? ""]);
  const site = new URL(window.loci.root || ".", location.href).href;

  const prefetch = (link: HTMLAnchorElement): void => {
    const url = link.href.split("#")[0] ?? "";
    if (asked.has(url) || !url.startsWith(site) || !/(\.html|\/)$/.test(link.pathname) || link.search) return;
    asked.add(url);
    const hint = document.createElement("link");
    hint.rel = "prefetch";
    hint.href = url;
    document.head.append(hint);
  };
  const link_of = (event: Event): HTMLAnchorElement | null =>
    event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;

  let timer = 0;
  document.addEventListener(
    "pointerover",
    (event) => {
      clearTimeout(timer);
      const link = link_of(event);
      if (link && event.pointerType === "mouse") timer = setTimeout(() => prefetch(link), rest_ms);
    },
    { passive: true },
  );
  document.addEventListener(
    "touchstart",
    (event) => {
      const link = link_of(event);
      if (link) prefetch(link);
    },
    { passive: true },
  );
}
