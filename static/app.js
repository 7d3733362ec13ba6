// The page of the server: devices on the left, the paper of the chosen one on the right.

import { ask, element, find, wordsOf } from "./asking.js";

const REFRESH = 2000; // milliseconds between questions
const TAPE = 12; // documents shown

let chosen = null; // number of the device
let devices = [];
let shownTape = "";
let shownDevices = "";

const SHIFTS = { closed: "смена закрыта", open: "смена открыта", expired: "смена дольше 24 часов – закройте её" };

function stateOf(device) {
  if (device.blocked) return [`временно не используется: ${device.blocked}`, "bad"];
  if (!device.active) return [whyInactive(device), "bad"];
  const trouble = troubleOf(device.state);
  if (trouble) return [trouble, "bad"];
  if (device.online) return [device.waiting ? `на связи, ждут команд: ${device.waiting}` : "на связи", "good"];
  return device.state ? ["нет связи", "bad"] : ["ещё не опрошено", ""];
}

function whyInactive(device) {
  const nobody = device.members.length > 0 && !devices.some((one) => one.active && device.members.includes(one.number));
  return nobody ? "ни одно его устройство сейчас не печатает" : "выключено";
}

function troubleOf(state) {
  const parts = [state?.paper_out && "нет бумаги", state?.cover_open && "открыта крышка", state?.fault];
  return parts.filter(Boolean).join(", ");
}

function detailsOf(device) {
  if (device.members.length) return `в нём: ${device.members.join(", ")}`;
  const state = device.state;
  if (!state) return "";
  const low = state.paper_low && !state.paper_out ? "бумага кончается" : "";
  if (device.kind !== "register") return low;
  const parts = [low, SHIFTS[state.shift], state.ffd && `ФФД ${state.ffd}`];
  if (device.online && !state.fiscalized) parts.push("не фискализирована");
  return parts.filter(Boolean).join(", ");
}

function card(device) {
  const button = element("button", "", "device");
  button.type = "button";
  button.setAttribute("aria-pressed", String(device.number === chosen));
  const [state, mood] = stateOf(device);
  button.append(
    element("b", `${device.number}. ${device.name}`),
    element("span", device.model || device.driver),
    element("span", state, `state ${mood}`),
  );
  const details = detailsOf(device);
  if (details) button.append(element("span", details));
  button.addEventListener("click", () => choose(device.number));
  const item = element("li");
  item.append(button);
  return item;
}

function showDevices() {
  const now = JSON.stringify([devices, chosen]);
  if (now === shownDevices) return; // keeps the focus where it is
  const focused = [...find("devices").querySelectorAll("button")].indexOf(document.activeElement);
  shownDevices = now;
  find("devices").replaceChildren(...devices.map(card));
  if (focused >= 0) find("devices").querySelectorAll("button")[focused]?.focus();
  const device = current();
  find("sample").disabled = !device || !["register", "receipt_printer", "label_printer"].includes(device.kind);
  find("sample").textContent = device && device.kind !== "register" ? "Пробная печать" : "Пробный чек";
  find("tape-title").textContent = device ? `Лента: ${device.name}` : "Лента";
}

function current() {
  return devices.find((device) => device.number === chosen);
}

function choose(number) {
  chosen = number;
  find("result").hidden = true;
  shownTape = "";
  find("tape").replaceChildren();
  showDevices();
  refreshTape().catch(complain);
}

function paper(entry) {
  const figure = element("figure");
  const caption = element("figcaption", "");
  const text = element("a", "текст");
  text.href = entry.text;
  text.target = "_blank";
  text.rel = "noopener";
  const time = new Date(entry.time).toLocaleTimeString("ru-RU");
  caption.append(element("span", `${entry.title} · ${time}`), text);
  const picture = element("img");
  picture.src = entry.png;
  picture.alt = `${entry.title}, № ${entry.number}`;
  picture.loading = "lazy";
  figure.append(caption, picture);
  const item = element("li");
  item.append(figure);
  return item;
}

