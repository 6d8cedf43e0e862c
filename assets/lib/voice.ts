// What a page says to who does not see it.
let place: HTMLElement | undefined;

// The region stands in the page before something is said in it: else nobody hears it.
export function set_up_voice(): void {
  place = document.createElement("p");
  place.className = "visually-hidden";
  place.setAttribute("role", "status");
  document.body.append(place);
}

export function say(text: string): void {
  if (place) place.textContent = text;
}
