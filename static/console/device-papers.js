// The latest papers of a virtual device.

import { open } from "./dialog.js";
import { h, list } from "./dom.js";
import { ask } from "./server.js";
import { moment, say } from "./words.js";

/** @typedef {{ number: number, title: string, time: string, text: string, png: string }} Paper */

const SHOWN = 6;

/** @param {string} tape  its address */
export function paperStrip(tape) {
  const element = h("ul", { class: "papers", "aria-label": say("Последние документы") });
  let asked = 0;
  async function refresh() {
    asked += 1;
    const turn = asked;
    const found = /** @type {Paper[]} */ (await ask("GET", `${tape}?limit=${SHOWN}`).catch(() => null));
    if (!found || turn !== asked) return;
    element.hidden = !found.length;
    list(
      element,
      found,
      (one) => one.png,
      (one, before) => before ?? thumbnail(one),
    );
  }
  refresh();
  return { element, refresh };
}

/** @param {Paper} paper */
function thumbnail(paper) {
  const name = `${paper.title} · ${moment(paper.time)}`;
  const picture = h("img", { src: paper.png, alt: "", loading: "lazy" });
  return h("li", null, h("button", { type: "button", title: name, "aria-label": name, onclick: () => look(paper, name) }, picture));
}

/** @param {Paper} paper @param {string} name */
function look(paper, name) {
  const picture = h("img", { src: paper.png, alt: name, class: "paper" });
  return open(name, () => [picture, h("p", null, h("a", { href: paper.text, target: "_blank", rel: "noopener" }, say("Текстом")))]);
}