async function refreshTape() {
  const device = current();
  if (!device) return;
  const entries = device.tape ? await ask(`${device.tape}?limit=${TAPE}`) : [];
  if (device.number !== chosen) return; // another one was chosen meanwhile
  find("empty").hidden = entries.length > 0;
  find("empty").textContent = device.tape
    ? "Здесь появятся напечатанные документы. Нажмите кнопку справа вверху, чтобы напечатать первый."
    : device.members.length
      ? "Это пул: документы выходят на бумаге его устройств."
      : "Это настоящее устройство: документы выходят на его бумаге.";
  const now = JSON.stringify(entries);
  if (now === shownTape) return;
  shownTape = now;
  const old = new Map([...find("tape").children].map((item) => [item.dataset.key, item]));
  find("tape").replaceChildren(
    ...entries.map((entry) => {
      const item = old.get(entry.png) ?? paper(entry);
      item.dataset.key = entry.png;
      return item;
    }),
  );
}

function sampleFor(device) {
  const common = { NumDevice: device.number, IdCommand: newId(), Timeout: 30 };
  const code = { BarCode: { BarcodeType: "QR", Barcode: "KkmServer" } };
  if (device.kind === "label_printer") {
    const rows = [">#0#<ПРОБНАЯ ЭТИКЕТКА", "<<->>", ">#0#<" + device.name];
    return { ...common, Command: "PrintDocument", CheckStrings: rows.map((Text) => ({ PrintText: { Text } })) };
  }
  if (device.kind !== "register") {
    const rows = [">#0#<ПРОБНАЯ ПЕЧАТЬ", "<<->>", "Устройство:<#0#>" + device.name, "<<->>"];
    const strings = [...rows.map((Text) => ({ PrintText: { Text } })), code];
    return { ...common, Command: "PrintDocument", CheckStrings: strings };
  }
  const tea = { Name: "Чай чёрный", Quantity: 2, Price: 50, Amount: 100, Tax: 10 };
  const cup = { Name: "Кружка", Quantity: 1, Price: 250, Amount: 250, Tax: 22 };
  const sold = { Department: 0, SignMethodCalculation: 4, SignCalculationObject: 1 };
  const positions = [tea, cup].map((position) => ({ Register: { ...position, ...sold } }));
  const heading = { PrintText: { Text: ">#0#<ПРОБНЫЙ ЧЕК" } };
  return {
    ...common,
    Command: "RegisterCheck",
    IsFiscalCheck: true,
    TypeCheck: 0,
    CashierName: "Кассир",
    CheckStrings: [heading, ...positions],
    Cash: 500,
  };
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID exists only on https and localhost
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function printSample() {
  const device = current();
  find("sample").disabled = true;
  try {
    const body = JSON.stringify(sampleFor(device));
    const answer = await fetch("/Execute", { method: "POST", body, headers: { "Content-Type": "application/json" } });
    say(await answer.json());
  } catch (error) {
    say({ Error: `${wordsOf(error)}. Вышел ли документ, видно по бумаге.` });
  } finally {
    find("sample").disabled = false;
  }
  await refresh();
}

function say(answer) {
  const result = find("result");
  const good = answer.Status === 0 && !answer.Error;
  const number = answer.CheckNumber ? ` Документ № ${answer.CheckNumber}, смена ${answer.SessionNumber}.` : "";
  const going = answer.Status === 1 || answer.Status === 4 ? "Команда принята и ещё выполняется." : "";
  result.textContent = answer.Error || going || `Готово.${number}`;
  result.className = good || going ? "" : "bad";
  result.hidden = false;
}

function complain(error) {
  find("link").textContent = wordsOf(error);
  find("link").className = "bad";
}

async function refresh() {
  try {
    devices = await ask("/devices");
    chosen ??= (devices.find((device) => device.tape) ?? devices[0])?.number ?? null;
    showDevices();
    await refreshTape();
    await ask("/readyz"); // a server that takes nothing says why
    find("link").textContent = "На связи";
    find("link").className = "";
  } catch (error) {
    complain(error);
  }
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, REFRESH);
}

find("sample").addEventListener("click", printSample);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
keepFresh();
