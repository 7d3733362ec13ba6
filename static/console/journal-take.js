// What the visitor takes along: into the clipboard, into a file.

import { notice } from "./dialog.js";
import { h } from "./dom.js";
import { say } from "./words.js";

/** The clipboard of the browser exists only on https and localhost. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOldWay(text);
  }
  notice(say("Скопировано"), "good");
}

/** @param {string} text */
function copyOldWay(text) {
  const field = h("textarea", { value: text, class: "j-unseen" });
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** @param {string} name @param {string} text */
export function save(name, text) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** JSON as people read it; what is none stays as it is. @param {string} text */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A text with a button that copies it. @param {string} text @param {string} label */
export function block(text, label) {
  return h("div", { class: "j-block" }, h("pre", { tabIndex: 0, "aria-label": label }, text), h("button", { type: "button", class: "quiet", onclick: () => copy(text) }, say("Копировать")));
}
