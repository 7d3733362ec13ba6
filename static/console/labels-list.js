// The templates of the shop, each with its picture.

import { doer, notice, sure } from "./dialog.js";
import { fill, h } from "./dom.js";
import { whole } from "./labels-model.js";
import { create } from "./labels-new.js";
import { picture } from "./labels-preview.js";
import { running } from "./labels-run.js";
import { designing, path, printing } from "./labels-paths.js";
import { testData } from "./labels-samples.js";
import { ask, isAdmin } from "./server.js";
import { number, say } from "./words.js";

/** @typedef {import("./labels-types.js").Label} Label */

/** @returns {Promise<import("./types.js").Screen>} */
export async function screen() {
  const cards = h("div", { class: "labels-cards" });
  const left = new AbortController();
  const show = async () => {
    /** @type {Label[]} */
    const labels = await ask("GET", "/labels");
    const shown = labels.map((label) => card(label, labels, show));
    fill(cards, shown.map((one) => one.element));
    if (!labels.length) fill(cards, h("p", { class: "note" }, say("Шаблонов этикеток пока нет.")));
    draw(labels, shown, left.signal);
    return labels;
  };
  await show();
  const add = isAdmin() && h("button", { type: "button", class: "main", onclick: async () => create(await show()) }, say("Новый шаблон"));
  const run = running();
  const under = run && run.state !== "done" && h("p", { class: "note" }, h("a", { href: printing(run.template) }, say("Задание «{name}»: напечатано {n} из {total}", { name: run.template, n: number(run.printed), total: number(run.total) })));
  const content = h("div", { class: "stack" }, h("div", { class: "bar" }, h("h1", null, say("Этикетки")), add), under, cards);
  return { title: say("Этикетки"), content, leave: () => left.abort() };
}

/** @param {Label} label @param {Label[]} labels @param {() => unknown} again */
function card(label, labels, again) {
  const { name } = label;
  const place = h("div", { class: "label-picture" });
  const needed = label.fields.filter((field) => field.needed).map((field) => field.name);
  const optional = label.fields.filter((field) => !field.needed).map((field) => field.name);
  const fields = h("p", { class: "hint" }, needed.length > 0 && say("Поля: {list}.", { list: needed.join(", ") }), " ", optional.length > 0 && say("Можно не заполнять: {list}.", { list: optional.join(", ") }));
  const print = h("a", { class: "button main", href: printing(name), "aria-label": `${say("Печать")}: ${name}` }, say("Печать"));
  const edit = isAdmin() && [
    h("a", { class: "button", href: designing(name), "aria-label": `${say("Изменить")}: ${name}` }, say("Изменить")),
    h("button", { type: "button", class: "quiet", onclick: () => create(labels, name) }, say("Копия")),
    doer(say("Удалить"), () => remove(name, again), "quiet"),
  ];
  const heading = h("div", null, h("h2", null, label.title || name), h("p", { class: "faint" }, `${name} · ${number(label.width)} × ${number(label.height)} ${say("мм")}`));
  return { place, element: h("article", { class: "panel label-card" }, place, heading, label.fault ? h("p", { class: "fault" }, label.fault) : fields, h("div", { class: "row" }, print, edit)) };
}

/** One after the other: the server draws few at a time. @param {Label[]} labels @param {{ place: Element }[]} cards @param {AbortSignal} signal */
async function draw(labels, cards, signal) {
  for (const [i, { name, title, fault }] of labels.entries()) {
    const place = cards[i]?.place;
    if (!place || fault) continue;
    try {
      const template = whole((await ask("GET", path(name), undefined, { signal })).template);
      const url = await picture("/labels/preview", { template, fields: testData(name, template), dpi: 203 }, signal);
      fill(place, h("img", { src: url, alt: say("Этикетка «{name}»", { name: title || name }), onload: () => URL.revokeObjectURL(url) }));
    } catch (error) {
      if (signal.aborted) return;
      fill(place, h("p", { class: "hint" }, /** @type {Error} */ (error).message));
    }
  }
}

/** @param {string} name @param {() => unknown} again */
async function remove(name, again) {
  const yes = await sure({ title: say("Удалить шаблон «{name}»?", { name }), text: say("Программы, которые печатают по нему, получат отказ."), yes: say("Удалить"), danger: true });
  if (!yes) return;
  const { tag } = await ask("GET", path(name));
  await ask("DELETE", path(name), { tag });
  notice(say("Шаблон «{name}» удалён", { name }), "good");
  await again();
}
