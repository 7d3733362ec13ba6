// What goes on at the server, as it happens. EventSource comes back by itself and goes on where it was; we tell the visitor.

/** @typedef {import("./types.js").Device} Device */
/** @typedef {import("./types.js").JournalRow} JournalRow */

/**
 * @typedef {object} Happenings
 * @property {Device[]} devices  some device has changed; by number
 * @property {JournalRow} command
 * @property {number} doubts
 * @property {string} trouble  why nothing is accepted; "" = all is well
 * @property {"asking" | "on" | "lost"} link
 * @property {string} settings  tag of the settings file: it was read again
 * @property {null} missed  commands may have gone by untold: lists of them are to be read again
 */

/** @type {Happenings["devices"]} */
let devices = [];
/** @type {{ doubts: number, trouble: string, link: Happenings["link"], boot: string }} */
const state = { doubts: 0, trouble: "", link: "asking", boot: "" };
/** @type {EventSource | null} */
let source = null;
let wanted = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let asleep;
const AGAIN = 2000; // milliseconds
const AWAKE = 10000; // after the page was hidden

const hub = new EventTarget();

/**
 * Tells `act` of each such happening until the returned function is called.
 * @template {keyof Happenings} K
 * @param {K} kind @param {(news: Happenings[K]) => void} act
 * @returns {() => void}
 */
export function on(kind, act) {
  /** @param {Event} event */
  const heard = (event) => act(/** @type {CustomEvent} */ (event).detail);
  hub.addEventListener(kind, heard);
  return () => hub.removeEventListener(kind, heard);
}

/** @template {keyof Happenings} K @param {K} kind @param {Happenings[K]} news */
function tell(kind, news) {
  hub.dispatchEvent(new CustomEvent(kind, { detail: news }));
}

export const now = () => ({ ...state, devices });

/** @param {number | null} number */
export const deviceOf = (number) => devices.find((device) => device.number === number);

/** @param {Happenings["link"]} link */
function setLink(link) {
  if (state.link === link) return;
  state.link = link;
  tell("link", link);
}

/** @param {Device[]} found */
function setDevices(found) {
  devices = found.sort((one, other) => one.number - other.number);
  tell("devices", devices);
}

const HEARD = {
  /** @param {any} news */
  hello: (news) => {
    state.boot = news.boot;
    setLink("on");
  },
  /** @param {any} news */
  snapshot: (news) => {
    setDevices(news.devices);
    HEARD.doubts({ count: news.doubts });
    HEARD.trouble({ text: news.trouble });
    tell("missed", null);
  },
  /** @param {Device} news */
  device: (news) => setDevices([...devices.filter((one) => one.number !== news.number), news]),
  /** @param {any} news */
  gone: (news) => setDevices(devices.filter((one) => one.number !== news.number)),
  /** @param {JournalRow} news */
  command: (news) => tell("command", news),
  /** @param {any} news */
  doubts: (news) => tell("doubts", (state.doubts = news.count)),
  /** @param {any} news */
  trouble: (news) => tell("trouble", (state.trouble = news.text)),
  /** @param {any} news */
  settings: (news) => tell("settings", news.tag),
};

/** Begins to listen; once more is no harm. */
export function listen() {
  end();
  wanted = true;
  if (document.hidden) doze();
  const opened = new EventSource("/events");
  source = opened;
  for (const [kind, hear] of Object.entries(HEARD)) {
    opened.addEventListener(kind, (event) => hear(JSON.parse(/** @type {MessageEvent} */ (event).data)));
  }
  opened.addEventListener("error", () => {
    setLink("lost");
    if (opened.readyState !== EventSource.CLOSED) return;
    again = setTimeout(listen, AGAIN); // an answer that was no stream: the session may be over
    tell("link", "lost");
  });
}

export function stop() {
  end();
  wanted = false;
  setLink("asking");
}

// A browser has six connections to a server: a page that nobody looks at keeps none of them.
document.addEventListener("visibilitychange", () => {
  clearTimeout(asleep);
  if (document.hidden) doze();
  else if (!source && wanted) listen();
});

function doze() {
  clearTimeout(asleep);
  asleep = setTimeout(end, AWAKE);
}

function end() {
  clearTimeout(again);
  source?.close();
  source = null;
}
