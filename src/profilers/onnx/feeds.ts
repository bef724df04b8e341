import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { makeRng, type Rng, show } from '../../core/index.js'
import { ProfileError } from '../failure.js'
import type { OnnxFeed, OnnxTensors } from './definition.js'
import { halfBits } from './half.js'
import type { Ort } from './load.js'

type Dimensions = Readonly<Record<string, number | readonly number[]>>
type Metadata = InferenceSession.TensorValueMetadata

/**
 * Tensors for every input of a session: from the values given, and random ones for the others. Fails (RunFailed) where a shape
 * cannot be known or the values do not fit.
 */
export const makeFeeds = (
  ort: Ort,
  session: InferenceSession,
  given: Readonly<Record<string, OnnxFeed>>,
  dimensions: Dimensions,
  seed: number,
): OnnxTensors => {
  const unknown = Object.keys(given).find(name => !session.inputNames.includes(name))
  if (unknown !== undefined) throw wrong(`feeds for ${session.inputNames.join(', ')}`, show(unknown))
  const rng = makeRng(seed)
  return Object.fromEntries(
    session.inputMetadata.map(input => {
      const value = given[input.name]
      if (isTensor(value)) return [input.name, value]
      if (!input.isTensor) throw wrong(`a value for \`${input.name}\`, which is no tensor`, show(value))
      return [input.name, tensorOf(ort, input, value, dimensions, rng.fork(input.name))]
    }),
  )
}

const tensorOf = (
  ort: Ort,
  input: Metadata,
  value: Exclude<OnnxFeed, Tensor> | undefined,
  dimensions: Dimensions,
  rng: Rng,
): Tensor => {
  const values = typeof value === 'object' ? value : undefined
  const dims = shapeOf(input, dimensions, values?.length)
  const size = dims.reduce((product, length) => product * length, 1)
  if (values !== undefined && values.length !== size)
    throw wrong(`${size} values for \`${input.name}\` of shape [${dims}]`, String(values.length))
  const next = value === undefined ? randomOf(input.type, rng) : () => value as number | bigint | boolean
  const elements = values ?? Array.from({ length: size }, next)
  const data = dataOf(input, elements)
  // Where Node.js has a Float16Array, a tensor of that type takes no other, and the binding takes none of that (in 1.30, see
  // https://github.com/microsoft/onnxruntime/pull/32323): so it is made as one of whole numbers.
  if (input.type === 'float16')
    return Object.assign(new ort.Tensor('uint16', data as Uint16Array, dims), { type: 'float16' }) as unknown as Tensor
  return new ort.Tensor(input.type as 'float32', data as Float32Array, dims)
}

/** The shape that a session declares, with its free dimensions filled in. */
const shapeOf = ({ name, shape }: Metadata, dimensions: Dimensions, length: number | undefined): readonly number[] => {
  const whole = dimensions[name]
  if (typeof whole === 'object') {
    const fits =
      whole.length === shape.length && shape.every((size, i) => typeof size === 'string' || size === whole[i])
    if (!fits) throw wrong(`a shape for \`${name}\` like [${shape.map(size => size || '?')}]`, `[${whole}]`)
    return whole
  }
  const known = shape.map(size => {
    if (typeof size === 'number') return size
    const given = dimensions[size]
    return typeof given === 'number' ? given : undefined
  })
  const rest = known.reduce<number>((product, size) => product * (size ?? 1), 1)
  const free = known.filter(size => size === undefined).length
  if (free === 0) return known as number[]
  if (free === 1 && length !== undefined && Number.isInteger(length / rest))
    return known.map(size => size ?? length / rest)
  const names = shape
    .filter((_size, i) => known[i] === undefined)
    .map(size => (size === '' ? 'one without a name' : size))
  throw wrong(
    `\`dimensions\` with the free dimensions of \`${name}\` (${names.join(', ')}) or its whole shape`,
    'neither',
  )
}

const randomOf = (type: Tensor.Type, rng: Rng): (() => number) =>
  type.startsWith('float') ? () => rng.normal() : () => rng.integer(0, 1)

const KINDS = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
} as const

/** Elements in the kind of array that the type takes; one that is of this kind already is taken as it is. */
const dataOf = ({ name, type }: Metadata, elements: ArrayLike<unknown>): unknown => {
  if (type === 'int64' || type === 'uint64') {
    const Kind = type === 'int64' ? BigInt64Array : BigUint64Array
    return elements instanceof Kind ? elements : Kind.from(Array.from(elements, element => BigInt(element as number)))
  }
  if (type === 'float16')
    return elements instanceof Uint16Array ? elements : Uint16Array.from(Array.from(elements, halfOf))
  if (!(type in KINDS)) throw wrong(`a tensor for \`${name}\` of type ${type}`, 'values')
  const Kind = KINDS[type as keyof typeof KINDS]
  return elements instanceof Kind ? elements : Kind.from(Array.from(elements, Number))
}

const halfOf = (element: unknown): number => halfBits(Number(element))

const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'dims' in value && 'type' in value

const wrong = (expected: string, got: string): ProfileError =>
  new ProfileError('RunFailed', `expected ${expected}, got ${got}`)
