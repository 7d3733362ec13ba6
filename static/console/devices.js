// All devices with what goes on at them, as it happens.

import { card } from "./device-card.js";
import { isVirtual } from "./device-standing.js";
import { doer } from "./dialog.js";
import { fill, h, list } from "./dom.js";
import * as live from "./live.js";
import { draggable } from "./pool-drag.js";
import { showMembers } from "./pools.js";
import { isAdmin } from "./server.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Device} Device */
/** @typedef {import("./device-card.js").Card} Card */

const MANY = 12; // that need a search
const FEW = 7; // that need no headings
const forms = () => import("./device-form.js"); // seldom wanted, so not loaded with the page
const OVER = ["done", "failed", "unknown"];

/** A number may change from a device's to a pool's. @param {{ number: number, members: number[] }} device */
const keyOf = ({ number, members }) => `${members.length ? "pool" : "device"}-${number}`;

/** @returns {{ title: string, fits: (device: Device) => boolean }[]} */
const groups = () => [
  { title: say("Пулы"), fits: (one) => one.members.length > 0 },
  { title: say("Кассы"), fits: (one) => one.kind === "register" },
  { title: say("Принтеры"), fits: (one) => one.kind === "receipt_printer" || one.kind === "label_printer" },
  { title: say("Другое"), fits: () => true },
];

/** @returns {import("./types.js").Screen} */
export function screen() {
  /** @type {Map<string, Card>} */
  const cards = new Map();
  const search = h("input", {
    type: "search",
    class: "search",
    hidden: true,
    placeholder: say("Название, модель или номер"),
    "aria-label": say("Поиск устройств"),
    oninput: () => show(live.now().devices),
  });
  const place = h("div", { class: "stack" });
  const hint = h("div");
  const tools =
    isAdmin() &&
    h(
      "div",
      { class: "row" },
      doer(say("Добавить устройство"), async () => (await forms()).addDevice(), "main"),
      doer(say("Найти устройства"), async () => (await import("./device-search.js")).findDevices()),
      doer(say("Новый пул"), async () => (await forms()).addPool()),
    );
  const content = h("div", { class: "stack" }, h("div", { class: "bar" }, h("h1", null, say("Устройства")), tools), search, hint, place);

  /** @param {Device[]} devices */
  function show(devices) {
    search.hidden = devices.length <= MANY;
    const wanted = search.hidden ? "" : search.value.trim().toLowerCase();
    const shown = devices.filter((one) => `${one.number} ${one.name} ${one.model} ${one.driver}`.toLowerCase().includes(wanted));
    fill(hint, lesson(devices, shown));
    let left = shown;
    const sorts = shown.length > FEW ? groups() : [{ title: "", fits: () => true }];
    const filled = sorts.map(({ title, fits }) => {
      const mine = left.filter(fits);
      left = left.filter((one) => !mine.includes(one));
      return { title, mine };
    });
    list(
      place,
      filled.filter(({ mine }) => mine.length),
      ({ title }) => title,
      ({ title, mine }, before) => group(title, mine, before),
    );
    for (const key of cards.keys()) if (!devices.some((one) => keyOf(one) === key)) cards.delete(key);
  }
  /** @param {string} title @param {Device[]} mine @param {HTMLElement | undefined} before */
  function group(title, mine, before) {
    const section = before ?? h("section", { class: "stack" }, title && h("h2", null, title), h("div", { class: "cards" }));
    list(/** @type {Element} */ (section.lastElementChild), mine, keyOf, (one) => cardOf(one).element);
    return section;
  }
  /** @param {Device} device */
  function cardOf(device) {
    const pool = device.members.length > 0;
    const key = keyOf(device);
    const found = cards.get(key) ?? card(device, pool ? showMembers : undefined);
    cards.set(key, found);
    found.update(device);
    if (pool) found.element.dataset["pool"] = String(device.number);
    return found;
  }

  show(live.now().devices);
  const endDrag = draggable(content);
  const heard = [
    live.on("devices", show),
    live.on("command", (row) => OVER.includes(row.state) && cards.get(keyOf({ number: row.member ?? row.device, members: [] }))?.printed()),
  ];
  return {
    title: say("Устройства"),
    content,
    leave: () => {
      for (const end of heard) end();
      endDrag();
    },
  };
}

/** What to do where there is little to see. @param {Device[]} all @param {Device[]} shown */
function lesson(all, shown) {
  if (all.length && !shown.length) return h("p", { class: "faint" }, say("Ничего не найдено. Попробуйте другое слово."));
  if (!all.length && live.now().link !== "on") return h("p", { class: "faint" }, say("Спрашиваем сервер…"));
  if (!isAdmin() || all.some((one) => !isVirtual(one))) return null;
  const text = all.length
    ? say("Пока здесь только виртуальные устройства: на них можно попробовать всё, ничего не испортив.")
    : say("Здесь пока нет ни одного устройства.");
  return h("p", { class: "note" }, text, " ", h("a", { href: "#/first" }, say("Подключить настоящую кассу или принтер")));
}
