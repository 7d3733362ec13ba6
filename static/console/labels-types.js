// Shapes of the labels' room, for the type checker; nothing here runs.

/**
 * @typedef {"text" | "barcode" | "picture" | "line" | "box"} Kind
 * @typedef {{ x: number, y: number, width: number, height: number }} Box  millimetres
 * @typedef {Box & { when?: string, text?: any, content?: string, type?: string, turn?: number, file?: string, data?: string, [key: string]: any }} Piece
 * @typedef {{ title: string, width: number, height: number, defaults: Record<string, string> } & Record<Kind, Piece[]>} Template
 * @typedef {{ kind: Kind, at: number }} Place  which piece: the n-th of its kind
 * @typedef {{ x: number[], y: number[] }} Lines  where things may stand, mm
 * @typedef {{ name: string, needed: boolean, default: string }} LabelField
 * @typedef {{ name: string, title: string, width: number, height: number, fields: LabelField[], fault: string }} Label  as the list has it
 * @typedef {{ name: string, tag: string, template: Template | null, toml: string, fault: string }} Kept  a template as the server keeps it; null: its file is no TOML
 * @typedef {{ kinds: Record<Kind, import("./types.js").Field[]>, symbologies: string[] }} Schema
 * @typedef {Record<string, string>} Values  of fields, by name
 *
 * @typedef {object} Run  a batch that was sent
 * @property {string} id
 * @property {string} template
 * @property {number} device
 * @property {number} total
 * @property {number} printed
 * @property {"running" | "done" | "stopped" | "lost"} state  lost: the server has never had it
 * @property {string} error
 * @property {string} warning
 * @property {Record<string, unknown> | null} command  null: too large to be kept over a reload
 */
export {};
