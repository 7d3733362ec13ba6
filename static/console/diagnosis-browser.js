// What this browser can tell of the way to the server. A check never raises: what fails is a finding, too.

import * as live from "./live.js";
import { lasted, say } from "./words.js";
import { isLoopback } from "./settings-restart.js";

/** @typedef {{ mood: "good" | "warn" | "bad" | "", title: string, text: string, advice?: string }} Finding */

const PINGS = 10;
const SLOW = 150; // milliseconds
const CLOCKS = 60; // seconds that the clocks may differ
const STREAM = 4000; // milliseconds for the first word

/** @type {(() => Finding | Promise<Finding>)[]} */
export const CHECKS = [opened, answers, clocks, stream, client, preflight, permission];

function opened() {
  const { origin, protocol, hostname } = location;
  const title = say("Как открыта страница");
  if (protocol === "https:") {
    return good(
      title,
      say("{origin}, по HTTPS: пароль и чеки в сети не прочесть.", { origin }),
      say("Если рядом с адресом написано «Не защищено», сделайте корневой сертификат доверенным: Настройки → Сертификат."),
    );
  }
  if (isLoopback(hostname)) return good(title, say("{origin}, на компьютере сервера: данные его не покидают.", { origin }));
  return finding("warn", title, say("{origin}, по сети без шифрования: пароль и чеки может прочесть любой в этой сети.", { origin }), say("Сделайте сертификат: Настройки → Сертификат."));
}

async function answers() {
  const title = say("Связь с сервером");
  /** @type {number[]} */
  const times = [];
  try {
    for (let i = 0; i < PINGS; i++) times.push(await timed());
  } catch {
    return finding("bad", title, say("Сервер не ответил {n}-й раз из {all}.", { n: times.length + 1, all: PINGS }), say("Проверьте, что сервер запущен, а кабель или Wi-Fi на месте."));
  }
  const middle = times.sort((one, other) => one - other)[PINGS / 2] ?? 0;
  const text = say("Обычный ответ за {time}, самый долгий за {most} (из {all}).", { time: lasted(Math.round(middle)), most: lasted(Math.round(times.at(-1) ?? 0)), all: PINGS });
  return middle < SLOW ? good(title, text) : finding("warn", title, text, say("Сеть медленная: подключите кассу кабелем или подойдите ближе к точке Wi-Fi."));
}

async function timed() {
  const began = performance.now();
  const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(answer.statusText);
  return performance.now() - began;
}

async function clocks() {
  const title = say("Часы");
  const date = (await quiet("/healthz"))?.headers.get("date");
  if (!date) return finding("", title, say("Сервер не назвал своё время."));
  const seconds = Math.round(Math.abs(Date.now() - Date.parse(date)) / 1000);
  if (seconds <= CLOCKS) return good(title, say("Часы этого компьютера и сервера идут одинаково."));
  return finding(
    "warn",
    title,
    say("Часы этого компьютера и сервера расходятся на {time}.", { time: lasted(seconds * 1000) }),
    say("Включите на обоих точное время из интернета: по часам сервера ставится время в журнале."),
  );
}

async function stream() {
  const title = say("Живые обновления");
  const on = live.now().link === "on" || (await heard());
  if (on) return good(title, say("Приходят сразу, страницу обновлять не нужно."));
  return finding(
    "bad",
    title,
    say("Поток событий /events не приходит."),
    say("Так бывает, когда между страницей и сервером стоит прокси или антивирус, который копит ответы. Добавьте адрес сервера в его исключения."),
  );
}

/** @returns {Promise<boolean>} */
function heard() {
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ on) => {
      clearTimeout(late);
      deaf();
      resolve(on);
    };
    const late = setTimeout(() => end(false), STREAM);
    const deaf = live.on("link", (link) => link === "on" && end(true));
  });
}

async function client() {
  const title = say("Библиотека для сайтов");
  const answer = await quiet("/kkmserver.js");
  const open = answer?.ok && answer.headers.get("cross-origin-resource-policy") === "cross-origin";
  if (open) return good(title, say("{address} открывается, сайты могут её подключать.", { address: `${location.origin}/kkmserver.js` }));
  return finding(
    "bad",
    title,
    say("{address} не открывается.", { address: `${location.origin}/kkmserver.js` }),
    say("Её не пускает прокси или блокировщик рекламы, либо сервер установлен не полностью."),
  );
}

async function preflight() {
  const title = say("Вопрос браузера перед вызовом с сайта (CORS)");
  const answer = await quiet("/Execute", "OPTIONS");
  if (answer?.ok && answer.headers.get("access-control-allow-origin")) return good(title, say("Сервер отвечает на него как надо."));
  return finding("bad", title, say("Правильного ответа нет: браузер не выпустит запросы с сайта."), say("Сервер сам так не отвечает: ищите прокси или антивирус между ним и браузером."));
}

/** Of this page; each site is asked for its own. Names: of Chrome 145 and later, and of 142. Source: MDN, "Local network access". */
async function permission() {
  const title = say("Доступ сайтов к локальной сети");
  const name = isLoopback(location.hostname) ? "loopback-network" : "local-network";
  const state = (await permitted(name)) ?? (await permitted("local-network-access"));
  if (!state) return good(title, say("Этот браузер не спрашивает о таком разрешении."));
  return finding(
    "",
    title,
    say("Этот браузер спрашивает: «Разрешить сайту подключаться к устройствам в локальной сети?» Отдельно для каждого сайта, и сайт должен быть на https."),
    say("На странице магазина ответьте «Разрешить». Если запретили: значок слева от адреса → «Настройки сайтов» → доступ к локальной сети → «Разрешить»."),
  );
}

/** @param {string} name */
async function permitted(name) {
  try {
    return (await navigator.permissions.query({ name: /** @type {PermissionName} */ (name) })).state;
  } catch {
    return null;
  }
}

/** @param {string} address @param {string} [method] */
const quiet = (address, method = "GET") => fetch(address, { method, cache: "no-store", signal: AbortSignal.timeout(5000) }).catch(() => null);

/** @param {Finding["mood"]} mood @param {string} title @param {string} text @param {string} [advice] @returns {Finding} */
const finding = (mood, title, text, advice) => ({ mood, title, text, advice });
/** @param {string} title @param {string} text @param {string} [advice] */
const good = (title, text, advice) => finding("good", title, text, advice);
