// The fields of a template: what to try it with, and which of them need not be sent.

import { fill, h } from "./dom.js";
import { namesOf } from "./labels-model.js";
import { remember, testData } from "./labels-samples.js";
import { say } from "./words.js";

/** @typedef {import("./labels-types.js").Values} Values */

/** @param {string} label @param {import("./labels-model.js").Draft} draft @param {() => void} changed */
export function fieldsPanel(label, draft, changed) {
  const place = h("div", { class: "stack" });
  let shown = "";
  let values = testData(label, draft.template);

  /** @param {string} name @param {string} value */
  const put = (name, value) => {
    values[name] = value;
    remember(label, values);
    changed();
  };

  /** @param {string} name @param {boolean} optional */
  const spare = (name, optional) =>
    draft.change(() => {
      if (optional) draft.template.defaults[name] = "";
      else delete draft.template.defaults[name];
    });

  /** @param {string} name */
  const row = (name) => {
    const { defaults } = draft.template;
    const value = h("input", { type: "text", value: values[name] ?? "", "aria-label": say("Проба поля «{name}»", { name }), dataset: { field: name }, autocomplete: "off", oninput: () => put(name, value.value) });
    const free = h("input", { type: "checkbox", checked: name in defaults, onchange: () => spare(name, free.checked) });
    const usual = h("input", { type: "text", value: defaults[name] ?? "", placeholder: say("тогда – пусто"), "aria-label": say("Что печатать, если «{name}» не прислано", { name }), oninput: () => draft.change(() => (draft.template.defaults[name] = usual.value), `default ${name}`) });
    return h("div", { class: "test-field" }, h("b", null, name), h("label", { class: "row hint" }, free, say("можно не присылать")), value, name in defaults && usual);
  };

  return {
    element: h("section", { class: "panel stack", "aria-label": say("Поля и проба") }, h("h2", null, say("Поля и проба")), h("p", { class: "hint" }, say("Значения для пробы помнит этот браузер, в шаблон они не попадают.")), place),
    values: () => values,
    /** @param {string} name */
    focus: (name) => /** @type {HTMLElement | null} */ (place.querySelector(`[data-field="${CSS.escape(name)}"]`))?.focus(),
    show: () => {
      const names = namesOf(draft.template);
      const now = JSON.stringify(names.map((name) => [name, draft.template.defaults[name]]));
      const typing = place.contains(document.activeElement) && document.activeElement?.matches('[type="text"]');
      if (now === shown || typing) return;
      shown = now;
      values = { ...testData(label, draft.template), ...Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))) };
      fill(place, names.length ? names.map(row) : h("p", { class: "faint" }, say("В шаблоне нет полей: он печатает одно и то же.")));
    },
  };
}
