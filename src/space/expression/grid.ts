import type { Axis, Row } from '../constraints.js'
import { compileTree, type Names } from './compile.js'
import { noValue, Problem } from './problem.js'
import { floorDivide, modulo } from './python.js'
import type { Arithmetic, Comparison, Node } from './tree.js'

/** Numbers for all combinations of some axes (positions, ascending; the last one changes fastest). */
interface Grid {
  readonly axes: readonly number[]
  readonly data: Float64Array
}

type Operator = Exclude<Arithmetic, '**'> | Exclude<Comparison, 'in' | 'not in'> | 'and' | 'or'

/** What is not numeric is worked out combination by combination, if they are not more than this. */
const MAX_SINGLE = 1024
/** Loops run over at least this many numbers, as far as there are so many. */
const BLOCK = 256

/**
 * Whether an expression holds, for all combinations of the axes' values at once (the last axis changes fastest): each part of
 * the tree is computed once for each combination of what it depends on, in plain loops over numbers. Undefined where this way
 * does not lead to an answer: a division by zero, texts or lists over too many combinations.
 */
export const gridOf = (tree: Node, names: Names, axes: readonly Axis[]): Uint8Array | undefined => {
  const sizes = axes.map(({ values }) => values.length)
  const lengthOf = (over: readonly number[]): number =>
    over.reduce((product, axis) => product * (sizes[axis] as number), 1)

  const grid = (node: Node): Grid | undefined => native(node) ?? single(node)

  const native = (node: Node): Grid | undefined => {
    switch (node.kind) {
      case 'literal':
        return gridOfValues([], [node.value])
      case 'name': {
        const meaning = names.meaningOf(node.name)
        if (meaning === undefined || 'value' in meaning) return meaning && gridOfValues([], [meaning.value])
        const axis = axes.findIndex(({ parameter }) => parameter === meaning.index)
        return gridOfValues([axis], (axes[axis] as Axis).values)
      }
      case 'binary':
        return node.operator === '**' ? undefined : combine(grid(node.left), grid(node.right), node.operator)
      case 'logical':
        return combine(grid(node.left), grid(node.right), node.operator)
      case 'comparison': {
        const [link] = node.rest
        if (link === undefined || node.rest.length > 1 || link.operator === 'in' || link.operator === 'not in')
          return undefined
        return combine(grid(node.first), grid(link.right), link.operator)
      }
      case 'unary': {
        const zero = { axes: [], data: new Float64Array(1) }
        return combine(zero, grid(node.operand), node.operator === 'not' ? '==' : node.operator)
      }
      default:
        return undefined
    }
  }

  /** By the closures, for the combinations of what the node reads. */
  const single = (node: Node): Grid | undefined => {
    const used = new Set<number>()
    const run = compileTree(node, names, used)
    const own = [...axes.keys()].filter(axis => used.has((axes[axis] as Axis).parameter))
    const length = lengthOf(own)
    if (length > MAX_SINGLE) return undefined
    const row: Row = []
    const items = Array.from({ length }, (_, place) => {
      let rest = place
      for (const axis of own.toReversed()) {
        const { parameter, values } = axes[axis] as Axis
        row[parameter] = values[rest % values.length]
        rest = Math.floor(rest / values.length)
      }
      return run(row)
    })
    return gridOfValues(own, items)
  }

  const combine = (left: Grid | undefined, right: Grid | undefined, operator: Operator): Grid | undefined => {
    if (left === undefined || right === undefined) return undefined
    const union = [...axes.keys()].filter(axis => left.axes.includes(axis) || right.axes.includes(axis))
    const data = new Float64Array(lengthOf(union))
    const lefts = stridesOf(left, union)
    const rights = stridesOf(right, union)
    let inner = union.length
    for (let length = 1; inner > 0 && length < BLOCK; inner--) length *= sizes[union[inner - 1] as number] as number
    const leftOffsets = offsetsOf(union, lefts, inner)
    const rightOffsets = offsetsOf(union, rights, inner)
    const count = leftOffsets.length
    const [x, y] = [new Float64Array(count), new Float64Array(count)]
    let place = 0
    const walk = (k: number, i: number, j: number): void => {
      if (k === inner) {
        for (let n = 0; n < count; n++) {
          x[n] = left.data[i + (leftOffsets[n] as number)] as number
          y[n] = right.data[j + (rightOffsets[n] as number)] as number
        }
        compute(operator, x, y, data, place)
        place += count
        return
      }
      const size = sizes[union[k] as number] as number
      for (let n = 0; n < size; n++) walk(k + 1, i + n * (lefts[k] as number), j + n * (rights[k] as number))
    }
    walk(0, 0, 0)
    return { axes: union, data }
  }

  /** How far the grid's data moves with each axis of the union: not at all along one that it does not depend on. */
  const stridesOf = (of: Grid, union: readonly number[]): readonly number[] => {
    let stride = 1
    const strides = new Map<number, number>()
    for (const axis of of.axes.toReversed()) {
      strides.set(axis, stride)
      stride *= sizes[axis] as number
    }
    return union.map(axis => strides.get(axis) ?? 0)
  }

  /** Where the data of all combinations of the axes from place `inner` on lie. */
  const offsetsOf = (union: readonly number[], strides: readonly number[], inner: number): Int32Array => {
    let offsets = new Int32Array(1)
    for (let k = inner; k < union.length; k++) {
      const size = sizes[union[k] as number] as number
      const stride = strides[k] as number
      const finer = new Int32Array(offsets.length * size)
      let place = 0
      for (let o = 0; o < offsets.length; o++)
        for (let n = 0; n < size; n++) finer[place++] = (offsets[o] as number) + n * stride
      offsets = finer
    }
    return offsets
  }

  try {
    const everywhere = { axes: [...axes.keys()], data: new Float64Array(lengthOf([...axes.keys()])) }
    const result = grid(tree)
    const full = result?.axes.length === axes.length ? result : combine(everywhere, result, '+')
    if (full === undefined) return undefined
    const holds = new Uint8Array(full.data.length)
    for (let i = 0; i < holds.length; i++) if (full.data[i] !== 0) holds[i] = 1
    return holds
  } catch (thrown) {
    if (thrown === noValue || thrown instanceof Problem) return undefined
    throw thrown
  }
}

