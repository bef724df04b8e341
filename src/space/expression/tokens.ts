import { Problem } from './problem.js'

/** A word of an expression, and where it begins. Keywords are operators. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'operator' | 'end'
  /** As written; for a text what it means. */
  readonly text: string
  readonly at: number
}

const KEYWORDS = new Set(['and', 'or', 'not', 'in', 'if', 'else', 'for', 'True', 'False', 'None'])
// Longest first: the first alternative that fits is taken.
const PATTERN =
  /\s+|(?<number>0[xX][\da-fA-F]+|0[bB][01]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<operator>\*\*|\/\/|<=|>=|==|!=|[-+*/%<>()[\],])/y
/** What people write who come from another language. */
const FOREIGN: Readonly<Record<string, string>> = { '&': 'and', '|': 'or', '!': 'not', '=': '==', '^': '**' }
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' }

/** The words of an expression, closed by one of kind 'end'. */
export const tokenize = (text: string): Token[] => {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    PATTERN.lastIndex = at
    const match = PATTERN.exec(text)
    if (match === null) throw unreadable(text, at)
    const { number, name, text: quoted, operator } = match.groups ?? {}
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at })
    else if (name !== undefined) tokens.push({ kind: KEYWORDS.has(name) ? 'operator' : 'name', text: name, at })
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: unquote(quoted), at })
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator, at })
    at += match[0].length
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  return tokens
}

const unreadable = (text: string, at: number): Problem => {
  const character = text[at] as string
  if (character === "'" || character === '"')
    return new Problem('expected a closing quote, got the end of the expression', at)
  const python = FOREIGN[character]
  return new Problem(
    `expected a value or an operator, got \`${character}\`${python === undefined ? '' : ` (Python writes \`${python}\`)`}`,
    at,
  )
}

const unquote = (quoted: string): string =>
  quoted.slice(1, -1).replace(/\\(.)/gs, (written, character: string) => ESCAPES[character] ?? written)
