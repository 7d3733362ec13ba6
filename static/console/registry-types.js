// Shapes of the registries' room, for the type checker; nothing here runs.

/**
 * @typedef {{ id: string, name: string }} Register
 * @typedef {{ errorEmail: string, testUrl: string, printResultUrl: string, callbackApiKeySet: boolean }} Wishes
 * @typedef {{ id: string, name: string, registers: Register[], settings: Wishes | null, callbacks: Record<string, number> | null, trouble: string }} Shop
 * @typedef {"draft" | "running" | "cancelled" | "over"} State
 * @typedef {"waiting" | "sent" | "done" | "failed" | "unknown" | "cancelled" | "earlier"} ReceiptState
 *
 * @typedef {object} Registry
 * @property {string} id
 * @property {string} name
 * @property {string} organization
 * @property {string} register
 * @property {State} state
 * @property {string} who
 * @property {string | null} created
 * @property {string | null} started
 * @property {string | null} ended
 * @property {boolean} paper
 * @property {boolean} cash
 * @property {Partial<Record<ReceiptState, number>>} counts
 *
 * @typedef {{ row: number, column: string, text: string }} RowFault
 * @typedef {{ title: string, price: string, quantity: string, total: string }} Line
 * @typedef {{ number: string, rows: number[], total: number, contact: string, type: string, lines: Line[] }} Preview
 * @typedef {Registry & { headings: string[], columns: (string | null)[], known: { key: string, title: import("./types.js").Words }[], sample: string[][], rows: number,
 *   faults: RowFault[], fault_count: number, receipts: number, total: number, preview: Preview[], earlier: string[], earlier_count: number, mended: string[], mended_count: number }} Draft
 * @typedef {{ number: string, rows: number[], total: number, contact: string, state: ReceiptState, job: string, document: string, sign: string, printed: string, error: string }} Receipt
 */
export {};
