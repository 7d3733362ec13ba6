// HTTPS: the certificate, its root for other computers, and how each system learns to trust it.

import { doer, notice } from "./dialog.js";
import { h } from "./dom.js";
import { day, say } from "./words.js";
import { makeCertificate } from "./settings-server.js";

/** @typedef {import("./settings-server.js").Settings} Settings */

const SOON = 30; // days
const ROOT = "/settings/certificate/authority.crt";

/** @param {Settings} settings @param {(settings: Settings) => void} changed */
export function certificate(settings, changed) {
  const { certificate: made } = settings;
  const make = doer(made ? say("Обновить сертификат") : say("Сделать сертификат"), async () => {
    changed(await makeCertificate());
    notice(say("Сертификат готов и вписан в настройки. Перезапустите сервер, чтобы он заговорил по HTTPS."), "good");
  }, made ? "" : "main");
  make.disabled = !settings.writable;
  const root = made?.authority && h("a", { class: "button", href: ROOT, download: "kkmserver-ca.crt" }, say("Скачать корневой сертификат"));
  return h("section", { class: "panel stack", id: "settings-certificate" }, h("h2", null, say("Сертификат (HTTPS)")),
    h("p", { class: "faint" }, say("Нужен, если кассу открывают с других компьютеров и телефонов или её вызывает сайт из интернета: без него пароль и чеки идут по сети открыто.")),
    made ? about(made) : h("p", null, h("span", { class: "tag" }, say("нет")), " ", say("Сервер говорит по обычному HTTP.")),
    h("div", { class: "row" }, make, root),
    made?.authority && trust());
}

/** @param {NonNullable<Settings["certificate"]>} made */
function about(made) {
  const days = Math.floor((Date.parse(made.until) - Date.now()) / 86400000);
  const [mood, text] = days < 0 ? ["bad", say("✕ истёк {day}", { day: day(made.until) })] : [days < SOON ? "warn" : "good", say("до {day}", { day: day(made.until) })];
  return h("div", { class: "stack tight" },
    h("p", null, h("span", { class: `tag ${mood}` }, mood === "good" ? "✓ " : mood === "warn" ? "! " : "", text), " ", h("span", { class: "code" }, made.file)),
    h("p", null, say("Действует для адресов: {names}.", { names: made.names.join(", ") }), " ", h("span", { class: "faint" }, say("Если адрес компьютера сменился, обновите сертификат; корневой останется прежним."))));
}

/** Steps of each system; the visitor's own is open. */
function trust() {
  const mine = systemOf(navigator.userAgent);
  const systems = steps().map(({ name, title, does, command }) =>
    h("details", { class: "system", open: name === mine }, h("summary", null, title), h("ol", { class: "numbered" }, does.map((one) => h("li", null, one))), command && h("pre", null, command)));
  return h("div", { class: "stack tight" }, h("h3", null, say("Как сделать его доверенным")), h("p", { class: "faint" }, say("Скачайте корневой сертификат, перенесите его на каждый компьютер и телефон, с которого открывают кассу, и сделайте там:")), systems);
}

/** @param {string} agent */
function systemOf(agent) {
  const known = /** @type {const} */ ([["firefox", /Firefox/], ["android", /Android/], ["ios", /iPhone|iPad/], ["windows", /Windows/], ["macos", /Mac OS/], ["linux", /Linux/]]);
  return known.find(([, sign]) => sign.test(agent))?.[0];
}

const restartBrowser = () => say("Закройте все окна браузера и откройте его снова.");

function steps() {
  return [
    { name: "windows", title: say("Windows: Chrome, Edge, Яндекс Браузер"), command: "", does: [
      say("Откройте файл kkmserver-ca.crt, нажмите «Установить сертификат…», выберите «Локальный компьютер»."),
      say("«Поместить все сертификаты в следующее хранилище» → «Обзор…» → «Доверенные корневые центры сертификации» → «Готово»."), restartBrowser()] },
    { name: "linux", title: say("Linux (Debian, Ubuntu)"), command: "sudo cp kkmserver-ca.crt /usr/local/share/ca-certificates/\nsudo update-ca-certificates\ncertutil -d sql:$HOME/.pki/nssdb -A -t C,, -n KkmServer -i kkmserver-ca.crt", does: [
      say("Выполните в терминале, в папке с файлом. Последняя строка – для Chrome, её команда из пакета libnss3-tools."), restartBrowser()] },
    { name: "macos", title: "macOS", command: "", does: [
      say("Откройте файл: «Связка ключей» добавит его. Выберите связку «Система»."),
      say("Найдите в ней сертификат, откройте двойным щелчком, в разделе «Доверие» выберите «Всегда доверять»."), restartBrowser()] },
    { name: "firefox", title: say("Firefox (на любом компьютере)"), command: "", does: [
      say("Настройки → «Приватность и защита» → «Просмотр сертификатов» → «Центры сертификации» → «Импортировать»."),
      say("Выберите файл и отметьте «Доверять при идентификации веб-сайтов».")] },
    { name: "android", title: "Android", command: "", does: [
      say("Передайте файл на телефон (почтой, мессенджером или по USB)."),
      say("Настройки → поиск «Сертификат ЦС» → «Всё равно установить» → выберите файл.")] },
    { name: "ios", title: "iPhone, iPad", command: "", does: [
      say("Откройте файл (из почты или «Файлов»), затем Настройки → «Профиль загружен» → «Установить»."),
      say("Настройки → «Основные» → «Об этом устройстве» → «Доверие сертификатам» → включите KkmServer.")] },
  ];
}
