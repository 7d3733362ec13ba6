// Looking for devices on the server's ports and in its network.

import { addDevice } from "./device-form.js";
import { during, open } from "./dialog.js";
import { fill, h, list } from "./dom.js";
import { ask, Refused } from "./server.js";
import { say, several } from "./words.js";

/** @typedef {{ driver: string, connection: string, model: string, serial: string, inn: string, options: Record<string, unknown>, note: string }} Found */
/** @typedef {{ running: boolean, asked: number, total: number, found: Found[], skipped: { place: string, why: string }[] }} Search */

const ADDRESS = "/devices/search";
const LOOK = 700; // milliseconds

/** The neighbours of the server, where the page was opened by its address. */
export function network() {
  const [, three] = /^(\d+\.\d+\.\d+)\.\d+$/.exec(location.hostname) ?? [];
  return three && !three.startsWith("127.") ? `${three}.0/24` : "";
}

export async function findDevices() {
  const panel = searchPanel();
  await open(say("Найти устройства"), () => [panel.element], { wide: true });
  panel.leave();
}

/** The search as a part of some page. @param {(number: number) => void} [added] @returns {{ element: HTMLElement, leave: () => void }} */
export function searchPanel(added = () => {}) {
  const serial = h("input", { type: "checkbox", checked: true });
  const tcp = h("input", { value: network(), placeholder: "192.168.1.0/24", autocomplete: "off", spellcheck: false });
  const told = h("p", { role: "status" });
  const bar = h("progress", { class: "wide", max: 1, value: 0, hidden: true, "aria-label": say("Ход поиска") });
  const rows = h("ul", { class: "stack" });
  const skipped = h("div");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let left = false;

  /** @param {Search} search */
  function show(search) {
    start.hidden = search.running;
    stop.hidden = bar.hidden = !search.running;
    bar.max = search.total || 1;
    bar.value = search.asked;
    const found = several(search.found.length, "найдено {n} устройство", "найдено {n} устройства", "найдено {n} устройств");
    fill(
      told,
      search.running
        ? say("Ищем: {asked} из {total}, {found}", { asked: search.asked, total: search.total, found })
        : say("Поиск окончен: {found}", { found }),
    );
    list(
      rows,
      search.found,
      (one) => one.connection,
      (one, before) => before ?? foundRow(one, added),
    );
    fill(
      skipped,
      search.skipped.length > 0 &&
        !search.running &&
        h(
          "details",
          null,
          h("summary", null, say("Где не искали: {n}", { n: search.skipped.length })),
          search.skipped.map((one) => h("p", { class: "hint" }, `${one.place}: ${one.why}`)),
        ),
    );
    if (search.running && !left) timer = setTimeout(look, LOOK);
  }
  async function look() {
    try {
      show(await ask("GET", ADDRESS));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fill(told, error.message);
      start.hidden = false;
    }
  }
  const begin = async () => {
    const ranges = tcp.value.split(/[\s,;]+/).filter(Boolean);
    try {
      show(await ask("POST", ADDRESS, { serial: serial.checked, tcp: ranges }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409) return look();
      fill(told, error.message);
    }
  };
  const start = h("button", { type: "button", class: "main", onclick: () => during(start, begin) }, say("Искать"));
  const stop = h(
    "button",
    {
      type: "button",
      hidden: true,
      onclick: () =>
        during(stop, async () => {
          clearTimeout(timer);
          show(await ask("DELETE", ADDRESS));
        }),
    },
    say("Остановить"),
  );
  const where = h(
    "div",
    { class: "fields" },
    h("label", { class: "field flag" }, serial, say("На портах этого сервера")),
    h("label", { class: "field" }, say("В сети, адреса через запятую"), tcp),
  );
  return {
    element: h("div", { class: "stack" }, where, h("div", { class: "row" }, start, stop), bar, told, rows, skipped),
    leave: () => {
      left = true;
      clearTimeout(timer);
    },
  };
}

/** @param {Found} one @param {(number: number) => void} added */
function foundRow(one, added) {
  const title = [one.model || one.driver, one.serial && `№ ${one.serial}`, one.inn && say("ИНН {inn}", { inn: one.inn })].filter(Boolean).join(" · ");
  const add = h(
    "button",
    {
      type: "button",
      onclick: () =>
        during(add, async () => {
          const number = await addDevice({
            driver: one.driver,
            table: { ...(one.model && { name: one.model }), connection: one.connection, ...one.options },
          });
          if (number === null) return;
          add.replaceWith(h("span", { class: "tag good" }, say("добавлено")));
          added(number);
        }),
    },
    say("Добавить"),
  );
  return h(
    "li",
    { class: "bar" },
    h("div", null, h("strong", null, title), h("p", { class: "hint" }, [one.connection, one.note].filter(Boolean).join(" · "))),
    add,
  );
}
