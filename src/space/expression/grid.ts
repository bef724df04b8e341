import type { Axis, Row } from '../constraints.js'
import { compileTree, type Names } from './compile.js'
import { noValue, Problem } from './problem.js'
import { floorDivide, modulo } from './python.js'
import type { Arithmetic, Comparison, Node } from './tree.js'

/** Numbers for all combinations of some axes (their places, ascending; the last one changes fastest). */
interface Grid {
  readonly axes: readonly number[]
  readonly data: Float64Array
}

type Operator = Exclude<Arithmetic, '**'> | Exclude<Comparison, 'in' | 'not in'> | 'and' | 'or'

/** What is not numeric is worked out combination by combination, if they are not more than this. */
const MAX_SINGLE = 1024
/** Loops run over at least this many numbers, as far as there are so many. */
const BLOCK = 256
const ZERO: Grid = { axes: [], data: new Float64Array(1) }

/**
 * Whether an expression holds, for all combinations of the axes' values at once (the last axis changes fastest): each part of
 * the tree is computed once for each combination of what it depends on, in plain loops over numbers. Undefined where this way
 * does not lead to an answer: a division by zero, texts or lists over too many combinations.
 */
export const gridOf = (tree: Node, names: Names, axes: readonly Axis[]): Uint8Array | undefined => {
  try {
    return new Evaluator(names, axes).table(tree)
  } catch (thrown) {
    if (thrown === noValue || thrown instanceof Problem) return undefined
    throw thrown
  }
}

class Evaluator {
  readonly #names: Names
  readonly #axes: readonly Axis[]

  constructor(names: Names, axes: readonly Axis[]) {
    this.#names = names
    this.#axes = axes
  }

  table(tree: Node): Uint8Array | undefined {
    const result = this.#grid(tree)
    if (result === undefined) return undefined
    const all = [...this.#axes.keys()]
    const { data } = result.axes.length === all.length ? result : this.#spread(result, all)
    const holds = new Uint8Array(data.length)
    for (let i = 0; i < holds.length; i++) if (data[i] !== 0) holds[i] = 1
    return holds
  }

  #grid(node: Node): Grid | undefined {
    return this.#native(node) ?? this.#single(node)
  }

  #native(node: Node): Grid | undefined {
    switch (node.kind) {
      case 'literal':
        return gridOfValues([], [node.value])
      case 'name': {
        const meaning = this.#names.meaningOf(node.name)
        if (meaning === undefined || 'value' in meaning) return meaning && gridOfValues([], [meaning.value])
        const axis = this.#axes.findIndex(({ parameter }) => parameter === meaning.index)
        return gridOfValues([axis], (this.#axes[axis] as Axis).values)
      }
      case 'binary':
        return node.operator === '**' ? undefined : this.#combine(node.left, node.right, node.operator)
      case 'logical':
        return this.#combine(node.left, node.right, node.operator)
      case 'comparison': {
        const [link] = node.rest
        if (link === undefined || node.rest.length > 1 || link.operator === 'in' || link.operator === 'not in')
          return undefined
        return this.#combine(node.first, link.right, link.operator)
      }
      case 'unary': {
        const operand = this.#grid(node.operand)
        return operand && this.#compute(ZERO, operand, node.operator === 'not' ? '==' : node.operator)
      }
      default:
        return undefined
    }
  }

  /** By the closures, for the combinations of what the node reads. */
  #single(node: Node): Grid | undefined {
    const used = new Set<number>()
    const run = compileTree(node, this.#names, used)
    const own = [...this.#axes.keys()].filter(axis => used.has((this.#axes[axis] as Axis).parameter))
    const length = this.#lengthOf(own)
    if (length > MAX_SINGLE) return undefined
    const row: Row = []
    const items = Array.from({ length }, (_, place) => {
      let rest = place
      for (const axis of own.toReversed()) {
        const { parameter, values } = this.#axes[axis] as Axis
        row[parameter] = values[rest % values.length]
        rest = Math.floor(rest / values.length)
      }
      return run(row)
    })
    return gridOfValues(own, items)
  }

  #combine(left: Node, right: Node, operator: Operator): Grid | undefined {
    const a = this.#grid(left)
    const b = this.#grid(right)
    return a && b && this.#compute(a, b, operator)
  }

  #compute(left: Grid, right: Grid, operator: Operator): Grid {
    const axes = unionOf(left.axes, right.axes)
    const x = this.#spread(left, axes).data
    const y = this.#spread(right, axes).data
    return { axes, data: compute(operator, x, y) }
  }

