// Saving a template, also where somebody else has done so meanwhile.

import { notice, open } from "./dialog.js";
import { h } from "./dom.js";
import { designing, path } from "./labels-paths.js";
import { whole } from "./labels-model.js";
import { picture } from "./labels-preview.js";
import { go } from "./router.js";
import { Refused, ask } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Fault} Fault */
/** @typedef {import("./labels-model.js").Draft} Draft */
/** @typedef {import("./labels-types.js").Kept} Kept */
/** @typedef {import("./labels-types.js").Template} Template */
/** @typedef {{ draft: Draft, name: string, tag: string, look: (template: Template) => unknown, complain: (text: string, faults: Fault[]) => void }} Desk  `look`: what a preview of it is asked with */

/** @param {Desk} desk */
export async function save(desk) {
  const { draft, name } = desk;
  const sent = JSON.stringify(draft.template);
  try {
    desk.tag = (await ask("PUT", path(name), { tag: desk.tag, template: draft.template })).tag;
    draft.keep(sent);
    notice(say("Шаблон «{name}» сохранён", { name }), "good");
  } catch (error) {
    if (error instanceof Refused && error.status === 409) return clash(desk, error);
    if (error instanceof Refused && error.faults.length) desk.complain(error.message, error.faults);
    throw error;
  }
}

/** Both are shown, and the visitor decides. @param {Desk} desk @param {Refused} error */
async function clash(desk, error) {
  const theirs = /** @type {Kept} */ (await ask("GET", path(desk.name)));
  if (theirs.tag === desk.tag) throw error; // nobody has: it cannot be written
  if (!theirs.template) throw new Error(theirs.fault);
  const their = whole(theirs.template);
  const shots = await Promise.all([desk.draft.template, their].map((template) => picture("/labels/preview", desk.look(template)).catch(() => "")));
  const choice = await open(say("Шаблон тем временем изменил кто-то другой"), (/** @type {(what: string) => void} */ close) => [
    h("div", { class: "labels-cards" }, [say("Ваш вариант"), say("На сервере")].map((text, i) => h("div", { class: "field" }, text, shots[i] ? h("img", { src: shots[i], alt: text, class: "paper" }) : say("не рисуется")))),
    h("div", { class: "actions" }, h("button", { type: "button", onclick: () => close("theirs") }, say("Взять с сервера")), h("button", { type: "button", onclick: () => close("other") }, say("Сохранить мой под другим именем")), h("button", { type: "button", class: "danger", onclick: () => close("mine") }, say("Записать мой поверх"))),
  ], { wide: true });
  for (const url of shots) URL.revokeObjectURL(url);
  if (choice === "other") return saveOther(desk);
  if (choice) desk.tag = theirs.tag;
  if (choice === "mine") await save(desk);
  if (choice === "theirs") desk.draft.take(their);
}

/** @param {Desk} desk */
async function saveOther({ draft, name }) {
  const other = await open(say("Сохранить под другим именем"), (/** @type {(name: string) => void} */ close) => {
    const field = h("input", { required: true, maxLength: 64, value: `${name}-2`, autocomplete: "off" });
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      close(field.value.trim());
    };
    return [h("form", { class: "stack", onsubmit }, h("label", { class: "field" }, say("Имя шаблона"), field), h("div", { class: "actions" }, h("button", { class: "main" }, say("Сохранить"))))];
  });
  if (!other) return;
  const sent = JSON.stringify(draft.template);
  await ask("PUT", path(other), { tag: null, template: draft.template });
  draft.keep(sent);
  go(designing(other));
}
