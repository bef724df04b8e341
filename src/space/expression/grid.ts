import type { Axis, Row } from '../constraints.js'
import { compileTree, type Names } from './compile.js'
import { Problem, noValue } from './problem.js'
import { modulo, floorDivide } from './python.js'
import type { Arithmetic, Comparison, Node } from './tree.js'

/** Numbers for all combinations of some axes (positions, ascending; the last one changes fastest). */
interface Grid {
  readonly axes: readonly number[]
  readonly data: Float64Array
}

type Operation = (a: number, b: number) => number

const ARITHMETIC: Readonly<Record<Arithmetic, Operation>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': floorDivide,
  '%': modulo,
  '**': (a, b) => a ** b,
}
const COMPARISON: Readonly<Partial<Record<Comparison, Operation>>> = {
  '<': (a, b) => (a < b ? 1 : 0),
  '<=': (a, b) => (a <= b ? 1 : 0),
  '>': (a, b) => (a > b ? 1 : 0),
  '>=': (a, b) => (a >= b ? 1 : 0),
  '==': (a, b) => (a === b ? 1 : 0),
  '!=': (a, b) => (a !== b ? 1 : 0),
}
/** What is not numeric is worked out combination by combination, if they are not more than this. */
const MAX_SINGLE = 1024

/**
 * Whether an expression holds, for all combinations of the axes' values at once (the last axis changes fastest): each part of
 * the tree is computed once for each combination of what it depends on, in plain loops over numbers. Undefined where this way
 * does not lead to an answer: a division by zero, texts or lists over too many combinations.
 */
export const gridOf = (tree: Node, names: Names, axes: readonly Axis[]): Uint8Array | undefined => {
  const sizes = axes.map(({ values }) => values.length)

  const grid = (node: Node): Grid | undefined => native(node) ?? single(node)

  const native = (node: Node): Grid | undefined => {
    switch (node.kind) {
      case 'binary': {
        const [left, right] = [grid(node.left), grid(node.right)]
        if (left === undefined || right === undefined) return undefined
        if (node.operator === '/' && right.data.includes(0)) throw noValue
        return node.operator === '**' ? undefined : combine(left, right, ARITHMETIC[node.operator])
      }
      case 'comparison': {
        const operation = COMPARISON[node.rest[0]?.operator ?? 'in']
        if (node.rest.length !== 1 || operation === undefined) return undefined
        const [left, right] = [grid(node.first), grid((node.rest[0] as { right: Node }).right)]
        return left && right && combine(left, right, operation)
      }
      case 'logical': {
        const [left, right] = [grid(node.left), grid(node.right)]
        const stopsAt = node.operator === 'or'
        return left && right && combine(left, right, (a, b) => ((a !== 0) === stopsAt ? a : b))
      }
      case 'unary': {
        const operand = grid(node.operand)
        const { operator } = node
        if (operand === undefined || operator === '+') return operand
        return { axes: operand.axes, data: operand.data.map(operator === '-' ? a => -a : a => (a === 0 ? 1 : 0)) }
      }
      default:
        return undefined
    }
  }

  /** By the closures, for the combinations of what the node reads; undefined where a value is not a number or a truth. */
  const single = (node: Node): Grid | undefined => {
    const used = new Set<number>()
    const run = compileTree(node, names, used)
    const own = [...axes.keys()].filter(axis => used.has((axes[axis] as Axis).parameter))
    const length = own.reduce((product, axis) => product * (sizes[axis] as number), 1)
    if (length > MAX_SINGLE) return undefined
    const data = new Float64Array(length)
    const row: Row = []
    for (let place = 0; place < length; place++) {
      let rest = place
      for (let k = own.length - 1; k >= 0; k--) {
        const { parameter, values } = axes[own[k] as number] as Axis
        row[parameter] = values[rest % values.length]
        rest = Math.floor(rest / values.length)
      }
      const item = run(row)
      if (typeof item !== 'number' && typeof item !== 'boolean') return undefined
      data[place] = Number(item)
    }
    return { axes: own, data }
  }

  const combine = (left: Grid, right: Grid, operation: Operation): Grid => {
    const union = [...axes.keys()].filter(axis => left.axes.includes(axis) || right.axes.includes(axis))
    return { axes: union, data: broadcast(union, left, right, operation) }
  }

  const broadcast = (union: readonly number[], left: Grid, right: Grid, operation: Operation): Float64Array => {
    const data = new Float64Array(union.reduce((product, axis) => product * (sizes[axis] as number), 1))
    const [a, b] = [left.data, right.data]
    const lefts = stridesOf(left, union)
    const rights = stridesOf(right, union)
    let place = 0
    const walk = (k: number, i: number, j: number): void => {
      if (k === union.length) {
        data[place++] = operation(a[i] as number, b[j] as number)
        return
      }
      const size = sizes[union[k] as number] as number
      const [di, dj] = [lefts[k] as number, rights[k] as number]
      if (k < union.length - 1) for (let n = 0; n < size; n++) walk(k + 1, i + n * di, j + n * dj)
      else for (let n = 0; n < size; n++) data[place++] = operation(a[i + n * di] as number, b[j + n * dj] as number)
    }
    walk(0, 0, 0)
    return data
  }

  /** How far the grid's data moves with each axis of the union: not at all along one that it does not depend on. */
  const stridesOf = (of: Grid, union: readonly number[]): number[] => {
    let stride = 1
    const strides = new Map<number, number>()
    for (const axis of of.axes.toReversed()) {
      strides.set(axis, stride)
      stride *= sizes[axis] as number
    }
    return union.map(axis => strides.get(axis) ?? 0)
  }

  try {
    const result = grid(tree)
    if (result === undefined) return undefined
    const everywhere = { axes: [...axes.keys()], data: new Float64Array(sizes.reduce((product, size) => product * size, 1)) }
    const full = result.axes.length === axes.length ? result : combine(result, everywhere, a => a)
    // A plain loop: Uint8Array.from with a function goes through an iterator, and takes longer than all the rest.
    const holds = new Uint8Array(full.data.length)
    for (let i = 0; i < holds.length; i++) if (full.data[i] !== 0) holds[i] = 1
    return holds
  } catch (thrown) {
    if (thrown === noValue || thrown instanceof Problem) return undefined
    throw thrown
  }
}
