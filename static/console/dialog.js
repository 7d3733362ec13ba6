// Questions to the visitor, and short notices.

import { find, h, unique } from "./dom.js";
import { say } from "./words.js";

const SHOWN = 6000; // milliseconds
const UNSAVED = () => ({ title: say("Закрыть без сохранения?"), text: say("Набранное здесь пропадёт."), yes: say("Закрыть"), danger: true });

/** A script that could not be loaded is told of by each browser in its own English. @param {unknown} error */
export const wordsOf = (error) => (error instanceof TypeError && /module/i.test(error.message) ? say("Нет связи с сервером") : error instanceof Error ? error.message : String(error));

/**
 * A box over the page; resolves to what it was closed with, null where it was left.
 * @template T
 * @param {string} title
 * @param {(close: (result: T) => void) => (Node | string | null | undefined | false)[]} content
 * @param {{ wide?: boolean, unsaved?: boolean, stays?: boolean }} [how]  `unsaved`: given, what is typed in it is not lost unasked; `stays`: it cannot be left
 * @returns {Promise<T | null>}
 */
export function open(title, content, { wide = false, unsaved, stays = false } = {}) {
  return new Promise((resolve) => {
    /** @type {T | null} */
    let result = null;
    const id = unique("dialog"); // boxes stand over each other
    const heading = h("h2", { id }, title);
    const careful = unsaved !== undefined;
    let typed = unsaved;
    const left = async () => {
      if (!careful || !typed || (await sure(UNSAVED()))) box.close();
    };
    const leave = !stays && h("button", { type: "button", class: "quiet", "aria-label": say("Закрыть"), onclick: left }, "✕");
    const box = h("dialog", { class: stays ? "sealed" : wide ? "wide" : "", "aria-labelledby": id });
    const inner = content((given) => {
      result = given;
      box.close();
    });
    box.addEventListener("input", () => (typed = true));
    box.addEventListener("cancel", (event) => {
      if (event.target !== box || !(stays || careful)) return;
      event.preventDefault();
      if (careful) left();
    });
    box.append(h("div", { class: "bar" }, heading, leave), ...inner.filter((one) => one !== null && one !== undefined && one !== false));
    box.addEventListener("close", () => {
      box.remove();
      resolve(result);
    });
    document.body.append(box);
    box.showModal();
    /** @type {HTMLElement | null} */ (box.querySelector("[autofocus]") ?? box.querySelector("input:not([type=checkbox], [type=radio]), select, textarea, .actions button"))?.focus();
  });
}

/**
 * @param {{ title: string, text?: string, yes: string, danger?: boolean, word?: string }} question
 *   `word`: has to be typed before the button works, for what cannot be undone
 * @returns {Promise<boolean>}
 */
export async function sure({ title, text = "", yes, danger = false, word = "" }) {
  const answer = await open(title, (/** @type {(yes: boolean) => void} */ close) => {
    const act = h("button", { type: "button", class: danger ? "danger" : "main", disabled: Boolean(word), onclick: () => close(true) }, yes);
    const typed = h("input", { autocomplete: "off", oninput: () => (act.disabled = typed.value.trim() !== word) });
    return [
      text && h("p", null, text),
      word && h("label", { class: "field" }, say("Наберите «{word}», чтобы продолжить", { word }), typed),
      h("div", { class: "actions" }, h("button", { type: "button", onclick: () => close(false) }, say("Отмена")), act),
    ];
  });
  return answer === true;
}

/** @param {string} text @param {"good" | "bad" | ""} [mood] */
export function notice(text, mood = "") {
  const place = find("notices");
  const end = () => {
    line.remove();
    if (!place.children.length) place.hidePopover();
  };
  for (const old of place.children) if (old.firstChild?.textContent === text) old.remove(); // pressed again, it is told once
  const line = h("p", { class: `notice ${mood}` }, text);
  if (mood === "bad") line.append(h("button", { type: "button", class: "quiet", "aria-label": say("Закрыть"), onclick: end }, "✕"));
  else setTimeout(end, SHOWN);
  if (place.matches(":popover-open")) place.hidePopover(); // above a box that was opened since
  place.showPopover();
  place.append(line);
}

/** Runs what a button does: no second press meanwhile, a refusal is told. @param {HTMLButtonElement} button @param {() => unknown} act */
export async function during(button, act) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    await act();
  } catch (error) {
    notice(wordsOf(error), "bad");
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    if (document.activeElement === document.body) button.focus(); // being disabled took it away
  }
}

/** A button that does something at the server. @param {string} text @param {() => unknown} act @param {string} [className] */
export function doer(text, act, className = "") {
  const button = h("button", { type: "button", class: className }, text);
  button.addEventListener("click", () => during(button, act));
  return button;
}
