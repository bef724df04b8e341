import { picture } from '../drawing.js'
import { html, type Markup } from '../markup.js'
import { LIGHT } from '../style.js'
import { fitting, round, textWidth } from './text.js'

/** A heat map: names at the left and above, and a cell for each pair of them. */
export interface Matrix {
  /** What the picture shows, for those who cannot see it. */
  readonly label: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly cellWidth: number
  cell(row: number, column: number): MatrixCell | undefined
  /** The colours from the lowest to the highest, with what they stand for. */
  readonly scale: readonly MatrixCell[]
  readonly scaleName: string
}

export interface MatrixCell {
  readonly text: string
  /** -1 is all orange, 1 all blue, and 0 has no colour: two colours that colour-blind readers tell apart, on any ground. */
  readonly strength: number
  readonly isBold?: boolean
}

const CELL_HEIGHT = 21
const SIZE = 12
const IN_CELL = 10.5
const ANGLE = Math.PI / 4

export const matrix = ({ label, rows, columns, cellWidth, cell, scale, scaleName }: Matrix): Markup => {
  const names = Math.min(190, Math.max(0, ...rows.map(name => textWidth(name, SIZE))))
  const heads = Math.min(180, Math.max(0, ...columns.map(name => textWidth(name, SIZE))))
  const left = round(names + 14)
  const top = round(heads * Math.sin(ANGLE) + 18)
  const bottom = top + CELL_HEIGHT * rows.length
  const right = left + cellWidth * columns.length
  const legendWidth = scale.length * SCALE_WIDTH + 10 + textWidth(scaleName, SIZE)
  const width = Math.ceil(Math.max(right + heads * Math.cos(ANGLE) - cellWidth / 2 + 12, left + legendWidth))
  return picture(
    label,
    width,
    bottom + 40,
    html`<g font-size="${SIZE}" fill="var(--ink)">${columns.map(
      (name, c) =>
        html`<text transform="translate(${round(left + cellWidth * (c + 0.5) + 3)} ${top - 6})rotate(-45)">${fitting(name, SIZE, 180)}</text>`,
    )}</g>`,
    html`<g font-size="${SIZE}" fill="var(--ink)" text-anchor="end">${rows.map(
      (name, r) =>
        html`<text x="${left - 8}" y="${top + CELL_HEIGHT * (r + 0.5)}" dy=".35em">${fitting(name, SIZE, 190)}</text>`,
    )}</g>`,
    html`<g font-size="${IN_CELL}" text-anchor="middle">${rows.flatMap((_, r) =>
      columns.map((_, c) => {
        const made = cell(r, c)
        return made && cellAt(made, left + cellWidth * c, top + CELL_HEIGHT * r, cellWidth)
      }),
    )}
${scale.map((made, i) => cellAt(made, left + SCALE_WIDTH * i, bottom + 14, SCALE_WIDTH))}</g>`,
    html`<text x="${left + SCALE_WIDTH * scale.length + 8}" y="${bottom + 14 + CELL_HEIGHT / 2}" dy=".35em" font-size="${SIZE}" fill="var(--muted)">${scaleName}</text>`,
  )
}

const SCALE_WIDTH = 36
const STRONGEST = 0.85

/**
 * Its colour over the ground of the page. On a strong one dark text stands out, light page or dark, as none is stronger than
 * STRONGEST; on a weak one the text of the page does.
 */
const cellAt = ({ text, strength, isBold }: MatrixCell, x: number, y: number, width: number): Markup => {
  const opacity = Number((STRONGEST * Math.min(1, Math.abs(strength))).toFixed(2))
  const fill = html`<path d="M${round(x + 0.5)} ${round(y + 0.5)}h${width - 1}v${CELL_HEIGHT - 1}h${1 - width}z" fill="${strength < 0 ? 'var(--orange)' : 'var(--blue)'}" fill-opacity="${opacity}"/>`
  if (textWidth(text, IN_CELL) > width - 2) return fill
  const ink = opacity > 0.65 ? LIGHT.ink : 'var(--ink)'
  return html`${fill}<text x="${round(x + width / 2)}" y="${round(y + CELL_HEIGHT / 2)}" dy=".35em" fill="${ink}"${isBold ? html` font-weight="700"` : undefined}>${text}</text>`
}
