import { messageOf, show } from '../core/index.js'

// What a store writes is JSON text. What JSON has no words for is written as an object with the key `$`:
//   { "$": "NaN" }                             NaN, Infinity, -Infinity, -0
//   { "$": "numbers", "base64": "..." }        a long array of numbers, as 8-byte floats where that is shorter
//   { "$": "Float32Array", "base64": "..." }   a typed array
//   { "$": "object", "value": { ... } }        an object that has a key `$` of its own

const LONG_ARRAY = 32
const UNSAYABLE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
}
const TYPED = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
} as const

/**
 * The text of a value, from which `fromText` makes an equal one. Keys whose value is undefined are left out, as in JSON.
 * A function, symbol, bigint, class instance or cycle throws a TypeError that names its place; only inside a failure
 * (`outcome.failure`), whose cause may be anything, is it replaced by what it says.
 */
export const toText = (value: unknown, place: string): string => JSON.stringify(pack(value, place, []))

/** The value behind a text of `toText`. */
export const fromText = (text: string): unknown => unpack(JSON.parse(text))

const pack = (value: unknown, place: string, ancestors: readonly object[]): unknown => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    return Object.is(value, -0) ? { $: '-0' } : Number.isFinite(value) ? value : { $: String(value) }
  }
  if (typeof value !== 'object') return foreign(value, place)
  if (ancestors.includes(value)) return foreign(value, place, 'a cycle')
  const line = [...ancestors, value]
  if (Array.isArray(value)) return packNumbers(value) ?? value.map((item, i) => pack(item, `${place}[${i}]`, line))
  if (ArrayBuffer.isView(value)) return packBytes(value, place)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return foreign(value, place)
  const packed = Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, pack(item, `${place}.${key}`, line)]),
  )
  return Object.hasOwn(packed, '$') ? { $: 'object', value: packed } : packed
}

const packNumbers = (items: readonly unknown[]): unknown => {
  if (items.length < LONG_ARRAY || !items.every(item => typeof item === 'number')) return undefined
  const base64 = base64Of(Float64Array.from(items))
  return base64.length < JSON.stringify(items).length ? { $: 'numbers', base64 } : undefined
}

const packBytes = (view: ArrayBufferView, place: string): unknown => {
  const kind = Object.entries(TYPED).find(([, Kind]) => view instanceof Kind)?.[0]
  return kind === undefined ? foreign(view, place) : { $: kind, base64: base64Of(view) }
}

const base64Of = (view: ArrayBufferView): string =>
  Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64')

const foreign = (value: unknown, place: string, came = kindOf(value)): string => {
  if (/\.outcome\.failure\./.test(place)) return value instanceof Error ? messageOf(value) : String(value)
  throw new TypeError(
    `expected plain data (numbers, text, flags, lists, objects, typed arrays) at ${place}, got ${came}`,
  )
}

const kindOf = (value: unknown): string =>
  typeof value === 'object' ? `a ${value?.constructor.name ?? 'null'}` : show(value)

const unpack = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(unpack)
  const tagged = value as { readonly $?: string; readonly base64?: string; readonly value?: object }
  switch (tagged.$) {
    case undefined:
      return unpackObject(value)
    case 'object':
      return unpackObject(tagged.value ?? {})
    case 'numbers':
      return Array.from(new Float64Array(bufferOf(tagged.base64)))
    default:
      break
  }
  if (Object.hasOwn(UNSAYABLE, tagged.$)) return UNSAYABLE[tagged.$]
  if (Object.hasOwn(TYPED, tagged.$)) return new TYPED[tagged.$ as keyof typeof TYPED](bufferOf(tagged.base64))
  throw new TypeError(`expected a known kind of value, got ${show(value)}`)
}

const unpackObject = (value: object): object =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]))

/** Bytes in a buffer of their own: those of a small Buffer lie at odd offsets of a shared pool. */
const bufferOf = (base64 = ''): ArrayBuffer => Uint8Array.from(Buffer.from(base64, 'base64')).buffer
