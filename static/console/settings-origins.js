// Which sites may call this server from a visitor's browser.

import { doer, notice } from "./dialog.js";
import { fill, h } from "./dom.js";
import { Refused } from "./server.js";
import { say } from "./words.js";
import { change, valueOf } from "./settings-server.js";

/** @typedef {import("./settings-server.js").Settings} Settings */

/** The origin of whatever was pasted, as the server spells it; "" where it is none. @param {string} text */
export function originOf(text) {
  const given = text.trim().toLowerCase();
  if (given === "*" || given === "null" || !given) return given;
  try {
    const { origin, protocol, host } = new URL(/^[a-z][a-z0-9+.-]*:\/\//.test(given) ? given : `https://${given}`);
    return origin === "null" && host ? `${protocol}//${host}` : origin === "null" ? "" : origin;
  } catch {
    return "";
  }
}

const DANGERS = { "*": () => say("«*» пускает любой сайт, который откроют на этом компьютере: он сможет печатать чеки. Впишите адреса своих сайтов."), null: () => say("«null» пускает любую страницу, открытую из файла.") };

/**
 * @param {Settings} settings @param {(settings: Settings) => void} changed @param {string} proposed  shown as one more row
 * @param {string[] | null} [typed]  and not saved
 * @returns {{ element: HTMLElement, typed: () => string[] | null }}
 */
export function origins(settings, changed, proposed, typed = null) {
  /** @type {string[]} */
  let stored = valueOf(settings, "auth", "allowed_origins") ?? [];
  let rows = typed ?? [...stored, ...(proposed && !stored.includes(proposed) ? [proposed] : [])];
  const place = h("ul", { class: "stack tight" });
  const danger = h("p", { class: "note warn", hidden: true });
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const wanted = () => rows.map((row) => originOf(row)).filter(Boolean);
  const unsaved = () => JSON.stringify(rows.filter((row) => row.trim())) !== JSON.stringify(stored);
  const save = doer(say("Сохранить"), () => store(), "main");
  const add = h("button", { type: "button", disabled: !settings.writable, onclick: () => more("") }, say("Добавить сайт"));

  async function store() {
    const wrong = rows.find((row) => row.trim() && !originOf(row));
    tell(wrong ? say("{wrong} – не адрес сайта. Пишите так: https://shop.example", { wrong }) : "");
    if (wrong) return;
    const sites = [...new Set(wanted())];
    try {
      const now = await change(settings.tag, { auth: { allowed_origins: sites } });
      stored = rows = sites;
      changed(now);
      notice(say("Список сайтов сохранён."), "good");
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 422) throw error;
      tell(error.faults.map((one) => one.text).join("; ") || error.message);
    }
  }
  /** @param {string} text */
  function tell(text) {
    fault.hidden = !text;
    fill(fault, text);
  }
  function more(/** @type {string} */ row) {
    rows.push(row);
    draw();
    place.lastElementChild?.querySelector("input")?.focus();
  }
  function mark() {
    save.disabled = !unsaved() || !settings.writable;
    const warned = Object.entries(DANGERS).filter(([sign]) => wanted().includes(sign));
    danger.hidden = !warned.length;
    fill(danger, warned.map(([, words]) => words()).join(" "));
  }
  function draw() {
    fill(place, rows.map((row, i) => line(row, i)));
    mark();
  }
  /** @param {string} row @param {number} i */
  function line(row, i) {
    const input = h("input", { value: row, placeholder: "https://shop.example", inputMode: "url", spellcheck: false, disabled: !settings.writable, "aria-label": say("Адрес сайта {n}", { n: i + 1 }) });
    input.addEventListener("input", () => {
      rows[i] = input.value;
      mark();
    });
    const remove = h("button", { type: "button", disabled: !settings.writable, "aria-label": say("Убрать сайт {n}", { n: i + 1 }), onclick: () => {
      rows = rows.filter((_, at) => at !== i);
      draw();
      add.focus();
    } }, "✕");
    return h("li", { class: "site-row" }, input, remove);
  }
  draw();
  const element = h("section", { class: "panel stack", id: "settings-origins" }, h("h2", null, say("Сайты, которым можно вызывать кассу")),
    h("p", { class: "faint" }, settings.passwords.user
      ? say("Пароль для программ задан: сайт, который знает его, печатает и без этого списка.")
      : say("Пока пароля для программ нет, страницы других сайтов печатать не могут, кроме перечисленных здесь.")),
    place, rows.length ? null : h("p", { class: "faint" }, say("Список пуст.")), danger, fault, h("div", { class: "row" }, save, add));
  return { element, typed: () => (unsaved() ? rows : null) };
}
