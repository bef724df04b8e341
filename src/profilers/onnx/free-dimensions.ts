import { ProfileError } from '../failure.js'

// The Node.js binding of ONNX Runtime takes no notice of `freeDimensionOverrides`, so the model itself is changed: what is free in the
// shape of an input becomes a number, as ONNX Runtime's own transformer does it. An ONNX file is a protobuf message.
// See https://github.com/onnx/onnx/blob/main/onnx/onnx.proto and https://protobuf.dev/programming-guides/encoding/

/** From the model: graph, input, type, tensor type, shape, dimension. */
const TO_DIMENSION = [7, 11, 2, 1, 2, 1] as const
const VALUE = 1
const NAME = 2

/** The model with sizes in place of free dimensions of its inputs. Fails (CompileFailed) for a dimension that the model does not have. */
export const withFixedDimensions = (model: Uint8Array, sizes: Readonly<Record<string, number>>): Uint8Array => {
  const wrong = Object.entries(sizes).find(([, size]) => !(Number.isSafeInteger(size) && size >= 1))
  if (wrong !== undefined)
    throw new ProfileError(
      'CompileFailed',
      `expected a whole number of at least 1 for \`${wrong[0]}\`, got ${wrong[1]}`,
    )
  const found = new Set<string>()
  const fixed = (dimension: Uint8Array): readonly Uint8Array[] =>
    fieldsOf(dimension).map(field => {
      const name = field.number === NAME ? Buffer.from(field.content).toString() : undefined
      if (name === undefined) return field.whole
      found.add(name)
      const size = Object.hasOwn(sizes, name) ? sizes[name] : undefined
      return size === undefined ? field.whole : Uint8Array.from([VALUE << 3, ...varint(size)])
    })
  const changed = Buffer.concat(edited(model, TO_DIMENSION, fixed))
  const unknown = Object.keys(sizes).filter(name => !found.has(name))
  if (unknown.length === 0) return changed
  const known = [...found].join(', ') || 'it has none'
  throw new ProfileError('CompileFailed', `expected free dimensions of the model (${known}), got ${unknown.join(', ')}`)
}

/** The message in pieces, with what lies at the end of a path of fields changed. */
const edited = (
  message: Uint8Array,
  [number, ...path]: readonly number[],
  change: (part: Uint8Array) => readonly Uint8Array[],
): readonly Uint8Array[] => {
  if (number === undefined) return change(message)
  return fieldsOf(message).flatMap(field => {
    if (field.number !== number || field.type !== LENGTH_DELIMITED) return [field.whole]
    const parts = edited(field.content, path, change)
    const length = parts.reduce((sum, part) => sum + part.length, 0)
    return [Uint8Array.from([...varint(number * 8 + LENGTH_DELIMITED), ...varint(length)]), ...parts]
  })
}

interface Field {
  readonly number: number
  readonly type: number
  /** With its tag and length. */
  readonly whole: Uint8Array
  readonly content: Uint8Array
}

const LENGTH_DELIMITED = 2

const fieldsOf = (message: Uint8Array): readonly Field[] => {
  const fields: Field[] = []
  for (let at = 0; at < message.length; ) {
    const tag = readVarint(message, at)
    const type = tag.value % 8
    const length = type === LENGTH_DELIMITED ? readVarint(message, tag.end) : { value: 0, end: tag.end }
    const end =
      type === 0 ? readVarint(message, tag.end).end : length.end + (type === 1 ? 8 : type === 5 ? 4 : length.value)
    if (![0, 1, LENGTH_DELIMITED, 5].includes(type) || end > message.length) throw notAModel()
    const [whole, content] = [message.subarray(at, end), message.subarray(length.end, end)]
    fields.push({ number: Math.floor(tag.value / 8), type, whole, content })
    at = end
  }
  return fields
}

const readVarint = (bytes: Uint8Array, from: number): { readonly value: number; readonly end: number } => {
  let value = 0
  for (let at = from; at < bytes.length && at < from + 10; at++) {
    const byte = bytes[at] as number
    value += (byte % 128) * 2 ** (7 * (at - from))
    if (byte < 128) return { value, end: at + 1 }
  }
  throw notAModel()
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]

const notAModel = (): ProfileError =>
  new ProfileError(
    'CompileFailed',
    'expected an ONNX model whose free dimensions can be fixed, got bytes of another kind',
  )
