// One section of the settings: a form that is saved by itself.

import { during } from "./dialog.js";
import { h } from "./dom.js";
import { form } from "./form.js";
import { say, told } from "./words.js";
import { overridden } from "./settings-server.js";

/** @typedef {import("./settings-server.js").Section} Section */
/** @typedef {import("./types.js").Fault} Fault */

/**
 * @typedef {object} Panel
 * @property {HTMLElement} element
 * @property {string} name
 * @property {() => Record<string, unknown>} changes  what was typed and differs from the file
 * @property {(changes: Record<string, unknown>) => void} put  what was typed before
 * @property {() => void} settle  the file has it now
 * @property {(faults: Fault[]) => Fault[]} complain
 */

/** Kept elsewhere on the screen, with words of their own. */
const ELSEWHERE = new Set(["server.host", "server.tls_certificate", "server.tls_key", "auth.allowed_origins", "auth.admin_password_hash", "auth.user_password_hash"]);

/** @param {Section} section @param {boolean} writable @param {(panel: Panel) => Promise<void>} save @returns {Panel} */
export function sectionPanel(section, writable, save) {
  const { name } = section;
  const fields = section.fields.filter((field) => !ELSEWHERE.has(`${name}.${field.key}`)).map(explained);
  const usual = Object.fromEntries(fields.map((field) => [field.key, field.default]));
  const inputs = form(fields, {}, { onchange: mark });
  let before = { ...usual, ...inputs.values() };
  const button = h("button", { type: "button", class: "main", onclick: () => during(button, () => save(panel)).then(mark) }, say("Сохранить"));
  const hint = h("span", { class: "warn", role: "status" });
  const element = h("section", { class: "panel stack", id: `settings-${name}` }, h("h2", null, told(section.title)), inputs.element, h("div", { class: "row" }, button, hint));
  const changes = () => changed(before, { ...usual, ...inputs.values() });
  function mark() {
    const typed = Object.keys(changes()).length > 0;
    button.disabled = !typed || !writable;
    hint.textContent = typed ? say("Не сохранено") : "";
  }
  /** @type {Panel} */
  const panel = {
    element,
    name,
    changes,
    put: (typed) => {
      for (const [key, value] of Object.entries(typed)) inputs.put(key, value);
      mark();
    },
    settle: () => {
      before = { ...usual, ...inputs.values() };
      inputs.complain([]);
      mark();
    },
    complain: (faults) => inputs.complain(faults),
  };
  mark();
  return panel;
}

/** An emptied field is as usual again. @param {Record<string, unknown>} before @param {Record<string, unknown>} now */
const changed = (before, now) => Object.fromEntries(Object.entries(now).filter(([key, value]) => JSON.stringify(before[key]) !== JSON.stringify(value)));

/** What the command line gives goes before the file. @param {import("./settings-server.js").Setting} field */
function explained(field) {
  const text = overridden(field);
  return text ? { ...field, hint: { ru: text, en: text } } : field;
}
