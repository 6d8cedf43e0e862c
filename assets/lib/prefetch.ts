// Pages of the site that the reader is about to open are asked for while the pointer rests on a link or a finger lies on it: over
// http only. A file has no cache to put them in, the preview server allows none, and who saves data is left alone.
const rest_ms = 65; // shorter passes of the pointer are on their way to somewhere else

interface Connection {
  saveData?: boolean;
}

export function set_up_prefetch(): void {
  if (!location.protocol.startsWith("http") || window.loci.live) return;
  if ((navigator as { connection?: Connection }).connection?.saveData) return;
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
