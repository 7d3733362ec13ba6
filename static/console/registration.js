// Registration of a register in its ФН (KkmRegOfd): nothing of it can be undone, so all of it is shown before.

import { cashierField } from "./device-cashier.js";
import { run } from "./device-command.js";
import { change, fieldsOf, inWords, STEPS } from "./registration-fields.js";
import { during, open } from "./dialog.js";
import { fill, h } from "./dom.js";
import { form } from "./form.js";
import { execute } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Device} Device */
/** @typedef {import("./registration-fields.js").Step} Step */
/** @typedef {import("./registration-fields.js").Change} Change */
/** @typedef {Record<string, unknown>} Request */

/** @param {Device} device @param {import("./device-command.js").Tell} tell */
export async function register(device, tell) {
  const state = await execute({ Command: "GetDataKKT", NumDevice: device.number });
  if (state.Error) throw new Error(state.Error);
  const registered = device.state?.fiscalized === true;
  const request = await open(
    say("Регистрация: {name}", { name: device.name }),
    (/** @type {(request: Request) => void} */ close) => {
      const place = h("div", { class: "stack" });
      fill(
        place,
        ["open", "expired"].includes(device.state?.shift ?? "") && h("p", { class: "note bad" }, say("Смена открыта: сначала закройте её.")),
        choice(registered, (step) => ask(place, step, state.Info ?? {}, close)),
      );
      return [place];
    },
    { wide: true, unsaved: false },
  );
  if (request) await run({ Command: "KkmRegOfd", NumDevice: device.number, ...request }, tell);
}

/** @param {boolean} registered @param {(step: Step) => void} choose */
function choice(registered, choose) {
  const fit = STEPS().filter((step) => (step.name === "Open") !== registered);
  const warned = h("p", { class: "note warn" }, say("Каждый шаг записывается в ФН навсегда: отменить его нельзя. Смена должна быть закрыта."));
  return h(
    "div",
    { class: "stack" },
    warned,
    h(
      "div",
      { class: "choices" },
      fit.map((step) =>
        h(
          "button",
          { type: "button", class: step.name === "Close" ? "bad" : "", onclick: () => choose(step) },
          h("strong", null, step.title),
          h("span", { class: "hint" }, step.about),
        ),
      ),
    ),
  );
}

/** The step's fields, filled with what is registered now. @param {HTMLElement} place @param {Step} step @param {Record<string, any>} info @param {(request: Request) => void} close */
function ask(place, step, info, close) {
  const { fields, values } = fieldsOf(step, info);
  const made = form(fields, values);
  const cashier = cashierField();
  const fault = h("p", { class: "fault", role: "alert", hidden: true }, say("Ничего не изменено."));
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const found = change(step, values, made.values());
    fault.hidden = step.free || found.length > 0;
    if (fault.hidden) review(place, step, found, cashier.given(), close);
  };
  const next = h("button", { class: "main" }, say("Дальше: проверить"));
  fill(
    place,
    h(
      "form",
      { class: "stack", onsubmit },
      h("h3", null, step.title),
      h("p", { class: "hint" }, step.about),
      made.element,
      cashier.element,
      fault,
      h("div", { class: "actions" }, next),
    ),
  );
  place.querySelector("input")?.focus();
}

/** @param {HTMLElement} place @param {Step} step @param {Change[]} found @param {Request} head @param {(request: Request) => void} close */
function review(place, step, found, head, close) {
  const word = step.word;
  const act = h(
    "button",
    {
      type: "button",
      class: "danger",
      disabled: true,
      onclick: () => during(act, () => close({ ...head, RegKkmOfd: Object.assign({ Command: step.name }, ...found.map((one) => one.sent)) })),
    },
    step.title,
  );
  const typed = h("input", { autocomplete: "off", oninput: () => (act.disabled = typed.value.trim().toUpperCase() !== word) });
  const rows = found.map((one) => h("div", null, h("dt", null, one.title), h("dd", null, inWords(one))));
  fill(
    place,
    h("h3", null, say("Проверьте: это запишется в ФН навсегда")),
    h("dl", { class: "device-facts review" }, h("div", null, h("dt", null, say("Шаг")), h("dd", null, step.title)), rows),
    h("label", { class: "field" }, say("Наберите «{word}», чтобы продолжить", { word }), typed),
    h("div", { class: "actions" }, act),
  );
  typed.focus();
}
