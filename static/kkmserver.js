/**
 * Commands to a KkmServer from a page: each of them once, whatever happens to the connection, the server or the page.
 *
 *   <script src="kkmserver.js"></script>          or          import "./kkmserver.js";
 *
 *   const shop = new KkmServerClient({ url: "http://localhost:5893", login: "User", password: "…" });
 *   const answer = await shop.execute({ Command: "RegisterCheck", … });
 *
 * Pages made after the vendor's sample include it behind their own scripts: ExecuteCommand(Data, FunSuccess, FunError,
 * timeout) takes the place of theirs, with the page's UrlServer, User and Password, and through the vendor's browser
 * extension where the page has one (the global KkmServer). Source: spec/kkmserver.md 1.9, S12e, S12f.
 *
 * ES2017, a classic script and a module alike; uses fetch, and AbortController and localStorage where the browser has
 * them. No dependencies.
 */
(function () {
  "use strict";

  /**
   * @typedef {Object<string, any>} Command  As the API spells it; IdCommand is added where there is none.
   * @typedef {Object<string, any>} Answer
   * @typedef {{id: string, command: string, since: number, url: string}} Unfinished  since: milliseconds since 1970
   * @typedef {(body: string, milliseconds: number) => Promise<Answer>} Carrier  Rejects with a KkmServerError.
   * @typedef {{getItem(key: string): string|null, setItem(key: string, value: string): void,
   *   removeItem(key: string): void, key(index: number): string|null, readonly length: number}} Store
   * @typedef {Object} Options
   * @property {string} [url]  "" or nothing: the server this page comes from
   * @property {string} [login]
   * @property {string} [password]
   * @property {number} [wait]  seconds the server may hold an answer back; 60
   * @property {number} [patience]  seconds for a whole command; 300
   * @property {number} [pause]  seconds before the next try, doubles up to 10; 0.5
   * @property {Store} [store]  where unfinished ids are kept; localStorage
   * @property {Carrier} [carrier]  another way to the server than fetch
   */

  const PREFIX = "kkmserver.unfinished.";
  const GRACE = 10; // seconds an answer may need beyond the time it is held for
  const PAUSE_MOST = 10; // seconds
  const KEPT = 30 * 24 * 3600 * 1000; // milliseconds: pages that never ask for what is unfinished do not fill the store
  const PASSING = [408, 425, 429]; // and 500 to 599, but for these:
  const LASTING = [501, 505, 508]; // unknown command, wrong HTTP, servers that forward in a circle
  const AT_ONCE = ["List", "GetServerData", "OnOffUnut", "GetRezult", "CancelCommand", "GetGoodCodeData"];
  const PENDING = [1, 4];
  const NOT_FOUND = 3;

  /** What went wrong on the way. `kind`: "lost" (try again), "refused" (not taken), "patience" (still not known). */
  class KkmServerError extends Error {
    /**
     * @param {string} message  for the cashier
     * @param {string} kind
     * @param {string} [id]  IdCommand, to ask for the result later
     * @param {Answer|null} [answer]  the last one
     * @param {number} [status]  of HTTP; 0: none came
     */
    constructor(message, kind, id, answer, status) {
      super(message);
      const known = { id: id || "", answer: answer || null, status: status || 0 };
      Object.assign(this, { name: "KkmServerError", kind }, known);
    }
  }

  class KkmServerClient {
    /** @param {Options} [options] */
    constructor(options) {
      const given = options || {};
      this.wait = given.wait === undefined ? 60 : given.wait;
      this.patience = given.patience === undefined ? 300 : given.patience;
      this.pause = given.pause === undefined ? 0.5 : given.pause;
      this._url = given.url || "";
      this._store = given.store || browserStore();
      this._carry = given.carrier || httpCarrier(given);
    }

    /**
     * The final answer, whatever its Status: 0 done, 2 failed … The command has its id before the first try; where an
     * answer is lost, the server is asked by the id, and only where it does not know the id it gets the command again.
     *
     * @param {Command} command
     * @param {{first?: boolean}} [how]  first: the first answer will do, also one that says it is under way
     * @returns {Promise<Answer>}  rejects with a KkmServerError: refused, or out of patience
     */
    async execute(command, how) {
      const named = Object.assign({}, command, { IdCommand: isBlank(command.IdCommand) ? newId() : command.IdCommand });
      if (!answeredAtOnce(named)) this._keep(named);
      try {
        const answer = await this._pursue(named, { first: how && how.first });
        this._seen(named, answer);
        return answer;
      } catch (error) {
        if (error.kind === "refused" && !answeredAtOnce(named)) this.forget(named.IdCommand);
        throw error;
      }
    }

    /**
     * What became of a command so far. Status 1 and 4: it is under way; 3: the server does not know it.
     *
     * @param {string} id
     * @returns {Promise<Answer>}
     */
    async result(id) {
      const answer = await this._pursue({ Command: "GetRezult", IdCommand: id, Timeout: 0 }, {});
      return answer.Rezult || answer;
    }

    /**
     * Commands to this url whose result this page, one before it or one in another tab never saw.
     *
     * @returns {Unfinished[]}  oldest first
     */
    unfinished() {
      const found = [];
      attempt(() => {
        for (let i = 0; i < this._store.length; i++) {
          const key = this._store.key(i);
          if (key && key.indexOf(PREFIX) === 0) found.push(unfinishedOf(key, this._store.getItem(key)));
        }
      });
      return found.filter((one) => one.url === this._url).sort((one, other) => one.since - other.since);
    }

    /**
     * Waits for the results of all unfinished commands. Status 3 there means that the server has not got the command:
     * only then it may be sent anew, under the same IdCommand, for a page in another tab may still be at it. Those
     * still under way when patience ends stay unfinished and are left out.
     *
     * @returns {Promise<Answer[]>}
     */
    async resume() {
      const found = [];
      for (const one of this.unfinished()) {
        try {
          found.push(await this._pursue({ Command: one.command, IdCommand: one.id }, { sent: true }));
          this.forget(one.id);
        } catch (error) {
          if (error.kind !== "patience") throw error;
        }
      }
      return found;
    }

    /** @param {string} id */
    forget(id) {
      attempt(() => this._store.removeItem(PREFIX + id));
    }

    /** @param {Command} command */
    _keep(command) {
      this.unfinished()
        .filter((one) => one.since < Date.now() - KEPT)
        .forEach((one) => this.forget(one.id));
      const value = JSON.stringify({ command: command.Command, since: Date.now(), url: this._url });
      attempt(() => this._store.setItem(PREFIX + command.IdCommand, value));
    }

    /** A page that polls by itself sees the result in the answer to its GetRezult. */
    _seen(command, answer) {
      const result = command.Command === "GetRezult" ? answer.Rezult : answer;
      if (result && !isPending(result)) this.forget(command.IdCommand);
    }

    /**
     * @param {Command} command
     * @param {{first?: boolean, sent?: boolean}} how  sent: it was, earlier, so the server is only asked
     * @returns {Promise<Answer>}
     */
    async _pursue(command, how) {
      const ends = Date.now() + this.patience * 1000;
      let pause = this.pause;
      let last = null;
      let answer = how.sent ? await this._look(command, ends) : await this._send(command, ends);
      while (!answer || (isPending(answer) && !how.first)) {
        if (answer) pause = this.pause;
        last = answer || last;
        if (Date.now() + pause * 1000 > ends) throw outOfPatience(command.IdCommand, last);
        await sleep(pause);
        pause = Math.min(2 * pause, PAUSE_MOST);
        answer = await this._again(command, how, ends);
      }
      return answer;
    }

    async _again(command, how, ends) {
      if (answeredAtOnce(command)) return this._send(command, ends);
      const answer = await this._look(command, ends);
      return answer && answer.Status === NOT_FOUND && !how.sent ? this._send(command, ends) : answer;
    }

    _send(command, ends) {
      return this._exchange(Object.assign({ Timeout: this._hold(ends) }, command), ends);
    }

    /** A question that is refused proves nothing: the server may have the command. */
    async _look(command, ends) {
      const question = { Command: "GetRezult", IdCommand: command.IdCommand, Timeout: this._hold(ends) };
      try {
        const answer = await this._exchange(question, ends);
        return answer && answer.Rezult ? answer.Rezult : null;
      } catch (error) {
        throw new KkmServerError(error.message, "patience", command.IdCommand, null, error.status);
      }
    }

    /** Seconds; an answer that is held to the end of our patience would come too late. */
    _hold(ends) {
      const left = (ends - Date.now()) / 1000;
      return Math.max(1, Math.floor(Math.min(this.wait, left - Math.min(GRACE, left / 2))));
    }

    /** An answer, null where it was lost. */
    async _exchange(question, ends) {
      const milliseconds = Math.max(100, Math.min((this.wait + GRACE) * 1000, ends - Date.now()));
      try {
        return await this._carry(JSON.stringify(question), milliseconds);
      } catch (error) {
        if (error.kind === "lost") return null;
        throw new KkmServerError(error.message, "refused", question.IdCommand, error.answer, error.status);
      }
    }
  }

  /** @returns {Carrier} */
  function httpCarrier(options) {
    const headers = { "Content-Type": "application/json; charset=UTF-8" };
    if (options.login || options.password) {
      headers.Authorization = "Basic " + base64((options.login || "") + ":" + (options.password || ""));
    }
    const address = (options.url || "").replace(/\/+$/, "") + "/Execute";
    return (body, milliseconds) =>
      within(milliseconds, async (signal) => {
        const reply = await fetch(address, { method: "POST", headers, body, cache: "no-store", signal });
        return read(reply.status, await reply.text());
      });
  }

  /** What `work` comes to; rejects with a KkmServerError, also where the time is over. */
  async function within(milliseconds, work) {
    const given = typeof AbortController === "undefined" ? undefined : new AbortController();
    let timer;
    const over = new Promise((_, reject) => {
      timer = setTimeout(() => {
        reject(lost());
        if (given) given.abort();
      }, milliseconds);
    });
    try {
      return await Promise.race([work(given && given.signal), over]);
    } catch (error) {
      throw error instanceof KkmServerError ? error : lost();
    } finally {
      clearTimeout(timer);
    }
  }

  function read(status, text) {
    if (isPassing(status)) throw lost();
    const answer = attempt(() => JSON.parse(text));
    if (status === 200 && answer && typeof answer.Status === "number") return answer;
    if (status === 200) throw lost(); // a page of somebody in between
    throw new KkmServerError((answer && answer.Error) || "Сервер ответил " + status, "refused", "", answer, status);
  }

  function isPassing(status) {
    return PASSING.indexOf(status) >= 0 || (status >= 500 && status < 600 && LASTING.indexOf(status) < 0);
  }

  /**
   * The vendor's extension answers by calling back, and never says that it could not.
   *
   * @returns {Carrier}
   */
  function extensionCarrier(extension) {
    return (body, milliseconds) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(lost()), milliseconds);
        extension.Execute((answer) => {
          clearTimeout(timer);
          resolve(answer);
        }, JSON.parse(body));
      });
  }

  function lost() {
    return new KkmServerError("Нет связи с сервером", "lost");
  }

  function outOfPatience(id, answer) {
    const text = answer ? "Команда ещё выполняется. Спросите о ней позже" : "Сервер не отвечает";
    return new KkmServerError(text, "patience", id, answer);
  }

  function isPending(answer) {
    return PENDING.indexOf(answer.Status) >= 0;
  }

  function answeredAtOnce(command) {
    return AT_ONCE.indexOf(command.Command) >= 0;
  }

  /** The server takes a blank id for none, and would take a repeat for another command. */
  function isBlank(id) {
    return id === undefined || id === null || !String(id).trim();
  }

  function unfinishedOf(key, value) {
    const { command = "", since = 0, url = "" } = attempt(() => JSON.parse(value || "")) || {};
    return { id: key.slice(PREFIX.length), command, since, url };
  }

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function base64(text) {
    return btoa(encodeURIComponent(text).replace(/%(..)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))));
  }

  function sleep(seconds) {
    return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }

  /** What `work` gives, undefined where it fails: a browser may forbid storage at any moment. */
  function attempt(work) {
    try {
      return work();
    } catch (error) {
      return undefined;
    }
  }

  /** @returns {Store} */
  function browserStore() {
    return attempt(() => localStorage) || memoryStore();
  }

  /** @returns {Store} */
  function memoryStore() {
    const values = new Map();
    return {
      get length() {
        return values.size;
      },
      key: (index) => Array.from(values.keys())[index] || null,
      getItem: (key) => (values.has(key) ? values.get(key) : null),
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    };
  }

  // Below: the vendor sample's way, with the names of its pages. `typeof` asks whether the page has them.

  /**
   * FunSuccess(Rezult, "success") gets the final answer, FunError(error, "error", text) what went wrong on the way;
   * `error` has `status` (0: no answer) and `responseText` as jQuery's has, and is its text where a page adds it to a
   * text. Without them the page's ExecuteSuccess and ErrorSuccess are called. `timeout`: milliseconds, 60000.
   *
   * Where that is over and the server still works on it, or the page asks not to wait (Timeout 1), FunSuccess gets
   * Status 1 as it always did: such pages poll by themselves.
   *
   * @param {Command|string} Data
   * @param {(answer: Answer, status: string) => void} [FunSuccess]
   * @param {(error: any, status: string, text: string) => void} [FunError]
   * @param {number} [timeout]
   */
  function ExecuteCommand(Data, FunSuccess, FunError, timeout) {
    const success = FunSuccess || (typeof ExecuteSuccess === "function" ? ExecuteSuccess : () => undefined);
    const failure = FunError || (typeof ErrorSuccess === "function" ? ErrorSuccess : () => undefined);
    const command = typeof Data === "string" ? JSON.parse(Data) : Data;
    const client = clientOfPage((timeout || 60000) / 1000);
    client.execute(command, { first: Number(command.Timeout) === 1 }).then(
      (answer) => success(answer, "success"),
      (error) => (error.answer && error.kind === "patience" ? success(error.answer, "success") : fail(error, failure)),
    );
  }

  function fail(error, failure) {
    const text = error.message;
    const told = { status: error.status || 0, responseText: text, toString: () => text };
    failure(Object.assign(error, told), "error", text);
  }

  function clientOfPage(patience) {
    const url = typeof UrlServer === "undefined" ? "" : UrlServer;
    const login = typeof User === "undefined" ? "" : User;
    const password = typeof Password === "undefined" ? "" : Password;
    const extension = typeof KkmServer === "undefined" ? null : KkmServer;
    const carrier = extension && extension.Execute ? extensionCarrier(extension) : undefined;
    return new KkmServerClient({ url, login, password, carrier, patience, wait: Math.min(60, patience) });
  }

  const root = typeof self === "undefined" ? global : self;
  const names = { KkmServerClient, KkmServerError, ExecuteCommand };
  Object.assign(root, names);
  if (typeof module === "object" && module.exports) module.exports = names;
})();
