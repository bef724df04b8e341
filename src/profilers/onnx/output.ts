import type { Tensor } from 'onnxruntime-node'
import { compare } from '../compare.js'
import type { OnnxReference, OnnxTensors } from './definition.js'
import { halfValue } from './half.js'

/** True, or which output has a NaN and where. */
export const withoutNaN = (outputs: OnnxTensors): true | string => {
  for (const [name, tensor] of Object.entries(outputs)) {
    const at = numbersOf(tensor).findIndex(Number.isNaN)
    if (at >= 0) return `expected numbers, got NaN at place ${at} of output \`${name}\``
  }
  return true
}

/** True, or which output is off and how. */
export const matches = (outputs: OnnxTensors, { expected, ...tolerance }: OnnxReference): true | string => {
  for (const [name, values] of Object.entries(expected)) {
    const tensor = outputs[name]
    if (tensor === undefined) return `expected an output \`${name}\`, got ${Object.keys(outputs).join(', ') || 'none'}`
    const verdict = compare(numbersOf(tensor), { expected: Array.from(values, Number), ...tolerance })
    if (verdict !== true) return `output \`${name}\`: ${verdict}`
  }
  return true
}

/** The values of a tensor; none of one whose values are texts. */
const numbersOf = ({ type, data }: Tensor): readonly number[] | Float32Array | Float64Array => {
  if (data instanceof Float32Array || data instanceof Float64Array) return data
  if (type === 'string') return []
  const isBits = type === 'float16' && data instanceof Uint16Array
  return Array.from(data as ArrayLike<number>, isBits ? halfValue : Number)
}
