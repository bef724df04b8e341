import { Problem } from './problem.js'
import { type Token, tokenize } from './tokens.js'
import type { Arithmetic, Clause, Comparison, Link, Node } from './tree.js'

// A Pratt parser: an operator takes what stands to its right as long as that binds at least as tightly.
// https://docs.python.org/3/reference/expressions.html#operator-precedence
const POWER = {
  conditional: 1,
  or: 2,
  and: 3,
  not: 4,
  comparison: 5,
  sum: 6,
  product: 7,
  sign: 8,
  power: 9,
  postfix: 10,
}

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
export const parseTree = (text: string): Node => {
  const tokens = tokenize(text)
  let next = 0
  let depth = 0
  const peek = (): Token => tokens[next] as Token
  const take = (): Token => tokens[next++] as Token
  const isNext = (operator: string): boolean => peek().kind === 'operator' && peek().text === operator
  const expect = (operator: string): Token => (isNext(operator) ? take() : unexpected(`\`${operator}\``, peek()))

  const expression = (power: number): Node => {
    if (++depth > MAX_DEPTH) throw new Problem(`expected at most ${MAX_DEPTH} levels, got more`, peek().at)
    let left = prefix(power)
    for (;;) {
      const extended = infix(left, power)
      if (extended === undefined) break
      left = extended
    }
    depth--
    return left
  }

  const prefix = (power: number): Node => {
    const token = take()
    const { kind, text: word, at } = token
    if (kind === 'number') return { kind: 'literal', value: Number(word.replaceAll('_', '')), at }
    if (kind === 'text') return { kind: 'literal', value: word, at }
    if (kind === 'name') return isNext('(') ? call(token) : { kind: 'name', name: word, at }
    if (kind === 'operator') {
      const constant = CONSTANTS.get(word)
      if (constant !== undefined) return { kind: 'literal', value: constant, at }
      if (word === '-' || word === '+') return { kind: 'unary', operator: word, operand: expression(POWER.sign), at }
      if (word === 'not' && power <= POWER.not) {
        return { kind: 'unary', operator: 'not', operand: expression(POWER.not), at }
      }
      if (word === '(') {
        const inner = expression(POWER.conditional)
        expect(')')
        return inner
      }
      if (word === '[') return list(at)
    }
    return unexpected('a value', token)
  }

  /** Extends `left` by the next operator, or answers undefined where that does not belong to it. */
  const infix = (left: Node, power: number): Node | undefined => {
    const { kind, text: operator, at } = peek()
    if (kind !== 'operator') return undefined
    const own = ARITHMETIC[operator]
    if (own !== undefined) {
      // Equal operators group to the left; ** to the right, where it takes a sign, too.
      if (own < power) return undefined
      take()
      const right = expression(operator === '**' ? POWER.sign : own + 1)
      return { kind: 'binary', operator: operator as Arithmetic, left, right, at }
    }
    if (operator === '[') {
      take()
      const index = expression(POWER.conditional)
      expect(']')
      return { kind: 'subscript', list: left, index, at }
    }
    if (COMPARISONS.has(operator) && power <= POWER.comparison) return comparison(left)
    if ((operator === 'and' || operator === 'or') && power <= POWER[operator]) {
      take()
      return { kind: 'logical', operator, left, right: expression(POWER[operator] + 1), at }
    }
    if (operator === 'if' && power <= POWER.conditional) {
      take()
      const test = expression(POWER.or)
      expect('else')
      return { kind: 'conditional', test, chosen: left, otherwise: expression(POWER.conditional), at }
    }
    return undefined
  }

  const comparison = (first: Node): Node => {
    const at = peek().at
    const rest: Link[] = []
    while (peek().kind === 'operator' && COMPARISONS.has(peek().text)) {
      const operator = take()
      if (operator.text === 'not') expect('in')
      const name = (operator.text === 'not' ? 'not in' : operator.text) as Comparison
      rest.push({ operator: name, right: expression(POWER.comparison + 1), at: operator.at })
    }
    return { kind: 'comparison', first, rest, at }
  }

  const call = ({ text: name, at }: Token): Node => {
    take()
    const inputs: Node[] = []
    while (!isNext(')')) {
      inputs.push(expression(POWER.conditional))
      if (!isNext(')')) expect(',')
    }
    take()
    return { kind: 'call', name, inputs, at }
  }

  const list = (at: number): Node => {
    const items: Node[] = []
    while (!isNext(']')) {
      items.push(expression(POWER.conditional))
      if (items.length === 1 && isNext('for')) return comprehension(items[0] as Node, at)
      if (!isNext(']')) expect(',')
    }
    take()
    return { kind: 'list', items, at }
  }

  const comprehension = (element: Node, at: number): Node => {
    const clauses: Clause[] = []
    while (isNext('for')) {
      take()
      const target = peek().kind === 'name' ? take().text : unexpected('a name', peek())
      expect('in')
      const iterable = expression(POWER.or)
      const conditions: Node[] = []
      while (isNext('if')) {
        take()
        conditions.push(expression(POWER.or))
      }
      clauses.push({ target, iterable, conditions })
    }
    expect(']')
    return { kind: 'comprehension', element, clauses, at }
  }

  const tree = expression(POWER.conditional)
  if (peek().kind !== 'end') unexpected('an operator or the end of the expression', peek())
  return tree
}

const unexpected = (wanted: string, { kind, text, at }: Token): never => {
  const got = kind === 'end' ? 'the end of the expression' : `\`${text}\``
  throw new Problem(`expected ${wanted}, got ${got}`, at)
}
