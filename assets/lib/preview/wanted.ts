// Previews of links are fetched when a reader first rests on one: the script (entries/preview.ts) then takes over, beginning with
// the link that woke it.
export function set_up_previews(url: string): void {
  const lifetime = new AbortController();
  const wake = (by: "pointer" | "focus" | "touch") => (event: Event): void => {
    if (event instanceof PointerEvent && (event.pointerType === "touch") !== (by === "touch")) return;
    const link = event.target instanceof Element ? event.target.closest("#main a[href]") : null;
    if (!link) return;
    lifetime.abort();
    let is_down = true; // a finger that went while the script came asks for nothing
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (is_down = false), { once: true });
    window.loci.script(url).then(
      () => (by !== "touch" || is_down) && window.loci.preview?.(link, by),
      () => undefined, // links lead on without it
    );
  };
  const options = { passive: true, signal: lifetime.signal };
  document.addEventListener("pointerover", wake("pointer"), options);
  document.addEventListener("focusin", wake("focus"), options);
  document.addEventListener("pointerdown", wake("touch"), options);
}
