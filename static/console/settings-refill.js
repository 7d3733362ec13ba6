// Panels are made anew when the server has answered; the keyboard stays in the one where it was.

import { arrange } from "./dom.js";

/** @type {WeakMap<Element, string>} */
const last = new WeakMap();

/** Each of `panels` is a section with an id. @param {HTMLElement} place @param {...(HTMLElement | null | false)} panels */
export function refill(place, ...panels) {
  if (!last.has(place)) place.addEventListener("focusin", (event) => last.set(place, /** @type {Element} */ (event.target).closest("section")?.id ?? ""));
  const lost = document.activeElement === document.body || place.contains(document.activeElement);
  const id = last.get(place) ?? "";
  last.set(place, id);
  arrange(place, panels.filter((panel) => panel instanceof HTMLElement));
  if (place.contains(document.activeElement)) return;
  const heading = lost && id && document.getElementById(id)?.querySelector("h2");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