/** Numbers and truths as numbers; undefined where there is anything else. */
const gridOfValues = (axes: readonly number[], values: readonly unknown[]): Grid | undefined =>
  values.every(value => typeof value === 'number' || typeof value === 'boolean')
    ? { axes, data: Float64Array.from(values as readonly number[], Number) }
    : undefined

/**
 * Combines two runs of numbers into `result`, from `place` on. One loop for each operator: a call for each number, through a
 * function that is another one each time, takes several times as long.
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a list of loops, one as simple as the other.
const compute = (operator: Operator, x: Float64Array, y: Float64Array, result: Float64Array, place: number): void => {
  const count = x.length
  switch (operator) {
    case '+':
      for (let n = 0; n < count; n++) result[place + n] = (x[n] as number) + (y[n] as number)
      return
    case '-':
      for (let n = 0; n < count; n++) result[place + n] = (x[n] as number) - (y[n] as number)
      return
    case '*':
      for (let n = 0; n < count; n++) result[place + n] = (x[n] as number) * (y[n] as number)
      return
    case '/':
      if (y.includes(0)) throw noValue
      for (let n = 0; n < count; n++) result[place + n] = (x[n] as number) / (y[n] as number)
      return
    case '//':
      for (let n = 0; n < count; n++) result[place + n] = floorDivide(x[n] as number, y[n] as number)
      return
    case '%':
      for (let n = 0; n < count; n++) result[place + n] = modulo(x[n] as number, y[n] as number)
      return
    case '<':
      for (let n = 0; n < count; n++) result[place + n] = (x[n] as number) < (y[n] as number) ? 1 : 0
      return
    case '<=':
      for (let n = 0; n < count; n++) result[place + n] = (x[n] as number) <= (y[n] as number) ? 1 : 0
      return
    case '>':
      for (let n = 0; n < count; n++) result[place + n] = (x[n] as number) > (y[n] as number) ? 1 : 0
      return
    case '>=':
      for (let n = 0; n < count; n++) result[place + n] = (x[n] as number) >= (y[n] as number) ? 1 : 0
      return
    case '==':
      for (let n = 0; n < count; n++) result[place + n] = x[n] === y[n] ? 1 : 0
      return
    case '!=':
      for (let n = 0; n < count; n++) result[place + n] = x[n] !== y[n] ? 1 : 0
      return
    case 'and':
      for (let n = 0; n < count; n++) result[place + n] = (x[n] === 0 ? x[n] : y[n]) as number
      return
    case 'or':
      for (let n = 0; n < count; n++) result[place + n] = (x[n] === 0 ? y[n] : x[n]) as number
      return
  }
}
