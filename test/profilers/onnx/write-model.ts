// ONNX models written by hand: a protobuf message is a list of fields, each a tag and its content.
// See https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

/** Elements of a tensor: ONNX's numbers for the types. */
export const TYPES = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10 } as const
export type Type = keyof typeof TYPES

/** An input or output: a name for each free dimension. */
export interface Port {
  readonly name: string
  readonly type?: Type
  readonly shape: readonly (number | string)[]
}

export interface Node {
  readonly type: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly ints?: Readonly<Record<string, number>>
}

export interface Graph {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  readonly nodes: readonly Node[]
  readonly weights?: readonly Weight[]
}

/** Values of 32 bits; in a file beside the model where that is named. */
export interface Weight {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
  readonly file?: string
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
const number = (field: number, value: number): Uint8Array => Uint8Array.from([...varint(field * 8), ...varint(value)])
const bytes = (field: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Uint8Array.from([...varint(field * 8 + 2), ...varint(content.length)]), content])
}
const text = (field: number, value: string): Uint8Array => bytes(field, Buffer.from(value))

const port = (field: number, { name, type = 'float32', shape }: Port): Uint8Array => {
  const dimensions = shape.map(size => bytes(1, typeof size === 'number' ? number(1, size) : text(2, size)))
  return bytes(field, text(1, name), bytes(2, bytes(1, number(1, TYPES[type]), bytes(2, ...dimensions))))
}

const weight = ({ name, shape, values, file }: Weight): Uint8Array => {
  const raw = new Uint8Array(values.buffer)
  const data = file === undefined ? [bytes(9, raw)] : [bytes(13, text(1, 'location'), text(2, file)), number(14, 1)]
  return bytes(5, ...shape.map(size => number(1, size)), number(2, TYPES.float32), text(8, name), ...data)
}

const node = ({ type, inputs, outputs, ints = {} }: Node): Uint8Array =>
  bytes(
    1,
    ...inputs.map(name => text(1, name)),
    ...outputs.map(name => text(2, name)),
    text(3, `the ${outputs[0]}`),
    text(4, type),
    ...Object.entries(ints).map(([name, value]) => bytes(5, text(1, name), number(3, value), number(20, 2))),
  )

/** The bytes of an `.onnx` file. A node is named after its first output: `the product`. */
export const onnxModel = ({ inputs, outputs, nodes, weights = [] }: Graph): Uint8Array => {
  const graph = bytes(
    7,
    ...nodes.map(node),
    text(2, 'graph'),
    ...weights.map(weight),
    ...inputs.map(input => port(11, input)),
    ...outputs.map(output => port(12, output)),
  )
  const opset = bytes(8, text(1, ''), number(2, 17))
  return new Uint8Array(Buffer.concat([number(1, 8), graph, opset]))
}

/** `output[b][j] = relu(sum_k input[b][k] w[k][j])`, of ones: every output is the sum of its row. The batch is free. */
export const dense = (inputs: number, outputs: number, more: Partial<Weight> = {}): Uint8Array =>
  onnxModel({
    inputs: [{ name: 'input', shape: ['batch', inputs] }],
    outputs: [{ name: 'output', shape: ['batch', outputs] }],
    nodes: [
      { type: 'MatMul', inputs: ['input', 'w'], outputs: ['product'] },
      { type: 'Relu', inputs: ['product'], outputs: ['output'] },
    ],
    weights: [{ name: 'w', shape: [inputs, outputs], values: new Float32Array(inputs * outputs).fill(1), ...more }],
  })

/** One operator from one input to one output of the same shape. */
export const single = (type: string, shape: readonly (number | string)[], of: Type = 'float32'): Uint8Array =>
  onnxModel({
    inputs: [{ name: 'input', type: of, shape }],
    outputs: [{ name: 'output', type: of, shape }],
    nodes: [{ type, inputs: ['input'], outputs: ['output'] }],
  })

/** `output = input + state`, which is the next state. */
export const adder = (length: number): Uint8Array =>
  onnxModel({
    inputs: [
      { name: 'input', shape: [length] },
      { name: 'state', shape: [length] },
    ],
    outputs: [{ name: 'output', shape: [length] }],
    nodes: [{ type: 'Add', inputs: ['input', 'state'], outputs: ['output'] }],
  })
