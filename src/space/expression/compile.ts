import type { Row } from '../constraints.js'
import { suggestion } from '../suggest.js'
import { BUILTINS } from './functions.js'
import { noValue, Problem } from './problem.js'
import { arithmetic, compare, type Item, isTrue, itemsOf, modulo, subscript, toNumber } from './python.js'
import type { Clause, Comparison, Node } from './tree.js'

/** A compiled part of an expression: its value for a row of parameter values. */
export type Run = (row: Row) => Item

/** What a name stands for: a place in the row, or a value that never changes. */
export type Meaning = { readonly index: number } | { readonly value: Item }

/** Names that an expression may use. */
export interface Names {
  readonly known: readonly string[]
  meaningOf(name: string): Meaning | undefined
}

/** A part that is the same for all rows carries its value, so that whole constant branches are computed once. */
interface Part {
  readonly run: Run
  readonly constant?: { readonly value: Item }
}

/** Closures for a tree. `used` collects the row places that it reads. Throws a Problem for a name or function that there is not. */
export const compileTree = (tree: Node, names: Names, used: Set<number>): Run => {
  // The variables of the comprehensions around a part; each is a cell that the comprehension fills.
  const cells = new Map<string, { value: Item }>()

  const part = (node: Node): Part => {
    switch (node.kind) {
      case 'literal':
        return constant(node.value)
      case 'name':
        return nameOf(node.name, node.at)
      case 'list':
        return combine(node.items, items => items)
      case 'unary': {
        const { operator, at } = node
        if (operator === 'not') return combine([node.operand], ([item]) => !isTrue(item as Item))
        const sign = operator === '-' ? -1 : 1
        return combine([node.operand], ([item]) => sign * toNumber(item as Item, at, `after \`${operator}\``))
      }
      case 'binary':
        return binary(node)
      case 'logical': {
        const [left, right] = [part(node.left), part(node.right)]
        const [a, b] = [left.run, right.run]
        const stopsAt = node.operator === 'or'
        if (left.constant !== undefined) return isTrue(left.constant.value) === stopsAt ? left : right
        const run: Run = row => {
          const item = a(row)
          return isTrue(item) === stopsAt ? item : b(row)
        }
        return { run }
      }
      case 'comparison':
        return comparison(node)
      case 'conditional': {
        const [test, yes, no] = [part(node.test), part(node.chosen), part(node.otherwise)]
        if (test.constant !== undefined) return isTrue(test.constant.value) ? yes : no
        const [isSo, chosen, otherwise] = [test.run, yes.run, no.run]
        return { run: row => (isTrue(isSo(row)) ? chosen(row) : otherwise(row)) }
      }
      case 'call': {
        const builtin = BUILTINS.get(node.name)
        if (builtin === undefined) {
          const nearest = suggestion(node.name, [...BUILTINS.keys()])
          throw new Problem(
            `expected a function (${[...BUILTINS.keys()].join(', ')}), got \`${node.name}\`${nearest}`,
            node.at,
          )
        }
        const { least, most, apply } = builtin
        if (node.inputs.length < least || node.inputs.length > most) {
          throw new Problem(
            `expected ${least === most ? least : `${least} to ${most}`} inputs for \`${node.name}\`, got ${node.inputs.length}`,
            node.at,
          )
        }
        return combine(node.inputs, items => apply(items, node.at))
      }
      case 'subscript':
        return combine([node.list, node.index], ([list, index]) => subscript(list as Item, index as Item, node.at))
      case 'comprehension':
        return comprehension(node.element, node.clauses)
    }
  }

  const nameOf = (name: string, at: number): Part => {
    const cell = cells.get(name)
    if (cell !== undefined) return { run: () => cell.value }
    const meaning = names.meaningOf(name)
    if (meaning === undefined) {
      throw new Problem(`expected the name of a parameter, got \`${name}\`${suggestion(name, names.known)}`, at)
    }
    if ('value' in meaning) return constant(meaning.value)
    const { index } = meaning
    used.add(index)
    return { run: row => row[index] as Item }
  }

  /** A part that needs all its inputs first; computed now where they are all constant. */
  const combine = (inputs: readonly Node[], compute: (items: readonly Item[]) => Item): Part => {
    const parts = inputs.map(part)
    const runs = parts.map(({ run }) => run)
    return folded(parts, row => compute(runs.map(run => run(row))))
  }

  const binary = ({ operator, left, right, at }: Extract<Node, { kind: 'binary' }>): Part => {
    const parts = [part(left), part(right)] as const
    const [a, b] = [parts[0].run, parts[1].run]
    const slow = (x: Item, y: Item): Item => arithmetic(operator, x, y, at)
    // The operators of innermost loops go straight to numbers.
    switch (operator) {
      case '+':
        return folded(parts, row => {
          const [x, y] = [a(row), b(row)]
          return typeof x === 'number' && typeof y === 'number' ? x + y : slow(x, y)
        })
      case '*':
        return folded(parts, row => {
          const [x, y] = [a(row), b(row)]
          return typeof x === 'number' && typeof y === 'number' ? x * y : slow(x, y)
        })
      case '%':
        return folded(parts, row => {
          const [x, y] = [a(row), b(row)]
          return typeof x === 'number' && typeof y === 'number' ? modulo(x, y) : slow(x, y)
        })
      default:
        return folded(parts, row => slow(a(row), b(row)))
    }
  }

  const comparison = ({ first, rest }: Extract<Node, { kind: 'comparison' }>): Part => {
    const parts = [part(first), ...rest.map(link => part(link.right))]
    const runs = parts.map(({ run }) => run)
    const tests = rest.map(({ operator, at }) => comparer(operator, at))
    const [a, b, test] = [runs[0] as Run, runs[1] as Run, tests[0] as Test]
    if (rest.length === 1) return folded(parts, row => test(a(row), b(row)))
    return folded(parts, row => {
      let left = a(row)
      for (let i = 0; i < tests.length; i++) {
        const right = (runs[i + 1] as Run)(row)
        if (!(tests[i] as Test)(left, right)) return false
        left = right
      }
      return true
    })
  }

  const comprehension = (element: Node, clauses: readonly Clause[]): Part => {
    const outer = new Map(cells)
    const loops = clauses.map(({ target, iterable, conditions }) => {
      const items = part(iterable).run
      const cell = { value: null as Item }
      cells.set(target, cell)
      return { items, cell, at: iterable.at, conditions: conditions.map(condition => part(condition).run) }
    })
    const run = part(element).run
    cells.clear()
    for (const [name, cell] of outer) cells.set(name, cell)
    const fill = (depth: number, row: Row, list: Item[]): void => {
      const loop = loops[depth]
      if (loop === undefined) {
        list.push(run(row))
        return
      }
      for (const item of itemsOf(loop.items(row), loop.at)) {
        loop.cell.value = item
        if (loop.conditions.every(condition => isTrue(condition(row)))) fill(depth + 1, row, list)
      }
    }
    return {
      run: row => {
        const list: Item[] = []
        fill(0, row, list)
        return list
      },
    }
  }

  return part(tree).run
}

type Test = (left: Item, right: Item) => boolean

const comparer = (operator: Comparison, at: number): Test => {
  const slow: Test = (x, y) => compare(operator, x, y, at)
  switch (operator) {
    case '<':
      return (x, y) => (typeof x === 'number' && typeof y === 'number' ? x < y : slow(x, y))
    case '<=':
      return (x, y) => (typeof x === 'number' && typeof y === 'number' ? x <= y : slow(x, y))
    case '>':
      return (x, y) => (typeof x === 'number' && typeof y === 'number' ? x > y : slow(x, y))
    case '>=':
      return (x, y) => (typeof x === 'number' && typeof y === 'number' ? x >= y : slow(x, y))
    case '==':
      return (x, y) => (typeof x === 'number' && typeof y === 'number' ? x === y : slow(x, y))
    default:
      return slow
  }
}

const constant = (value: Item): Part => ({ run: () => value, constant: { value } })

/** Computes a part of constant inputs once; what has no value is left to the run, as it may never be reached. */
const folded = (inputs: readonly Part[], run: Run): Part => {
  if (inputs.some(({ constant }) => constant === undefined)) return { run }
  try {
    return constant(run([]))
  } catch (thrown) {
    if (thrown === noValue) return { run }
    throw thrown
  }
}
