// The two passwords: the owner's, and that of programs and tills.

import { during, notice } from "./dialog.js";
import { fill, h } from "./dom.js";
import { say } from "./words.js";
import { setPassword, valueOf } from "./settings-server.js";

/** @typedef {import("./settings-server.js").Settings} Settings */
/** @typedef {"admin" | "user"} Account */

const SHORT = 8;
const LONG = 12;
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"; // none that look alike

/** @param {Settings} settings @param {(settings: Settings) => void} changed */
export function passwords(settings, changed) {
  return h("section", { class: "panel stack", id: "settings-passwords" }, h("h2", null, say("Пароли")), account(settings, "admin", changed), account(settings, "user", changed));
}

/** @param {Settings} settings @param {Account} name @param {(settings: Settings) => void} changed */
function account(settings, name, changed) {
  const login = String(valueOf(settings, "auth", `${name}_login`) ?? (name === "admin" ? "Admin" : "User"));
  const set = settings.passwords[name];
  const about = name === "admin" ? say("Для хозяина: настройки, журнал, эта страница целиком.") : say("Для 1С, сайта и кассиров: печатать, открывать смену, смотреть устройства.");
  const state = h("span", { class: `tag ${set ? "good" : "warn"}` }, set ? say("✓ задан") : say("! не задан"));
  const first = name === "user" && !settings.passwords.admin;
  const body = first ? h("p", { class: "faint" }, say("Сначала задайте пароль администратора: без него вы потеряете доступ к настройкам.")) : entry(settings, name, login, changed);
  return h("div", { class: "stack tight" }, h("div", { class: "row" }, h("h3", null, name === "admin" ? say("Администратор") : say("Программы и кассы")), state), h("p", { class: "faint" }, about, " ", say("Имя для входа: {login}.", { login })), body);
}

/** @param {Settings} settings @param {Account} name @param {string} login @param {(settings: Settings) => void} changed */
function entry(settings, name, login, changed) {
  const box = () => h("input", { type: "password", autocomplete: "new-password", required: true, disabled: !settings.writable });
  const password = box();
  const again = box();
  const strength = h("p", { class: "hint", role: "status" });
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const save = h("button", { class: "main", disabled: !settings.writable }, settings.passwords[name] ? say("Сменить пароль") : say("Задать пароль"));
  const invent = h("button", { type: "button", disabled: !settings.writable, onclick: () => invented(password, again, strength) }, say("Придумать"));
  password.addEventListener("input", () => fill(strength, strengthOf(password.value)));
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const wrong = password.value === again.value ? "" : say("Пароли не совпали. Наберите одинаковые в обоих полях");
    fault.hidden = !wrong;
    fill(fault, wrong);
    if (wrong) return again.focus();
    during(save, async () => {
      const now = await setPassword(name, password.value);
      notice(say("Пароль задан. Программы, которые входили со старым, попросят новый."), "good");
      changed(now);
    });
  };
  const known = h("input", { class: "unseen", autocomplete: "username", value: login, readOnly: true, tabIndex: -1, "aria-hidden": "true" });
  return h("form", { class: "stack tight", onsubmit }, known,
    h("div", { class: "fields" }, h("label", { class: "field" }, h("b", null, say("Новый пароль")), password), h("label", { class: "field" }, h("b", null, say("Ещё раз")), again)),
    strength, fault, h("div", { class: "row" }, save, invent));
}

/** @param {string} password */
function strengthOf(password) {
  const { length } = password;
  if (!length) return "";
  if (length < SHORT) return say("Коротко: {length} из {least} знаков, которых уже хватит", { length, least: SHORT });
  return length < LONG ? say("Годится. Надёжнее {good} знаков и больше", { good: LONG }) : say("Надёжный: длинный");
}

/** Shown, for it has to be written down. @param {HTMLInputElement} password @param {HTMLInputElement} again @param {HTMLElement} told */
function invented(password, again, told) {
  const random = crypto.getRandomValues(new Uint32Array(16));
  const letters = [...random].map((one) => LETTERS[one % LETTERS.length]).join("");
  const made = letters.replace(/(.{4})(?=.)/g, "$1-");
  for (const input of [password, again]) {
    input.value = made;
    input.type = "text";
  }
  fill(told, say("Запишите его до сохранения: потом сервер его не покажет."));
  password.select();
}
