import { type Cell, isFigure, type Table } from './table.js'

/** Tables as GitHub's Markdown has them. What is best is bold; what is significant has a star. */
export const markdownOf = (tables: readonly Table[]): string => tables.map(markdownTable).join('\n')

const markdownTable = ({ caption, heads, rows, notes }: Table): string => {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    `${escaped(caption)}\n`,
    line(heads.map(escaped)),
    line(heads.map((_, i) => (rows.some(row => isFigure(row[i])) ? '---:' : '---'))),
    ...rows.map(row => line(row.map(markdownCell))),
    ...notes.map(note => `\n${escaped(note)}`),
    '',
  ].join('\n')
}

const markdownCell = (cell: Cell): string => {
  if (!isFigure(cell)) return escaped(cell)
  const text = `${escaped(cell.text)}${cell.isMarked ? '\\*' : ''}`
  return cell.isBest ? `**${text}**` : text
}

/** Text that Markdown takes for nothing but text. */
const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replace(/[\\`*_|[\]#~]/g, character => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
