// Findings with an icon and a word each: colour says nothing alone.

import { h } from "./dom.js";
import { say } from "./words.js";

/** @typedef {import("./diagnosis-browser.js").Finding} Finding */

const MOODS = {
  good: { sign: "✓", word: () => say("в порядке") },
  warn: { sign: "!", word: () => say("внимание") },
  bad: { sign: "✕", word: () => say("мешает работе") },
  "": { sign: "i", word: () => say("к сведению") },
};

/** @param {readonly Finding[]} found */
export const findings = (found) => h("ul", { class: "findings" }, found.map((one) => h("li", null, content(one))));

/** @param {Finding} found */
export function content({ mood, title, text, advice }) {
  const { sign, word } = MOODS[mood] ?? MOODS[""];
  return [
    h("span", { class: `tag ${mood}` }, `${sign} ${word()}`),
    h("div", null, h("h3", null, title), h("p", null, text), advice && h("p", { class: "faint" }, "→ ", advice)),
  ];
}
