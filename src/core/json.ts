/** What survives `JSON.stringify` and `JSON.parse` unchanged (non-finite numbers do not). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Stable text of a JSON value: object keys sorted, so that equal values have equal texts. */
export const canonicalJson = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
  }
  return JSON.stringify(value)
}
