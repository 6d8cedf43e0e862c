// When a single key is a command: not while the reader types, and not when the reader has turned such keys off (in the list behind `?`).

function storage_key(): string {
  return `loci:${document.documentElement.dataset["site"] ?? ""}:keys`;
}

export function keys_are_on(): boolean {
  try {
    return localStorage.getItem(storage_key()) !== "off";
  } catch {
    return true;
  }
}

export function turn_keys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(storage_key());
    else localStorage.setItem(storage_key(), "off");
  } catch {
    // Without storage they stay as they are.
  }
}

// True while the reader types: single keys are then text, not commands. For a moment after a dialog was closed the focus is still in it,
// where nobody types.
export function is_typing(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && target.checkVisibility();
}

// One key alone, and meant as a command.
export function is_single_key(event: KeyboardEvent, key: string): boolean {
  return event.key === key && !event.ctrlKey && !event.metaKey && !event.altKey && keys_are_on() && !is_typing(event);
}
