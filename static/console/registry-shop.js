// Where the site of an organisation is told of results, and a try of it.

import { doer, notice } from "./dialog.js";
import { fill, h } from "./dom.js";
import { form } from "./form.js";
import { Refused, ask } from "./server.js";
import { number, say } from "./words.js";

/** @typedef {import("./registry-types.js").Shop} Shop */

/** @param {string} key @param {string} ru @param {string} en @param {string} hintRu @param {string} hintEn @param {boolean} [set] */
const field = (key, ru, en, hintRu, hintEn, set) => ({ key, title: { ru, en }, hint: { ru: hintRu, en: hintEn }, schema: { type: "string" }, secret: set !== undefined, set });

/** @param {Shop} shop */
export function shopPanel(shop) {
  const wishes = shop.settings;
  if (!wishes) return null;
  const fields = [
    field("printResultUrl", "Куда сообщать результаты", "Where results are told", "Адрес сайта (printResultUrl): сюда приходит документ каждого задания.", "Address of the site (printResultUrl): each job's document comes here."),
    field("callbackApiKey", "Ключ для сайта", "Key for the site", "Приходит сайту в заголовке X-Api-Key. Латинские буквы и цифры, до 36.", "Comes in the header X-Api-Key. Latin letters and digits, 36 at most.", wishes.callbackApiKeySet),
    field("testUrl", "Адрес для проверки", "Address of the test", "Сюда обращается кнопка «Тест callback» (testUrl).", "The button “Test callback” calls it (testUrl)."),
    field("errorEmail", "Кому писать", "Who is written to", "Письмо придёт, если сайт так и не принял результат.", "A letter comes when the site has never taken a result."),
  ];
  const inputs = form(fields, /** @type {any} */ (wishes));
  const address = `/itkassa/organizations/${shop.id}`;
  const outcome = h("div", { role: "status" });
  const save = async () => {
    const given = inputs.values();
    try {
      await ask("PATCH", address, given);
      inputs.complain([]);
      notice(say("Сохранено"), "good");
    } catch (error) {
      if (!(error instanceof Refused) || !error.faults.length) throw error;
      inputs.complain(error.faults);
    }
  };
  const test = async () => {
    fill(outcome, tested(await ask("POST", `${address}/test-callback`, {}, { patience: 30000 })));
  };
  const buttons = h("div", { class: "actions" }, doer(say("Тест callback"), test), doer(say("Сохранить"), save, "main"));
  return h("section", { class: "panel stack" }, h("h2", null, say("Результаты на сайт: {name}", { name: shop.name })), told(shop), inputs.element, outcome, buttons);
}

/** @param {Shop} shop */
function told(shop) {
  const { delivered = 0, waiting = 0, letter = 0, told: written = 0, silent = 0 } = shop.callbacks ?? {};
  const lost = letter + written + silent;
  const counts = h("p", { class: "faint" }, say("За месяц принято сайтом: {n}, ждут: {waiting}, не принято: {lost}.", { n: number(delivered), waiting: number(waiting), lost: number(lost) }));
  return shop.trouble ? h("div", { class: "stack" }, counts, h("p", { class: "note warn" }, `⚠ ${say("Последняя неудача:")} ${shop.trouble}`)) : counts;
}

/** @param {{ status: number, trouble: string, first: string, milliseconds: number }} answer */
function tested({ status, trouble, first, milliseconds }) {
  const head = status ? say("Ответ {status} за {n} мс", { status, n: number(milliseconds) }) : say("Ответа нет, ждали {n} мс", { n: number(milliseconds) });
  const text = trouble ? `✕ ${head}: ${trouble}` : `✓ ${head}`;
  return h("div", { class: trouble ? "note bad" : "note" }, h("p", null, text), first && h("pre", null, first));
}
