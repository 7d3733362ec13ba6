// The first run: devices, a test print, protection, and what to write elsewhere. Each step has an address, so it can be left.

import { fill, h } from "./dom.js";
import { address, replace } from "./router.js";
import { say } from "./words.js";
import { devicesStep } from "./first-devices.js";
import { protectStep } from "./first-protect.js";
import { readyStep } from "./first-ready.js";
import { testStep } from "./first-test.js";

/** @typedef {{ element: HTMLElement, leave?: () => void }} Step */
/** @type {{ title: () => string, make: () => Step | Promise<Step> }[]} */
const STEPS = [
  { title: () => say("Что у вас есть"), make: devicesStep },
  { title: () => say("Пробная печать"), make: testStep },
  { title: () => say("Защита"), make: protectStep },
  { title: () => say("Готово"), make: readyStep },
];
const KEPT = "kkmserver.first"; // the step where it was left

/** @param {string[]} rest @returns {Promise<import("./types.js").Screen>} */
export async function screen(rest) {
  const given = Number(rest[0] ?? localStorage.getItem(KEPT) ?? 1);
  const at = STEPS[given - 1] ? given : 1;
  localStorage.setItem(KEPT, String(at));
  replace(address(`first/${at}`));
  const current = /** @type {(typeof STEPS)[number]} */ (STEPS[at - 1]);
  const place = h("div", { class: "stack" });
  const made = await current.make();
  fill(place, made.element);
  const content = h("div", { class: "stack" }, h("h1", null, say("Первый запуск")), track(at), h("h2", null, current.title()), place, turns(at));
  return { title: say("Первый запуск"), content, leave: made.leave };
}

/** @param {number} at */
function track(at) {
  const marks = STEPS.map(({ title }, i) => {
    const step = i + 1;
    const sign = step < at ? "✓" : String(step);
    return h("li", null, h("a", { href: address(`first/${step}`), "aria-current": step === at ? "step" : null }, h("span", { class: "sign", "aria-hidden": "true" }, sign), title()));
  });
  return h("nav", { "aria-label": say("Шаги") }, h("ol", { class: "steps" }, marks));
}

/** @param {number} at */
function turns(at) {
  const back = at > 1 && h("a", { class: "button", href: address(`first/${at - 1}`) }, say("Назад"));
  const on = at < STEPS.length ? h("a", { class: "button main", href: address(`first/${at + 1}`) }, say("Дальше")) : h("a", { class: "button main", href: address("devices") }, say("К устройствам"));
  const later = at < STEPS.length && h("a", { class: "faint", href: address("devices") }, say("Продолжу потом"));
  return h("div", { class: "bar" }, h("div", { class: "row" }, back, on), later);
}