  /** The same numbers over more axes: repeated along those that they do not depend on. */
  #spread({ axes, data }: Grid, over: readonly number[]): Grid {
    if (axes.length === over.length) return { axes, data }
    const length = this.#lengthOf(over)
    if (axes.length === 0) return { axes: over, data: new Float64Array(length).fill(data[0] as number) }
    let stride = 1
    const strides = new Map<number, number>()
    for (let k = axes.length - 1; k >= 0; k--) {
      strides.set(axes[k] as number, stride)
      stride *= this.#sizeOf(axes[k] as number)
    }
    // From the last axis to the first: where the numbers of a block lie, until the blocks are long enough for plain loops.
    let inner = over.length
    let offsets = new Uint32Array(1)
    for (; inner > 0 && offsets.length < BLOCK; inner--) {
      const axis = over[inner - 1] as number
      offsets = repeated(offsets, this.#sizeOf(axis), strides.get(axis) ?? 0)
    }
    let outer = new Uint32Array(1)
    for (let k = inner - 1; k >= 0; k--) {
      const axis = over[k] as number
      outer = repeated(outer, this.#sizeOf(axis), strides.get(axis) ?? 0)
    }
    const result = new Float64Array(length)
    let place = 0
    for (let o = 0; o < outer.length; o++) {
      const from = outer[o] as number
      for (let i = 0; i < offsets.length; i++) result[place++] = data[from + (offsets[i] as number)] as number
    }
    return { axes: over, data: result }
  }

  #sizeOf(axis: number): number {
    return (this.#axes[axis] as Axis).values.length
  }

  #lengthOf(axes: readonly number[]): number {
    let length = 1
    for (const axis of axes) length *= this.#sizeOf(axis)
    return length
  }
}

/** Numbers and truths as numbers; undefined where there is anything else. */
const gridOfValues = (axes: readonly number[], values: readonly unknown[]): Grid | undefined => {
  const data = new Float64Array(values.length)
  for (let i = 0; i < data.length; i++) {
    const value = values[i]
    if (typeof value !== 'number' && typeof value !== 'boolean') return undefined
    data[i] = Number(value)
  }
  return { axes, data }
}

const unionOf = (a: readonly number[], b: readonly number[]): readonly number[] => {
  if (b.length === 0) return a
  if (a.length === 0) return b
  return [...new Set([...a, ...b])].sort((x, y) => x - y)
}

/** A block of offsets, once for each index of an axis before it. */
const repeated = (offsets: Uint32Array, size: number, stride: number): Uint32Array<ArrayBuffer> => {
  const result = new Uint32Array(offsets.length * size)
  let place = 0
  for (let index = 0; index < size; index++) {
    for (let i = 0; i < offsets.length; i++) result[place++] = (offsets[i] as number) + index * stride
  }
  return result
}

/** One loop for each operator: a call for each number, of a function that is another one each time, takes several times as long. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a list of loops, one as simple as the other.
const compute = (operator: Operator, x: Float64Array, y: Float64Array): Float64Array => {
  const count = x.length
  const result = new Float64Array(count)
  switch (operator) {
    case '+':
      for (let n = 0; n < count; n++) result[n] = (x[n] as number) + (y[n] as number)
      break
    case '-':
      for (let n = 0; n < count; n++) result[n] = (x[n] as number) - (y[n] as number)
      break
    case '*':
      for (let n = 0; n < count; n++) result[n] = (x[n] as number) * (y[n] as number)
      break
    case '/':
      if (y.includes(0)) throw noValue
      for (let n = 0; n < count; n++) result[n] = (x[n] as number) / (y[n] as number)
      break
    case '//':
      for (let n = 0; n < count; n++) result[n] = floorDivide(x[n] as number, y[n] as number)
      break
    case '%':
      for (let n = 0; n < count; n++) result[n] = modulo(x[n] as number, y[n] as number)
      break
    case '<':
      for (let n = 0; n < count; n++) if ((x[n] as number) < (y[n] as number)) result[n] = 1
      break
    case '<=':
      for (let n = 0; n < count; n++) if ((x[n] as number) <= (y[n] as number)) result[n] = 1
      break
    case '>':
      for (let n = 0; n < count; n++) if ((x[n] as number) > (y[n] as number)) result[n] = 1
      break
    case '>=':
      for (let n = 0; n < count; n++) if ((x[n] as number) >= (y[n] as number)) result[n] = 1
      break
    case '==':
      for (let n = 0; n < count; n++) if (x[n] === y[n]) result[n] = 1
      break
    case '!=':
      for (let n = 0; n < count; n++) if (x[n] !== y[n]) result[n] = 1
      break
    case 'and':
      for (let n = 0; n < count; n++) result[n] = (x[n] === 0 ? x[n] : y[n]) as number
      break
    case 'or':
      for (let n = 0; n < count; n++) result[n] = (x[n] === 0 ? y[n] : x[n]) as number
      break
  }
  return result
}
