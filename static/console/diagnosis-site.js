// Would a page of the shop's site reach this server from this browser?

import { h, fill } from "./dom.js";
import { address } from "./router.js";
import { say } from "./words.js";
import { originOf } from "./settings-origins.js";
import { isLoopback } from "./settings-restart.js";
import { findings } from "./diagnosis-list.js";

/** @typedef {import("./diagnosis-browser.js").Finding} Finding */
/** @typedef {{ origins: string[], passwords: { admin: boolean, user: boolean } }} Doors */

/** @param {Doors} doors */
export function siteCheck(doors) {
  const input = h("input", { placeholder: "https://shop.example", inputMode: "url", spellcheck: false, required: true });
  const place = h("div", { class: "stack", role: "status" });
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const origin = originOf(input.value);
    const told = origin ? verdicts(origin, doors) : [{ mood: /** @type {const} */ ("bad"), title: input.value, text: say("Это не адрес сайта. Вставьте его как в строке браузера: https://shop.example") }];
    const closed = origin && !doors.passwords.user && !listed(origin, doors);
    fill(place, findings(told), closed && h("p", null, h("a", { class: "button", href: address("settings", { origin }) }, say("Разрешить этот сайт в настройках"))));
  };
  return h("section", { class: "panel stack" }, h("h2", null, say("Сможет ли мой сайт вызвать кассу")),
    h("form", { class: "site", onsubmit }, h("label", { class: "field" }, say("Адрес сайта"), input), h("button", { class: "main" }, say("Проверить"))), place);
}

/** @param {string} origin @param {Doors} doors */
const listed = (origin, { origins }) => origins.includes(origin) || origins.includes("*") || origin === location.origin;

/** @param {string} origin @param {Doors} doors @returns {Finding[]} */
function verdicts(origin, doors) {
  return [admitted(origin, doors), mixed(origin)];
}

/** Source: docs/security.md, "Web pages". @param {string} origin @param {Doors} doors @returns {Finding} */
function admitted(origin, doors) {
  const title = say("Пустит ли сервер");
  if (origin === location.origin) return { mood: "good", title, text: say("Это страницы самого сервера: им можно всё.") };
  if (doors.passwords.user) return { mood: "good", title, text: say("Пустит, если сайт передаёт имя и пароль для программ.") };
  if (listed(origin, doors)) return { mood: "good", title, text: say("Сайт {origin} в списке разрешённых: пустит в браузерах на компьютере сервера.", { origin }) };
  return {
    mood: "bad",
    title,
    text: say("Нет: сайта {origin} нет среди разрешённых, сервер ответит 403.", { origin }),
    advice: say("Добавьте его в список или задайте пароль для программ и впишите его в настройки сайта."),
  };
}

/** What browsers forbid before the server hears of it. @param {string} origin @returns {Finding} */
function mixed(origin) {
  const title = say("Выпустит ли браузер");
  const secure = origin.startsWith("https:");
  if (location.protocol === "https:") {
    return {
      mood: "good",
      title,
      text: say("Сервер отвечает по HTTPS: да, когда его сертификат доверенный в этом браузере."),
      advice: secure ? "" : say("Сайты из интернета без https Chrome и Edge в локальную сеть не пускают: переведите сайт на https."),
    };
  }
  if (!secure) return { mood: "warn", title, text: say("Сайт открывается без https. Если он в интернете, Chrome и Edge не пустят его в локальную сеть."), advice: say("Переведите сайт на https.") };
  if (isLoopback(location.hostname)) {
    return {
      mood: "good",
      title,
      text: say("Да, по адресу {origin}: к своему компьютеру браузеры пускают и без сертификата, кроме Safari.", { origin: location.origin }),
    };
  }
  return {
    mood: "warn",
    title,
    text: say("Сайт на https не вызовет {origin} без HTTPS: браузеры считают это небезопасным.", { origin: location.origin }),
    advice: say("Сделайте сертификат: Настройки → Сертификат."),
  };
}
