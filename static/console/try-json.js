// A JSON text and its places: where each member stands, what the cursor is in, where it breaks.

import { say } from "./words.js";

/** @typedef {(string | number)[]} Path */
/** @typedef {{ path: Path, name: string, at: number, from: number, to: number }} Member  its name at `at`, its value from … to */
/** @typedef {{ path: Path, from: number, to: number, list: boolean, names: string[], end: number }} Holder  `end`: after its last value, or its bracket */
/** @typedef {{ value: any, members: Member[], holders: Holder[], fault: { at: number, text: string } | null }} Found */

class Broken extends Error {
  /** @param {number} at @param {string} text */
  constructor(at, text) {
    super(text);
    this.at = at;
  }
}

const BLANK = /[\s\ufeff]*/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true|false|null/y;

class Reader {
  at = 0;
  /** @type {Member[]} */
  members = [];
  /** @type {Holder[]} */
  holders = [];

  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  next() {
    BLANK.lastIndex = this.at;
    BLANK.exec(this.text);
    this.at = BLANK.lastIndex;
    return this.text[this.at] ?? "";
  }

  /** @param {Path} path @returns {any} */
  value(path) {
    const sign = this.next();
    if (sign === "{") return this.object(path);
    if (sign === "[") return this.list(path);
    return sign === '"' ? this.string() : this.word();
  }

  word() {
    WORD.lastIndex = this.at;
    const found = WORD.exec(this.text);
    if (!found) throw new Broken(this.at, this.at >= this.text.length ? say("текст кончился раньше времени") : say("здесь нужно значение: число, \"текст\", true, false, null, { или ["));
    this.at = WORD.lastIndex;
    return JSON.parse(found[0]);
  }

  string() {
    const { text, at } = this;
    let end = at + 1;
    while (end < text.length && text[end] !== '"' && text[end] !== "\n") end += text[end] === "\\" ? 2 : 1;
    if (text[end] !== '"') throw new Broken(at, say("текст не закрыт кавычкой"));
    this.at = end + 1;
    try {
      return JSON.parse(text.slice(at, end + 1));
    } catch {
      throw new Broken(at, say("в тексте недопустимый знак; обратную черту пишут дважды: \\\\"));
    }
  }

  /** @param {Path} path @param {boolean} list @returns {Holder} */
  hold(path, list) {
    const holder = { path, from: this.at, to: this.text.length, list, names: [], end: this.at + 1 };
    this.holders.push(holder);
    this.at += 1;
    return holder;
  }

  /** Whether another one follows. @param {Holder} holder @param {string} close @param {boolean} first */
  goesOn(holder, close, first) {
    const sign = this.next();
    if (sign === close) {
      this.at += 1;
      holder.to = this.at;
      return false;
    }
    if (first) return true;
    if (sign !== ",") throw new Broken(this.at, say("здесь нужна запятая или {close}", { close }));
    this.at += 1;
    if (this.next() === close) throw new Broken(this.at, say("после запятой нужно ещё одно значение"));
    return true;
  }

  /** @param {Path} path */
  object(path) {
    const holder = this.hold(path, false);
    /** @type {Record<string, any>} */
    const made = {};
    for (let first = true; this.goesOn(holder, "}", first); first = false) {
      const at = this.at;
      if (this.next() !== '"') throw new Broken(this.at, say("здесь нужно имя поля в двойных кавычках"));
      const name = this.string();
      if (this.next() !== ":") throw new Broken(this.at, say("после имени поля нужно двоеточие"));
      this.at += 1;
      this.next();
      const member = { path: [...path, name], name, at, from: this.at, to: this.text.length };
      holder.names.push(name);
      this.members.push(member);
      made[name] = this.value(member.path);
      member.to = holder.end = this.at;
    }
    return made;
  }

  /** @param {Path} path */
  list(path) {
    const holder = this.hold(path, true);
    const made = [];
    for (let first = true; this.goesOn(holder, "]", first); first = false) {
      made.push(this.value([...path, made.length]));
      holder.end = this.at;
    }
    return made;
  }
}

/** What is before a fault is found all the same. @param {string} text @returns {Found} */
export function read(text) {
  const reader = new Reader(text);
  const { members, holders } = reader;
  try {
    const value = reader.value([]);
    if (reader.next()) throw new Broken(reader.at, say("после конца запроса есть лишнее"));
    if (!holders[0] || holders[0].list) throw new Broken(0, say("запрос – это один объект: { … }"));
    return { value, members, holders, fault: null };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { value: null, members, holders, fault: { at: error.at, text: error.message } };
  }
}

/** The innermost member and the innermost brackets around a place. @param {Found} found @param {number} at */
export function around({ members, holders }, at) {
  const member = members.findLast((one) => one.at <= at && at <= one.to);
  const holder = holders.findLast((one) => one.from < at && at < one.to) ?? holders[0];
  return { member, holder };
}

/** Counted from 1. @param {string} text @param {number} at */
export function lineOf(text, at) {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** @param {Path} path  as `CheckStrings[0].Register` */
export const spelled = (path) => path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("").replace(/^\./, "");
