// The paper of a command as pictures.

import { fill, h } from "./dom.js";
import { ask } from "./server.js";
import { say } from "./words.js";

/** @typedef {{ why: string, pictures: string[] }} Paper */

/** For administrators. @param {string} id  IdCommand */
export const paperOf = (id) => /** @type {Promise<Paper>} */ (ask("GET", `/journal/${encodeURIComponent(id)}/paper`));

/** @param {Element} place @param {Paper} paper */
export function showPaper(place, { why, pictures }) {
  fill(place, pictures.map(picture), why && h("p", { class: "faint" }, why));
}

/** @param {string} address */
export const picture = (address) => h("img", { class: "paper j-paper", src: address, alt: say("Бумага") });
