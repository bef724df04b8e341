import { Problem } from './problem.js'
import { type Token, tokenize } from './tokens.js'
import type { Arithmetic, Clause, Comparison, Link, Node } from './tree.js'

// A Pratt parser: an operator takes what stands to its right as long as that binds at least as tightly.
// https://docs.python.org/3/reference/expressions.html#operator-precedence
const POWER = { conditional: 1, or: 2, and: 3, not: 4, comparison: 5, sum: 6, product: 7, sign: 8, power: 9 }

const ARITHMETIC: Readonly<Record<string, number>> = {
  '+': POWER.sum,
  '-': POWER.sum,
  '*': POWER.product,
  '/': POWER.product,
  '//': POWER.product,
  '%': POWER.product,
  '**': POWER.power,
}
const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=', 'in', 'not'])
const CONSTANTS = new Map<string, boolean | null>([
  ['True', true],
  ['False', false],
  ['None', null],
])
const MAX_DEPTH = 200

/** The tree of an expression in Python syntax. Throws a Problem. */
export const parseTree = (text: string): Node => new Parser(tokenize(text)).parse()

class Parser {
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  parse(): Node {
    const tree = this.#expression(POWER.conditional)
    if (this.#peek().kind !== 'end') unexpected('an operator or the end of the expression', this.#peek())
    return tree
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token
  }

  #take(): Token {
    return this.#tokens[this.#next++] as Token
  }

  #isNext(operator: string): boolean {
    const { kind, text } = this.#peek()
    return kind === 'operator' && text === operator
  }

  #expect(operator: string): void {
    if (!this.#isNext(operator)) unexpected(`\`${operator}\``, this.#peek())
    this.#next++
  }

  /** What comes next, as far as its operators bind with at least this power. */
  #expression(power: number): Node {
    if (++this.#depth > MAX_DEPTH) throw new Problem(`expected at most ${MAX_DEPTH} levels, got more`, this.#peek().at)
    let left = this.#prefix(power)
    for (let more = this.#infix(left, power); more !== undefined; more = this.#infix(left, power)) left = more
    this.#depth--
    return left
  }

  #prefix(power: number): Node {
    const token = this.#take()
    const { kind, text, at } = token
    if (kind === 'number') return { kind: 'literal', value: Number(text.replaceAll('_', '')), at }
    if (kind === 'text') return { kind: 'literal', value: text, at }
    if (kind === 'name') return this.#isNext('(') ? this.#call(token) : { kind: 'name', name: text, at }
    if (kind === 'end') return unexpected('a value', token)
    const constant = CONSTANTS.get(text)
    if (constant !== undefined) return { kind: 'literal', value: constant, at }
    if (text === '-' || text === '+')
      return { kind: 'unary', operator: text, operand: this.#expression(POWER.sign), at }
    if (text === 'not' && power <= POWER.not) {
      return { kind: 'unary', operator: 'not', operand: this.#expression(POWER.not), at }
    }
    if (text === '[') return this.#list(at)
    if (text !== '(') return unexpected('a value', token)
    const inner = this.#expression(POWER.conditional)
    this.#expect(')')
    return inner
  }

  /** Extends `left` by the next operator, or answers undefined where that does not belong to it. */
  #infix(left: Node, power: number): Node | undefined {
    const { kind, text: operator, at } = this.#peek()
    if (kind !== 'operator') return undefined
    const own = ARITHMETIC[operator]
    if (own !== undefined) {
      if (own < power) return undefined
      this.#next++
      // Equal operators group to the left; ** groups to the right, where it also takes a sign.
      const right = this.#expression(operator === '**' ? POWER.sign : own + 1)
      return { kind: 'binary', operator: operator as Arithmetic, left, right, at }
    }
    if (operator === '[') {
      this.#next++
      const index = this.#expression(POWER.conditional)
      this.#expect(']')
      return { kind: 'subscript', list: left, index, at }
    }
    if (COMPARISONS.has(operator) && power <= POWER.comparison) return this.#comparison(left)
    if ((operator === 'and' || operator === 'or') && power <= POWER[operator]) {
      this.#next++
      return { kind: 'logical', operator, left, right: this.#expression(POWER[operator] + 1), at }
    }
    if (operator !== 'if' || power > POWER.conditional) return undefined
    this.#next++
    const test = this.#expression(POWER.or)
    this.#expect('else')
    return { kind: 'conditional', test, chosen: left, otherwise: this.#expression(POWER.conditional), at }
  }

  #comparison(first: Node): Node {
    const { at } = this.#peek()
    const rest: Link[] = []
    while (this.#peek().kind === 'operator' && COMPARISONS.has(this.#peek().text)) {
      const operator = this.#take()
      if (operator.text === 'not') this.#expect('in')
      const name = (operator.text === 'not' ? 'not in' : operator.text) as Comparison
      rest.push({ operator: name, right: this.#expression(POWER.comparison + 1), at: operator.at })
    }
    return { kind: 'comparison', first, rest, at }
  }

  #call({ text: name, at }: Token): Node {
    this.#next++
    const inputs: Node[] = []
    while (!this.#isNext(')')) {
      inputs.push(this.#expression(POWER.conditional))
      if (!this.#isNext(')')) this.#expect(',')
    }
    this.#next++
    return { kind: 'call', name, inputs, at }
  }

  #list(at: number): Node {
    const items: Node[] = []
    while (!this.#isNext(']')) {
      items.push(this.#expression(POWER.conditional))
      if (items.length === 1 && this.#isNext('for')) return this.#comprehension(items[0] as Node, at)
      if (!this.#isNext(']')) this.#expect(',')
    }
    this.#next++
    return { kind: 'list', items, at }
  }

  #comprehension(element: Node, at: number): Node {
    const clauses: Clause[] = []
    while (this.#isNext('for')) {
      this.#next++
      const target = this.#peek().kind === 'name' ? this.#take().text : unexpected('a name', this.#peek())
      this.#expect('in')
      const iterable = this.#expression(POWER.or)
      const conditions: Node[] = []
      while (this.#isNext('if')) {
        this.#next++
        conditions.push(this.#expression(POWER.or))
      }
      clauses.push({ target, iterable, conditions })
    }
    this.#expect(']')
    return { kind: 'comprehension', element, clauses, at }
  }
}

const unexpected = (wanted: string, { kind, text, at }: Token): never => {
  const got = kind === 'end' ? 'the end of the expression' : `\`${text}\``
  throw new Problem(`expected ${wanted}, got ${got}`, at)
}
