// The further APIs: which are on and where they listen; the keys of iKKM registers.

import { doer, notice, open, sure } from "./dialog.js";
import { h } from "./dom.js";
import { copy } from "./journal-take.js";
import { deviceOf } from "./live.js";
import { ask } from "./server.js";
import { say, several, told } from "./words.js";

/** @typedef {{ name: "bit" | "itkassa" | "ikkm", title: import("./types.js").Words, addresses: string[], device: number | null, clients: number }} Door */

/** @returns {Promise<Door[]>} */
export const readDoors = () => ask("GET", "/doors");

/** @param {Door[]} found */
export function doors(found) {
  return h("section", { class: "panel stack", id: "settings-doors" }, h("h2", null, say("API других программ")),
    h("p", { class: "faint" }, say("Программы, написанные для «БИТ драйвер ККТ», «Анти Касса» и касс iKKM, могут печатать здесь без переделки. Каждый API включают ниже, в его разделе; кого он впускает, пишут в файл настроек: [[dialects.bit.tokens]], [[dialects.itkassa.organizations]], [[dialects.ikkm.registers]].")),
    found.length ? h("ul", { class: "stack" }, found.map(door)) : h("p", null, h("span", { class: "tag" }, say("выключены")), " ", say("Ни один из них сейчас не работает.")));
}

/** @param {Door} one */
function door(one) {
  return h("li", { class: "stack tight" },
    h("div", { class: "row" }, h("h3", null, told(one.title)), h("span", { class: "tag good" }, "✓ ", say("включён")), h("span", { class: "faint" }, whose(one))),
    h("p", null, say("Адрес для программы:"), " ", one.addresses.map((address, i) => [i ? ", " : "", h("span", { class: "code" }, fromHere(address))]).flat()),
    one.device !== null && keys(one.device));
}

/** "localhost" stands for every name of the server's computer; this page knows one that is good here. @param {string} address */
const fromHere = (address) => address.replace("//localhost:", `//${location.hostname}:`);

/** @param {Door} one */
function whose({ name, device, clients }) {
  if (device !== null) return registerName(device);
  return name === "bit" ? several(clients, "{n} токен", "{n} токена", "{n} токенов") : several(clients, "{n} организация", "{n} организации", "{n} организаций");
}

/** @param {number} device */
const registerName = (device) => `«${deviceOf(device)?.name ?? say("устройства больше нет")}» (№ ${device})`;

/** @param {number} device */
function keys(device) {
  const where = `/doors/ikkm/${device}/key`;
  return h("div", { class: "row" },
    doer(say("Показать ключ"), async () => show(device, (await ask("GET", where)).key)),
    doer(say("Новый ключ"), () => renew(device, where)));
}

/** @param {number} device @param {string} where */
async function renew(device, where) {
  const text = say("Прежний ключ перестанет действовать: {name} не примет чеков, пока новый не впишут в программу. Если последний чек остался без ответа, сначала посмотрите на бумагу: с новым ключом программа пробьёт его ещё раз.", { name: registerName(device) });
  if (!(await sure({ title: say("Задать новый ключ?"), text, yes: say("Задать новый ключ"), danger: true }))) return;
  const { key } = await ask("POST", where, {});
  notice(say("Новый ключ действует."), "good");
  await show(device, key);
}

/** @param {number} device @param {string} key */
function show(device, key) {
  return open(say("Ключ кассы {name}", { name: registerName(device) }), () => [
    h("div", { class: "stack" },
      h("p", { class: "big-key" }, key),
      h("p", null, say("Впишите его в программу, которая печатает чеки. С каждым чеком, внесением и выплатой ключ меняется, и дальше программа узнаёт его сама."))),
    h("div", { class: "actions" }, h("button", { type: "button", onclick: () => copy(key) }, say("Копировать"))),
  ]);
}
