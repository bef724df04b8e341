import type { Axis, Row } from '../constraints.js'
import { compileTree, type Names } from './compile.js'
import { noValue, Problem } from './problem.js'
import { divide, floorDivide, modulo } from './python.js'
import type { Arithmetic, Comparison, Node } from './tree.js'

/** Numbers for all combinations of some axes (their places, ascending; the last one changes fastest). */
interface Grid {
  readonly axes: readonly number[]
  readonly data: Float64Array
}

type Operation = (a: number, b: number) => number

const OPERATIONS: Readonly<Partial<Record<Arithmetic | Comparison | 'and' | 'or', Operation>>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': divide,
  '//': floorDivide,
  '%': modulo,
  '<': (a, b) => (a < b ? 1 : 0),
  '<=': (a, b) => (a <= b ? 1 : 0),
  '>': (a, b) => (a > b ? 1 : 0),
  '>=': (a, b) => (a >= b ? 1 : 0),
  '==': (a, b) => (a === b ? 1 : 0),
  '!=': (a, b) => (a === b ? 0 : 1),
  and: (a, b) => (a === 0 ? a : b),
  or: (a, b) => (a === 0 ? b : a),
}
const NEGATE: Operation = (_, a) => (a === 0 ? 1 : 0)

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
    const { axes, data } = result
    const isFull = axes.length === this.#axes.length
    const offsets = isFull ? undefined : this.#offsets(result, [...this.#axes.keys()], 0)
    const holds = new Uint8Array(offsets?.length ?? data.length)
    for (let i = 0; i < holds.length; i++) if (data[offsets?.[i] ?? i] !== 0) holds[i] = 1
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
      case 'logical':
        return this.#compute(this.#grid(node.left), this.#grid(node.right), OPERATIONS[node.operator])
      case 'comparison': {
        const [link] = node.rest
        if (link === undefined || node.rest.length > 1) return undefined
        return this.#compute(this.#grid(node.first), this.#grid(link.right), OPERATIONS[link.operator])
      }
      case 'unary':
        return this.#compute(
          ZERO,
          this.#grid(node.operand),
          node.operator === 'not' ? NEGATE : OPERATIONS[node.operator],
        )
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

  /** Undefined where an operand or the operation is. */
  #compute(left: Grid | undefined, right: Grid | undefined, operation: Operation | undefined): Grid | undefined {
    if (left === undefined || right === undefined || operation === undefined) return undefined
    const axes = unionOf(left.axes, right.axes)
    // The last axes together are a block, long enough for a plain loop.
    let inner = axes.length
    for (let length = 1; inner > 0 && length < BLOCK; inner--) length *= this.#sizeOf(axes[inner - 1] as number)
    const [a, b] = [left.data, right.data]
    const [outerA, outerB] = [this.#offsets(left, axes, 0, inner), this.#offsets(right, axes, 0, inner)]
    const [innerA, innerB] = [this.#offsets(left, axes, inner), this.#offsets(right, axes, inner)]
    const data = new Float64Array(outerA.length * innerA.length)
    // Large grids are mostly made by products, which need not pay for a call of a function that is not known beforehand.
    const isProduct = operation === OPERATIONS['*']
    let place = 0
    for (let o = 0; o < outerA.length; o++) {
      const i = outerA[o] as number
      const j = outerB[o] as number
      for (let n = 0; n < innerA.length; n++) {
        const x = a[i + (innerA[n] as number)] as number
        const y = b[j + (innerB[n] as number)] as number
        data[place++] = isProduct ? x * y : operation(x, y)
      }
    }
    return { axes, data }
  }

  /** Where a grid's numbers lie for all combinations of axes[from .. to - 1]: it does not move along axes that it does not depend on. */
  #offsets(of: Grid, axes: readonly number[], from: number, to: number = axes.length): Uint32Array {
    let offsets = new Uint32Array(1)
    for (let k = to - 1; k >= from; k--) {
      const axis = axes[k] as number
      let stride = of.axes.includes(axis) ? 1 : 0
      for (let d = of.axes.length - 1; of.axes[d] !== axis && d >= 0; d--) stride *= this.#sizeOf(of.axes[d] as number)
      offsets = repeated(offsets, this.#sizeOf(axis), stride)
    }
    return offsets
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
