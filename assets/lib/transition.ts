// From page to page the browser lets the one go over into the other (@view-transition in base.css). What it draws meanwhile takes
// every press: here the first press ends the transition, and what it meant on the page gets it.

interface Transition {
  ready: Promise<void>;
  finished: Promise<void>;
  skipTransition(): void;
}

type Revealing = Event & { viewTransition?: Transition | null };

const most_wait_ms = 5000; // from a press to the page it asked for

function give_presses_back(transition: Transition): void {
  const root = document.documentElement;
  const done = new AbortController();
  const end = (): void => void setTimeout(() => done.abort(), 1000); // a press that began in it may end behind it
  transition.finished.then(end, end);
  addEventListener("pointerdown", () => transition.skipTransition(), { capture: true, signal: done.signal });
  addEventListener(
    "click",
    (event) => {
      if (event.target !== root || !event.isTrusted) return;
      const meant = document.elementFromPoint(event.clientX, event.clientY);
      if (!meant || meant === root) return;
      event.stopPropagation();
      meant.dispatchEvent(new MouseEvent("click", event));
      if (meant instanceof HTMLElement) meant.closest<HTMLElement>("a, button, input, select, textarea, summary, [tabindex]")?.focus({ preventScroll: true });
    },
    { capture: true, signal: done.signal },
  );
}

export function set_up_transitions(): void {
  addEventListener("pagereveal", (event) => {
    const transition = (event as Revealing).viewTransition;
    if (transition) give_presses_back(transition);
  });
  // One that comes too late, or that the next overtakes, is given up: nobody's error, and no line on the console.
  addEventListener("unhandledrejection", (event) => {
    if (event.reason instanceof DOMException && /transition/i.test(event.reason.message)) event.preventDefault();
  });
  // Keys come faster than pages: a transition that the next key overtakes fails in a page whose scripts have not begun, and the browser says
  // so on the console. They, and going back, change the page at once.
  let pressed = Number.NEGATIVE_INFINITY;
  addEventListener("click", (event) => (pressed = event.isTrusted && event.detail > 0 ? event.timeStamp : pressed), true);
  addEventListener("keydown", () => (pressed = Number.NEGATIVE_INFINITY), true);
  addEventListener("pageswap", (event) => {
    const transition = (event as Revealing).viewTransition;
    if (!transition || event.timeStamp - pressed < most_wait_ms) return;
    transition.skipTransition();
  });
}
