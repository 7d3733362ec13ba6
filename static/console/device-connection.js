// Where a device is: chosen and filled in, or written as in the settings file (docs/configuration.md, Connections).

import { fill, h, unique } from "./dom.js";
import { say } from "./words.js";

/** @typedef {Record<string, string>} Parts */
/** @typedef {{ title: string, read: RegExp, write: (parts: Parts) => string, parts: { key: string, title: string, example: string }[] }} Kind */

/** @returns {Record<string, Kind>} */
const kinds = () => ({
  tcp: {
    title: say("По сети"),
    read: /^tcp:\/\/(?<host>.*):(?<port>\d*)$/,
    write: ({ host = "", port = "" }) => `tcp://${host}:${port}`,
    parts: [
      { key: "host", title: say("Адрес"), example: "192.168.1.50" },
      { key: "port", title: say("Порт"), example: "9100" },
    ],
  },
  serial: {
    title: say("COM-порт, Bluetooth"),
    read: /^serial:\/\/(?<port>[^?]*)(?:\?(?:baud=(?<baud>\d*)&?)?(?<rest>.*))?$/,
    write: ({ port = "", baud = "", rest = "" }) =>
      `serial://${port}${baud || rest ? "?" : ""}${[baud && `baud=${baud}`, rest].filter(Boolean).join("&")}`,
    parts: [
      { key: "port", title: say("Порт"), example: "COM3, /dev/ttyUSB0" },
      { key: "baud", title: say("Скорость"), example: "115200" },
    ],
  },
  usb: {
    title: say("USB без драйвера"),
    read: /^usb:\/\/(?<id>[^?]*)(?:\?serial=(?<serial>.*))?$/,
    write: ({ id = "", serial = "" }) => `usb://${id}${serial ? `?serial=${serial}` : ""}`,
    parts: [
      { key: "id", title: say("Изготовитель:модель"), example: "04b8:0202" },
      { key: "serial", title: say("Серийный №, если их два"), example: "" },
    ],
  },
  file: {
    title: say("Файл или /dev/usb/lp0"),
    read: /^file:\/\/(?:\/(?=[A-Za-z]:))?(?<path>.*)$/,
    write: ({ path = "" }) => `file://${/^[A-Za-z]:/.test(path) ? "/" : ""}${path.replaceAll("\\", "/")}`,
    parts: [{ key: "path", title: say("Путь"), example: "/dev/usb/lp0" }],
  },
  lpt: {
    title: say("Параллельный порт"),
    read: /^lpt:\/\/(?<port>.*)$/,
    write: ({ port = "" }) => `lpt://${port}`,
    parts: [{ key: "port", title: say("Порт"), example: "LPT1, /dev/lp0" }],
  },
  cups: {
    title: say("Очередь CUPS"),
    read: /^cups:\/\/(?<host>[^/]*)\/(?:printers\/)?(?<queue>.*)$/,
    write: ({ host = "", queue = "" }) => (host ? `cups://${host}/printers/${queue}` : `cups:///${queue}`),
    parts: [
      { key: "queue", title: say("Очередь"), example: "Kassa" },
      { key: "host", title: say("Другой компьютер"), example: "" },
    ],
  },
  windows: {
    title: say("Принтер Windows"),
    read: /^windows:\/\/(?<name>.*)$/,
    write: ({ name = "" }) => `windows://${name}`,
    parts: [{ key: "name", title: say("Имя принтера"), example: "POS-80" }],
  },
});

/** @param {string[]} offered  kinds of the family @param {string} text @param {string} hint @returns {import("./form.js").Input} */
export function connectionInput(offered, text, hint) {
  const all = kinds();
  const usable = offered.filter((name) => name in all);
  const id = unique("connection");
  const raw = h("input", { id, value: text, autocomplete: "off", spellcheck: false, "aria-describedby": `${id}-hint ${id}-fault` });
  const fault = h("p", { class: "fault", id: `${id}-fault`, hidden: true });
  const place = h("div", { class: "fields" });
  const chosen = () => all[kind.value];
  const kind = h(
    "select",
    { id: `${id}-kind`, onchange: () => begin() },
    usable.map((name) => h("option", { value: name }, all[name]?.title)),
  );

  function begin() {
    raw.value = chosen()?.write({}) ?? "";
    follow();
  }
  function follow() {
    const named = raw.value.split(":")[0] ?? "";
    if (usable.includes(named)) kind.value = named;
    const given = chosen()?.read.exec(raw.value)?.groups ?? {};
    const parts = { ...given };
    fill(
      place,
      chosen()?.parts.map((part) => partInput(part, parts, () => (raw.value = chosen()?.write(parts) ?? ""))),
    );
  }
  raw.addEventListener("input", follow);
  if (!raw.value && usable.length) begin();
  else follow();
  const label = h("label", { htmlFor: id }, usable.length ? say("То же одной строкой") : say("Подключение"));
  return {
    element: h(
      "fieldset",
      { class: "boxed connection" },
      h("legend", null, say("Подключение")),
      usable.length > 0 && [h("label", { class: "field" }, say("Чем подключено"), kind), place],
      h("div", { class: "field" }, label, raw, h("p", { class: "hint", id: `${id}-hint` }, hint), fault),
    ),
    value: () => raw.value.trim(),
    complain: (words) => {
      fault.hidden = !words;
      fill(fault, words);
      raw.setAttribute("aria-invalid", String(Boolean(words)));
    },
  };
}

/** @param {{ key: string, title: string, example: string }} part @param {Parts} parts @param {() => void} changed */
function partInput(part, parts, changed) {
  const control = h("input", { value: parts[part.key] ?? "", placeholder: part.example, autocomplete: "off", spellcheck: false });
  control.addEventListener("input", (event) => {
    event.stopPropagation();
    parts[part.key] = control.value.trim();
    changed();
  });
  return h("label", { class: "field" }, part.title, control);
}
