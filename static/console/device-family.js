// Which family a new device is of.

import { open } from "./dialog.js";
import { fill, h } from "./dom.js";
import { say, told } from "./words.js";

/** @typedef {import("./device-settings.js").Family} Family */

export const POOL = "pool"; // told of among the families, chosen elsewhere

/** @returns {Record<string, string>} */
const kinds = () => ({
  register: say("Кассы"),
  receipt_printer: say("Принтеры чеков"),
  label_printer: say("Принтеры этикеток"),
  terminal: say("Банковские терминалы"),
  scales: say("Весы"),
  display: say("Дисплеи покупателя"),
  egais: say("ЕГАИС"),
});

/** @param {Family[]} all @returns {Promise<Family | null>} */
export function chooseFamily(all) {
  return open(
    say("Что добавить?"),
    (/** @type {(family: Family) => void} */ close) => {
      const place = h("div", { class: "stack" });
      const search = h("input", {
        type: "search",
        autofocus: true,
        placeholder: say("Модель или изготовитель"),
        "aria-label": say("Поиск"),
        oninput: () => show(),
      });
      const groups = Object.entries(kinds());
      function show() {
        const wanted = search.value.trim().toLowerCase();
        const fit = all.filter((one) => one.name !== POOL && wordsOf(one).includes(wanted));
        const shown = groups.map(([kind, title]) =>
          familyGroup(
            title,
            fit.filter((one) => one.kind === kind),
            close,
          ),
        );
        const others = fit.filter((one) => !groups.some(([kind]) => kind === one.kind));
        fill(
          place,
          shown,
          familyGroup(say("Другое"), others, close),
          !fit.length && h("p", { class: "faint" }, say("Такого здесь нет. Попробуйте другое слово.")),
        );
      }
      show();
      return [h("div", { class: "stack" }, search, place)];
    },
    { wide: true },
  );
}

/** @param {Family} family */
const wordsOf = ({ name, title, about }) => [name, title.ru, title.en, about.ru, about.en].join(" ").toLowerCase();

/** @param {string} title @param {Family[]} found @param {(family: Family) => void} choose */
function familyGroup(title, found, choose) {
  if (!found.length) return null;
  return h(
    "section",
    null,
    h("h3", null, title),
    h(
      "div",
      { class: "families" },
      found.map((one) =>
        h(
          "button",
          { type: "button", disabled: Boolean(one.why_not), onclick: () => choose(one) },
          h("strong", null, told(one.title)),
          one.virtual && h("span", { class: "tag" }, say("виртуальное")),
          h("span", { class: "hint" }, one.why_not || told(one.about)),
        ),
      ),
    ),
  );
}
