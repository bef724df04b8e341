import { Problem } from './problem.js'

/** A word of an expression, and where it begins. Keywords are operators. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'operator' | 'end'
  /** As written; for a text what it means. */
  readonly text: string
  readonly at: number
}

const KEYWORDS = new Set(['and', 'or', 'not', 'in', 'if', 'else', 'for', 'True', 'False', 'None'])
const OPERATORS = new Set(['**', '//', '<=', '>=', '==', '!=', ...'+-*/%<>()[],'])
/** What people write who come from another language. */
const FOREIGN: Readonly<Record<string, string>> = { '&': 'and', '|': 'or', '!': 'not', '=': '==', '^': '**' }
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' }

/** The words of an expression, closed by one of kind 'end'. */
export const tokenize = (text: string): Token[] => {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const character = text[at] as string
    const start = at
    if (isSpace(character)) at++
    else if (isDigit(character) || (character === '.' && isDigit(text[at + 1]))) {
      at = endOfNumber(text, at)
      tokens.push({ kind: 'number', text: text.slice(start, at), at: start })
    } else if (isLetter(character)) {
      while (isLetter(text[at]) || isDigit(text[at])) at++
      const word = text.slice(start, at)
      tokens.push({ kind: KEYWORDS.has(word) ? 'operator' : 'name', text: word, at: start })
    } else if (character === "'" || character === '"') {
      at = endOfText(text, at)
      tokens.push({ kind: 'text', text: unquoted(text.slice(start + 1, at - 1)), at: start })
    } else {
      const pair = text.slice(at, at + 2)
      const operator = OPERATORS.has(pair) ? pair : character
      if (!OPERATORS.has(operator)) throw unreadable(character, at)
      tokens.push({ kind: 'operator', text: operator, at: start })
      at += operator.length
    }
  }
  tokens.push({ kind: 'end', text: '', at })
  return tokens
}

const isSpace = (character: string): boolean => character <= ' ' || character === '\u00a0'
const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= '0' && character <= '9'
const isLetter = (character: string | undefined): boolean =>
  character !== undefined &&
  ((character >= 'a' && character <= 'z') ||
    (character >= 'A' && character <= 'Z') ||
    character === '_' ||
    character > '\u00a0')

/** 12, 1_000, 0x1f, 1.5, .5, 1., 1e-3 */
const endOfNumber = (text: string, start: number): number => {
  let at = start
  const skip = (isPart: (character: string | undefined) => boolean): void => {
    while (isPart(text[at]) || text[at] === '_') at++
  }
  if (text[at] === '0' && 'xXbB'.includes(text[at + 1] ?? ' ')) {
    at += 2
    skip(character => isDigit(character) || isLetter(character))
  } else {
    skip(isDigit)
    if (text[at] === '.') at++
    skip(isDigit)
    if (text[at] === 'e' || text[at] === 'E') {
      at += text[at + 1] === '+' || text[at + 1] === '-' ? 2 : 1
      skip(isDigit)
    }
  }
  if (Number.isNaN(Number(text.slice(start, at).replaceAll('_', '')))) {
    throw new Problem(`expected a number, got \`${text.slice(start, at)}\``, start)
  }
  return at
}

const endOfText = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === text[start]) return at + 1
  }
  throw new Problem('expected a closing quote, got the end of the expression', start)
}

const unquoted = (text: string): string =>
  text.includes('\\') ? text.replace(/\\(.)/gs, (written, character: string) => ESCAPES[character] ?? written) : text

const unreadable = (character: string, at: number): Problem => {
  const python = FOREIGN[character]
  const hint = python === undefined ? '' : ` (Python writes \`${python}\`)`
  return new Problem(`expected a value or an operator, got \`${character}\`${hint}`, at)
}
