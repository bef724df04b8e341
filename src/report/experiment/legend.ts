import { html, type Markup } from '../markup.js'
import type { Stroke } from './strokes.js'
import { fitting, round, textWidth } from './text.js'

/** One entry of a legend. */
export interface Entry {
  readonly label: string
  readonly stroke: Stroke
}

const SIZE = 12
const LINE = 19
const SAMPLE = 30
const GAP = 16

/** Entries in columns below a plot, read line by line; with the height that they take. */
export const legend = (
  entries: readonly Entry[],
  { left, top, width }: { readonly left: number; readonly top: number; readonly width: number },
): { readonly height: number; readonly drawing: Markup } => {
  const widest = Math.max(...entries.map(({ label }) => SAMPLE + 6 + textWidth(label, SIZE) + GAP))
  const columns = Math.max(1, Math.min(entries.length, Math.floor((width + GAP) / widest)))
  const step = columns === 1 ? width : Math.min(width / columns, widest + 24)
  const room = step - SAMPLE - 6
  const drawing = html`<g font-size="${SIZE}">${entries.map(({ label, stroke }, i) => {
    const [x, y] = [left + (i % columns) * step, top + LINE * (Math.floor(i / columns) + 0.5)]
    return html`<path d="M${round(x)} ${y}h${SAMPLE}" ${strokeAttributes(stroke)}/><text x="${round(x + SAMPLE + 6)}" y="${y}" dy=".35em" fill="var(--ink)">${fitting(label, SIZE, room)}</text>`
  })}</g>`
  return { height: LINE * Math.ceil(entries.length / columns), drawing }
}

const strokeAttributes = ({ colour, width, opacity, dash }: Stroke): Markup =>
  html`fill="none" stroke="${colour}" stroke-width="${width}"${opacity === 1 ? undefined : html` stroke-opacity="${opacity}"`}${
    dash.length === 0 ? undefined : html` stroke-dasharray="${dash.join(' ')}"`
  }`
