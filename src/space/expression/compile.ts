import type { Row } from '../constraints.js'
import { suggestion } from '../suggest.js'
import { BUILTINS } from './functions.js'
import { noValue, Problem } from './problem.js'
import { arithmetic, compare, type Item, isTrue, itemsOf, subscript, toNumber } from './python.js'
import type { Arithmetic, Clause, Comparison, Link, Node } from './tree.js'

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
export const compileTree = (tree: Node, names: Names, used: Set<number>): Run =>
  new Compiler(names, used).part(tree).run

class Compiler {
  readonly #names: Names
  readonly #used: Set<number>
  /** The variables of the comprehensions around a part; each is a cell that its comprehension fills. */
  #cells: ReadonlyMap<string, { value: Item }> = new Map()

  constructor(names: Names, used: Set<number>) {
    this.#names = names
    this.#used = used
  }

  part(node: Node): Part {
    switch (node.kind) {
      case 'literal':
        return constant(node.value)
      case 'name':
        return this.#name(node.name, node.at)
      case 'list':
        return this.#combine(node.items, items => items)
      case 'unary': {
        const { operator, at } = node
        if (operator === 'not') return this.#combine([node.operand], ([item]) => !isTrue(item as Item))
        const sign = operator === '-' ? -1 : 1
        return this.#combine([node.operand], ([item]) => sign * toNumber(item as Item, at, `after \`${operator}\``))
      }
      case 'binary': {
        const left = this.part(node.left)
        const right = this.part(node.right)
        return folded([left, right], operation(node.operator, left.run, right.run, node.at))
      }
      case 'logical':
        return logical(node.operator === 'or', this.part(node.left), this.part(node.right))
      case 'comparison':
        return this.#comparison(node.first, node.rest)
      case 'conditional':
        return conditional(this.part(node.test), this.part(node.chosen), this.part(node.otherwise))
      case 'call':
        return this.#call(node.name, node.inputs, node.at)
      case 'subscript':
        return this.#combine([node.list, node.index], ([list, index]) =>
          subscript(list as Item, index as Item, node.at),
        )
      case 'comprehension':
        return this.#comprehension(node.element, node.clauses)
    }
  }

  #name(name: string, at: number): Part {
    const cell = this.#cells.get(name)
    if (cell !== undefined) return { run: () => cell.value }
    const meaning = this.#names.meaningOf(name)
    if (meaning === undefined) {
      throw new Problem(`expected the name of a parameter, got \`${name}\`${suggestion(name, this.#names.known)}`, at)
    }
    if ('value' in meaning) return constant(meaning.value)
    const { index } = meaning
    this.#used.add(index)
    return { run: row => row[index] as Item }
  }

  /** A part that needs all its inputs first; computed now where they are all constant. */
  #combine(inputs: readonly Node[], compute: (items: readonly Item[]) => Item): Part {
    const parts = inputs.map(input => this.part(input))
    const runs = parts.map(({ run }) => run)
    return folded(parts, row => compute(runs.map(run => run(row))))
  }

  #comparison(first: Node, rest: readonly Link[]): Part {
    const parts = [this.part(first), ...rest.map(link => this.part(link.right))]
    const runs = parts.map(({ run }) => run)
    const tests = rest.map(({ operator, at }) => comparer(operator, at))
    if (rest.length === 1) {
      const [a, b, test] = [runs[0] as Run, runs[1] as Run, tests[0] as Test]
      return folded(parts, row => test(a(row), b(row)))
    }
    return folded(parts, row => {
      let left = (runs[0] as Run)(row)
      for (let i = 0; i < tests.length; i++) {
        const right = (runs[i + 1] as Run)(row)
        if (!(tests[i] as Test)(left, right)) return false
        left = right
      }
      return true
    })
  }

  #call(name: string, inputs: readonly Node[], at: number): Part {
    const builtin = BUILTINS.get(name)
    if (builtin === undefined) {
      const known = [...BUILTINS.keys()]
      throw new Problem(`expected a function (${known.join(', ')}), got \`${name}\`${suggestion(name, known)}`, at)
    }
    const { least, most, apply } = builtin
    if (inputs.length < least || inputs.length > most) {
      const wanted = least === most ? least : `${least} to ${most}`
      throw new Problem(`expected ${wanted} inputs for \`${name}\`, got ${inputs.length}`, at)
    }
    return this.#combine(inputs, items => apply(items, at))
  }

  #comprehension(element: Node, clauses: readonly Clause[]): Part {
    const outer = this.#cells
    const loops = clauses.map(({ target, iterable, conditions }) => {
      const items = this.part(iterable).run
      const cell = { value: null as Item }
      this.#cells = new Map([...this.#cells, [target, cell]])
      return { items, cell, at: iterable.at, conditions: conditions.map(condition => this.part(condition).run) }
    })
    const run = this.part(element).run
    this.#cells = outer
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
}

const logical = (stopsAt: boolean, left: Part, right: Part): Part => {
  if (left.constant !== undefined) return isTrue(left.constant.value) === stopsAt ? left : right
  const a = left.run
  const b = right.run
  const run: Run = row => {
    const item = a(row)
    return isTrue(item) === stopsAt ? item : b(row)
  }
  return { run }
}

const conditional = (test: Part, chosen: Part, otherwise: Part): Part => {
  if (test.constant !== undefined) return isTrue(test.constant.value) ? chosen : otherwise
  return { run: row => (isTrue(test.run(row)) ? chosen.run(row) : otherwise.run(row)) }
}

/** The operators of innermost loops go straight to numbers. */
const operation = (operator: Arithmetic, a: Run, b: Run, at: number): Run => {
  const slow = (x: Item, y: Item): Item => arithmetic(operator, x, y, at)
  switch (operator) {
    case '+':
      return row => {
        const x = a(row)
        const y = b(row)
        return typeof x === 'number' && typeof y === 'number' ? x + y : slow(x, y)
      }
    case '*':
      return row => {
        const x = a(row)
        const y = b(row)
        return typeof x === 'number' && typeof y === 'number' ? x * y : slow(x, y)
      }
    default:
      return row => slow(a(row), b(row))
  }
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
