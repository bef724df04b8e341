import { type Cell, isFigure, type Table } from './table.js'

/** Columns beside the first before a table goes on below itself. */
const MOST_COLUMNS = 8

/** Tables for a paper that loads the package booktabs. What is best is bold; what is significant has a star. */
export const latexOf = (tables: readonly Table[]): string =>
  `% Needs \\usepackage{booktabs}.\n${tables.map(latexTable).join('\n')}`

const latexTable = ({ caption, heads, rows, notes }: Table): string => {
  const width = Math.max(1, heads.length - 1)
  const pieces = Math.ceil(width / MOST_COLUMNS)
  const columns = Math.ceil(width / pieces)
  return [
    '\\begin{table}',
    '\\centering',
    `\\caption{${escaped(caption)}}`,
    Array.from({ length: pieces }, (_, i) => {
      const piece = <T>(row: readonly T[]): readonly T[] => [
        ...row.slice(0, 1),
        ...row.slice(1 + i * columns, 1 + (i + 1) * columns),
      ]
      return tabular(piece(heads), rows.map(piece))
    }).join('\n\\par\\medskip\n'),
    ...notes.map(note => `\\par\\smallskip\n{\\footnotesize ${escaped(note)}}`),
    '\\end{table}\n',
  ].join('\n')
}

const tabular = (heads: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const alignment = heads.map((_, i) => (rows.some(row => isFigure(row[i])) ? 'r' : 'l')).join('')
  return [
    `\\begin{tabular}{${alignment}}`,
    '\\toprule',
    `${heads.map(escaped).join(' & ')} \\\\`,
    '\\midrule',
    ...rows.map(row => `${row.map(latexCell).join(' & ')} \\\\`),
    '\\bottomrule',
    '\\end{tabular}',
  ].join('\n')
}

const latexCell = (cell: Cell): string => {
  if (!isFigure(cell)) return escaped(cell)
  const text = escaped(cell.text).replace(/-(?=\d)/g, '$-$')
  const mark = cell.isMarked ? '$^{*}$' : ''
  return `${cell.isBest ? `\\textbf{${text}}` : text}${mark}`
}

/** Text that TeX takes for nothing but text; brackets and stars could be arguments of the \\ before them. */
const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replace(/[\\{}$&#%_~^<>|"'`[\]*–×]/g, character => SPECIAL[character] ?? `\\${character}`)

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
  "'": "'",
  '`': '\\textasciigrave{}',
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
  '–': '--',
  '×': '$\\times$',
}
