// Pages that include static/kkmserver.js. Each line "PAGE URL" on stdin is one; a line of JSON tells what came of it.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const FILE = fileURLToPath(new URL("../../../static/kkmserver.js", import.meta.url));
const QUICK = { wait: 5, patience: 20, pause: 0.02 };
const X_REPORT = { Command: "XReport", IdCommand: "x" };

class Store {
  constructor() {
    this.values = new Map();
  }
  get length() {
    return this.values.size;
  }
  key(index) {
    return [...this.values.keys()][index] ?? null;
  }
  getItem(key) {
    return this.values.get(key) ?? null;
  }
  setItem(key, value) {
    this.values.set(key, value);
  }
  removeItem(key) {
    this.values.delete(key);
  }
}

class ForbiddenStore {
  get length() {
    throw new Error("SecurityError");
  }
  setItem() {
    throw new Error("QuotaExceededError");
  }
  removeItem() {
    throw new Error("SecurityError");
  }
}

const sooner = (work, milliseconds) => setTimeout(work, milliseconds / 20);

// What a classic script sees of its page.
function page(more) {
  const { AbortController, btoa, clearTimeout, console, crypto, fetch, setTimeout } = globalThis;
  const given = { AbortController, btoa, clearTimeout, console, crypto, fetch, setTimeout, localStorage: new Store() };
  const made = vm.createContext({ ...given, ...more });
  made.self = made;
  vm.runInContext(readFileSync(FILE, "utf8"), made);
  return made;
}

function called(made, data, timeout) {
  return new Promise((resolve) => {
    made.ExecuteCommand(
      data,
      (answer, status) => resolve({ answer, status, kept: made.localStorage.length }),
      (error, status, text) =>
        resolve({ error: `Ошибка: ${error}`, http: error.status, shown: error.responseText, status, text }),
      timeout,
    );
  });
}

const PAGES = {
  async module(url) {
    await import(FILE);
    const { KkmServerClient } = createRequire(import.meta.url)(FILE);
    const shop = new KkmServerClient({ url, ...QUICK, login: "kassa", password: "пароль" });
    const answer = await shop.execute(X_REPORT);
    return { answer, unknown: (await shop.result("none")).Status, unfinished: shop.unfinished() };
  },
  async killed(url) {
    const shop = new (page().KkmServerClient)({ url, ...QUICK });
    const row = { Name: "Кофе", Quantity: 1, Price: 7, Amount: 7 };
    const receipt = { Command: "RegisterCheck", IdCommand: "coffee", IsFiscalCheck: true, TypeCheck: 0, Cash: 7 };
    return shop.execute({ ...receipt, CashierName: "Петрова", CheckStrings: [{ Register: row }] });
  },
  async refused(url) {
    const { KkmServerClient, KkmServerError } = page();
    const shop = new KkmServerClient({ url, ...QUICK });
    const error = await shop.execute({ Command: "Dance", IdCommand: "d" }).catch((caught) => caught);
    const ours = error instanceof KkmServerError;
    return { ours, kind: error.kind, message: error.message, id: error.id, unfinished: shop.unfinished() };
  },
  async reloaded(url) {
    const store = new Store();
    const before = new (page().KkmServerClient)({ url, ...QUICK, store, patience: 0 });
    const error = await before.execute({ Command: "XReport", IdCommand: "lost" }).catch((caught) => caught);
    store.setItem("kkmserver.unfinished.ancient", JSON.stringify({ since: Date.now() - 31 * 24 * 3600 * 1000, url }));
    await before.execute({ Command: "XReport", IdCommand: "never" }).catch((caught) => caught);
    const after = new (page().KkmServerClient)({ url, ...QUICK, store });
    const unfinished = after.unfinished().map(({ id, command }) => [id, command]);
    const resumed = (await after.resume()).map((answer) => [answer.IdCommand, answer.Status]);
    return { kind: error.kind, id: error.id, unfinished, resumed, left: after.unfinished() };
  },
  async sample(url) {
    const made = page({ UrlServer: url, User: "kassa", Password: "пароль", setTimeout: sooner });
    return called(made, JSON.stringify(X_REPORT));
  },
  async polling(url) {
    const made = page({ UrlServer: url, User: "", Password: "" });
    const first = await called(made, { ...X_REPORT, Timeout: 1 });
    const second = await called(made, { Command: "GetRezult", IdCommand: "x" });
    const third = await called(made, { Command: "GetRezult", IdCommand: "x" });
    return [first, second, third];
  },
  async defaults(url) {
    return new Promise((resolve) => {
      const made = page({ UrlServer: url, ExecuteSuccess: resolve, ErrorSuccess: resolve });
      made.ExecuteCommand(X_REPORT);
    });
  },
  async nobody() {
    return called(page({ UrlServer: "http://127.0.0.1:1" }), X_REPORT, 50);
  },
  async old(url) {
    const made = page({ AbortController: undefined, localStorage: new ForbiddenStore() });
    const shop = new made.KkmServerClient({ url, ...QUICK });
    const answer = await shop.execute(X_REPORT);
    const silent = page({ AbortController: undefined, fetch: () => new Promise(() => undefined) });
    return { answer, unfinished: shop.unfinished(), silence: await called(silent, X_REPORT, 50) };
  },
  async unasked(url) {
    const store = new Store();
    const shop = new (page().KkmServerClient)({ url, ...QUICK, store });
    const error = await shop.execute(X_REPORT).catch((caught) => caught);
    const told = await called(page({ UrlServer: url }), { Command: "Dance" });
    const other = new (page().KkmServerClient)({ url: "http://127.0.0.1:1", store });
    return { error: [error.kind, error.message, error.status], kept: shop.unfinished()[0].id, told, other: other.unfinished() };
  },
  async blank(url) {
    const shop = new (page().KkmServerClient)({ url, ...QUICK });
    return shop.execute({ Command: "XReport", IdCommand: " " });
  },
  async extension() {
    const heard = [];
    const Execute = (callback, data) => {
      heard.push(data);
      if (heard.length > 1) callback({ Rezult: { Status: 0, Error: "", IdCommand: data.IdCommand }, Status: 0 });
      else callback({ Status: 1, Error: "", IdCommand: data.IdCommand });
    };
    const told = await called(page({ KkmServerAddIn: {}, KkmServer: { Execute }, setTimeout: sooner }), X_REPORT);
    return { ...told, heard: heard.map((data) => data.Command) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, url] = line.split(" ");
  console.log(JSON.stringify(await PAGES[name](url)));
}
