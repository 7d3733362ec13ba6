// Commands whose outcome nobody knows: an administrator looks at the device and says what happened.

import { ask, element, find, told, wordsOf } from "./asking.js";

const LIMIT = 50;
const SIGN_IN = 120000; // milliseconds: the browser may ask for a password first

const COMMANDS = {
  RegisterCheck: "Чек",
  PrintDocument: "Документ",
  OpenShift: "Открытие смены",
  CloseShift: "Закрытие смены",
  ZReport: "Закрытие смены",
  XReport: "X-отчёт",
  OfdReport: "Отчёт о расчётах",
  DepositingCash: "Внесение денег",
  PaymentCash: "Выплата денег",
  OpenCashDrawer: "Денежный ящик",
  PrintOpenCashDrawer: "Денежный ящик",
  PrintLineLength: "Линейка",
};
const FORMS = {
  RegisterCheck: "receipt",
  OpenShift: "open_shift",
  CloseShift: "close_shift",
  ZReport: "close_shift",
  OfdReport: "settlement_state",
}; // of those that have numbers in the ФН
const NUMBERS = [
  { key: "number", label: "ФД" },
  { key: "sign", label: "ФПД" },
  { key: "shift", label: "Смена" },
  { key: "storage", label: "ФН", text: true },
  { key: "time", label: "Время на чеке", type: "datetime-local", text: true },
];

function button(text, act) {
  const made = element("button", text);
  made.type = "button";
  made.addEventListener("click", async () => {
    try {
      await act();
    } catch (error) {
      say(asOnThePaper(wordsOf(error)), true);
    }
  });
  return made;
}

function say(text, bad = false) {
  const line = find("doubts-result");
  line.textContent = text;
  line.className = bad ? "bad" : "";
  line.hidden = !text;
  if (text) line.scrollIntoView({ block: "nearest" });
}

// The server names a wrong number as its API does.
function asOnThePaper(text) {
  return NUMBERS.reduce((said, { key, label }) => said.replaceAll(`document.${key}`, label), text);
}

function fields(form) {
  const table = element("div", "", "numbers");
  const inputs = NUMBERS.map(({ key, label, type }) => {
    const input = element("input");
    input.name = key;
    input.type = type ?? "text";
    input.inputMode = type ? "" : "numeric";
    const named = element("label", label);
    named.append(input);
    table.append(named);
    return input;
  });
  return { table, document: () => documentOf(form, inputs) };
}

// Nothing filled in: a slip without numbers. Half filled in: the server says what is missing.
function documentOf(form, inputs) {
  const given = inputs.filter((input) => input.value.trim());
  if (!given.length) return null;
  const kinds = new Map(NUMBERS.map(({ key, text }) => [key, text]));
  const numbers = given.map(({ name, value }) => {
    const said = value.trim();
    return [name, kinds.get(name) || !/^\d+$/.test(said) ? said : Number(said)];
  });
  return { form, ...Object.fromEntries(numbers) };
}

function card(row, devices) {
  const item = element("li", "", "doubt");
  const number = row.member ?? row.device;
  const name = devices.find((device) => device.number === number)?.name;
  const when = new Date(row.accepted_at).toLocaleString("ru-RU");
  item.append(
    element("b", `${COMMANDS[row.command] ?? row.command}: ${number}. ${name ?? "устройства больше нет"}`),
    element("span", `${when} · команда ${row.id}`),
    element("p", row.error),
  );
  const form = FORMS[row.command];
  const { table, document: numbers } = fields(form);
  if (form) item.append(element("span", "Если документ вышел, впишите номера с бумаги (можно и без них):"), table);
  item.append(decisions(row, form, numbers));
  return item;
}

function decisions(row, form, numbers) {
  const decide = async (decision, question, done, document) => {
    if (!window.confirm(question)) return;
    await told(`/journal/${encodeURIComponent(row.id)}/resolve`, { decision, ...(document && { document }) });
    await load(done);
  };
  const [there, nowhere] = form
    ? ["Документ вышел и записан в ФН?", "Документа нет ни на бумаге, ни в ФН?"]
    : ["Документ вышел целиком?", "На бумаге ничего нет?"];
  const buttons = element("div", "", "decisions");
  buttons.append(
    button("Напечатан", () => decide("printed", there, "Записано: документ есть.", numbers())),
    button("Не напечатан", () =>
      decide("not_printed", nowhere, "Записано: документа нет. Отправьте его из своей программы ещё раз."),
    ),
    button("Печатать снова", () =>
      decide("print_again", "Напечатать ещё раз? Если документ уже был, их станет два.", "Документ в очереди на печать."),
    ),
  );
  return buttons;
}

async function load(done = "") {
  const rows = await ask(`/journal?state=unknown&limit=${LIMIT}`, { patience: SIGN_IN });
  const devices = await ask("/devices");
  find("doubts").replaceChildren(...rows.map((row) => card(row, devices)));
  const more = rows.length === LIMIT ? `Показаны последние ${LIMIT}.` : "";
  say(done || more || (rows.length ? "" : "Таких нет: о каждом документе известно, вышел ли он."));
}

find("show-doubts").addEventListener("click", () => load().catch((error) => say(wordsOf(error), true)));
