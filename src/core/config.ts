/** A value that a parameter can take. */
export type Value = string | number | boolean

/** One point of a space. An inactive (conditional) parameter is absent. */
export type Config = Readonly<Record<string, Value>>
