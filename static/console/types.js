// Shapes that come from the server, for the type checker; nothing here runs.

/**
 * @typedef {{ ru: string, en: string }} Words
 * @typedef {{ path: (string | number)[], text: string }} Fault
 *
 * @typedef {object} Schema  JSON Schema without $ref
 * @property {string | string[]} [type]
 * @property {unknown[]} [enum]
 * @property {unknown} [const]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {Schema} [items]
 * @property {Schema} [additionalProperties]
 * @property {Schema[]} [anyOf]
 *
 * @typedef {object} Field
 * @property {string} key
 * @property {Words} title
 * @property {Words} [hint]
 * @property {Schema} schema
 * @property {unknown} [value]
 * @property {unknown} [default]
 * @property {boolean} [restart]
 * @property {boolean} [advanced]
 * @property {boolean} [secret]
 * @property {boolean} [set]  of a secret one: there is a value, which is not told
 *
 * @typedef {object} Session
 * @property {"admin" | "user" | null} role
 * @property {string} login
 * @property {string | null} csrf
 * @property {boolean} closed
 * @property {string} version
 * @property {string} name
 *
 * @typedef {object} DeviceState
 * @property {boolean} paper_out
 * @property {boolean} paper_low
 * @property {boolean} cover_open
 * @property {string} fault
 * @property {string} serial
 * @property {string} storage
 * @property {boolean} fiscalized
 * @property {string} ffd
 * @property {"" | "closed" | "open" | "expired"} shift
 * @property {number} shift_number
 * @property {string | null} [shift_since]
 * @property {number} last_document
 * @property {number} [unsent]
 * @property {string | null} [unsent_since]
 * @property {string | null} [storage_until]
 * @property {number | null} [storage_days]
 * @property {number} [cash]
 * @property {string} [firmware]
 * @property {number} [line_length]
 *
 * @typedef {object} Device
 * @property {number} number
 * @property {string} name
 * @property {string} driver
 * @property {string} kind
 * @property {string} model
 * @property {string} guid
 * @property {boolean} online
 * @property {string | null} offline_since
 * @property {boolean} active
 * @property {string} blocked
 * @property {string | null} [blocked_since]
 * @property {boolean} busy
 * @property {number} waiting
 * @property {number[]} members
 * @property {number | null} turn
 * @property {string} connection
 * @property {boolean | null} wire_log
 * @property {string | null} tape
 * @property {string[]} can
 * @property {DeviceState | null} state
 *
 * @typedef {object} JournalRow
 * @property {string} id
 * @property {number} seq
 * @property {"queued" | "running" | "done" | "failed" | "unknown"} state
 * @property {string} command
 * @property {string} dialect
 * @property {number} device
 * @property {number | null} member
 * @property {string} client
 * @property {string} request_id
 * @property {number} attempt
 * @property {string} accepted_at
 * @property {string | null} started_at
 * @property {string | null} finished_at
 * @property {number | null} duration_ms
 * @property {number | null} waited_ms
 * @property {string} error
 * @property {string} outcome
 *
 * @typedef {object} Screen  what a room's module gives for one address
 * @property {string} title
 * @property {Node} content
 * @property {(query: URLSearchParams) => void} [turned]  the address of the same screen has changed
 * @property {() => void} [leave]  timers and listeners end here
 * @property {() => boolean} [unsaved]  true: who leaves, or closes the page, is asked first
 */
export {};
