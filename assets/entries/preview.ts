// Previews of links, loaded when a reader first rests on one (lib/preview/wanted.ts): by pointer after a moment, by keyboard after
// a longer one, by touch when the finger stays. Links in lists of navigation say enough by themselves and have none.
import "../lib/loci";
import { id_here, target_of } from "../lib/address";
import { Popover } from "../lib/preview/popover";
import { preview_in_page, preview_of_page, type Preview } from "../lib/preview/source";

type By = "pointer" | "focus" | "touch";
// The system's own answer to a resting finger comes after half a second.
const delays: Record<By, number> = { pointer: 350, focus: 700, touch: 400 };
const leave_delay = 220; // time for the pointer to cross from the link into the box
const touch_slack = 10; // pixels a finger may wander while it rests

const wanted = ".prose a, .backlinks a, .mentions a, .connections a, .related a, .map a";
const unwanted = ".anchor, .footnote-back, .external";

const popover = new Popover();
let opening = 0;
let closing = 0;
let asked = 0; // the newest question; answers to older ones come too late
let point: { x: number; y: number } | undefined;

function href_of(link: Element): string {
  return link.getAttribute("href") ?? "";
}

async function find(link: Element): Promise<Preview | null> {
  const target = target_of(href_of(link));
  if (!target || target.query.toString() !== "") return null;
  if (target.path === document.documentElement.dataset["page"]) return target.fragment === "" ? null : preview_in_page(id_here(target.fragment));
  return preview_of_page(target.path, target.fragment);
}

async function show(link: Element): Promise<void> {
  const question = ++asked;
  try {
    const preview = await find(link);
    if (question === asked && preview && link.isConnected) popover.open(link, preview, point);
  } catch {
    // A file that is not there: the link leads on without a preview.
  }
}

function forget(): void {
  clearTimeout(opening);
  clearTimeout(closing);
  ++asked;
}

function begin(link: Element, by: By): void {
  if (popover.link === link) return clearTimeout(closing);
  forget();
  opening = window.setTimeout(() => void show(link), delays[by]);
}

function end(): void {
  forget();
  if (popover.link) closing = window.setTimeout(() => popover.close(), leave_delay);
}

function close(): void {
  forget();
  popover.close();
}

function link_at(event: Event): Element | null {
  const link = event.target instanceof Element ? event.target.closest(wanted) : null;
  return link && !link.matches(unwanted) && href_of(link) !== "" ? link : null;
}

const in_box = (node: EventTarget | null): boolean => node instanceof Node && popover.element?.contains(node) === true;

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  point = { x: event.clientX, y: event.clientY };
  const link = link_at(event);
  if (link) begin(link, "pointer");
  else if (in_box(event.target)) clearTimeout(closing);
});
document.addEventListener("pointerout", (event) => {
  if (event.pointerType === "touch") return;
  const link = link_at(event);
  const to = event.relatedTarget;
  if (link && to instanceof Node && link.contains(to)) return;
  if (link || in_box(event.target)) {
    if (in_box(to) || (to instanceof Node && popover.link?.contains(to))) return clearTimeout(closing);
    end();
  }
});
document.addEventListener("focusin", (event) => {
  const link = link_at(event);
  point = undefined;
  if (link?.matches(":focus-visible")) begin(link, "focus");
  else if (popover.link !== link) close(); // a finger that is lifted leaves the focus on its link
});
document.addEventListener("focusout", (event) => {
  if (link_at(event)) end();
});
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !popover.link) return;
    close();
    event.stopPropagation();
  },
  true,
);
document.addEventListener("click", (event) => {
  if (!in_box(event.target)) close();
});
document.addEventListener("loci:showing", close);

// A finger that rests on a link: the menu of the system would come up, and the page go on when the finger is lifted.
let held: { link: Element; x: number; y: number } | undefined;
let shown_by_touch = false;
function hold(link: Element, x: number, y: number): void {
  held = { link, x, y };
  shown_by_touch = false;
  point = { x, y };
  forget();
  opening = window.setTimeout(() => {
    if (!held) return;
    shown_by_touch = true;
    void show(link);
  }, delays.touch);
}
function let_go(): void {
  held = undefined;
  if (!shown_by_touch) clearTimeout(opening);
}
document.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "touch") return;
  if (!in_box(event.target)) popover.close();
  const link = link_at(event);
  if (link) hold(link, event.clientX, event.clientY);
});
document.addEventListener("pointermove", (event) => {
  if (held && Math.hypot(event.clientX - held.x, event.clientY - held.y) > touch_slack) let_go();
});
document.addEventListener("pointercancel", let_go);
document.addEventListener("pointerup", let_go);
addEventListener("scroll", () => held && let_go(), { passive: true });
document.addEventListener("contextmenu", (event) => {
  if (held || shown_by_touch) event.preventDefault();
});
document.addEventListener(
  "click",
  (event) => {
    if (!shown_by_touch || !link_at(event)) return;
    shown_by_touch = false;
    event.preventDefault(); // the finger asked to look, not to go
    event.stopPropagation();
  },
  true,
);

window.loci.preview = (link, by) => {
  if (!link.matches(wanted) || link.matches(unwanted)) return;
  if (by === "focus" && !link.matches(":focus-visible")) return;
  if (by === "pointer" && !link.matches(":hover")) return;
  if (by === "touch") {
    hold(link, NaN, NaN); // where the finger is was not kept; the page's scrolling ends the wait all the same
    point = undefined;
  } else {
    begin(link, by);
  }
};
