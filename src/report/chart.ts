import { type Axis, drawn, HEIGHT, picture, plotOption, WIDTH } from './drawing.js'
import { html, type Markup } from './markup.js'

export const COLOURS = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  feasible: 'var(--blue)',
  infeasible: 'var(--purple)',
  front: 'var(--orange)',
  baseline: 'var(--green)',
  failed: 'var(--muted)',
} as const

/** One point of a series. `trial` ties it to its row in the table. */
export interface Point {
  readonly value: readonly [number, number]
  readonly trial?: number
}

/** One series, and its entry in the legend. */
export interface Series {
  readonly label: string
  readonly colour: string
  readonly shape: 'dot' | 'big' | 'triangle' | 'cross' | 'bar' | 'diamond' | 'ring' | 'line' | 'dashed' | 'dotted'
  readonly points: readonly Point[]
  /** Lines: where between two points the value changes; straight from one to the other where absent. */
  readonly step?: 'start' | 'end'
  /** Sits on the lower edge, whatever the value. */
  readonly onEdge?: true
}

/** A picture with its legend, and its caption where no heading says it, drawn by ECharts as SVG. */
export const figure = async (
  caption: string | undefined,
  {
    x,
    y,
    series,
    note,
  }: { readonly x: Axis; readonly y: Axis; readonly series: readonly Series[]; readonly note?: string | undefined },
): Promise<Markup> => {
  const shown = series.filter(({ points }) => points.length > 0)
  const frame = plotOption(x, y)
  const drawing = await drawn(
    {
      ...frame,
      yAxis: [frame.yAxis, { show: false, min: 0, max: 1 }],
      series: shown.map(seriesOption),
    },
    (s, i) => shown[s]?.points[i]?.trial,
  )
  return html`<figure>${caption === undefined ? undefined : html`<figcaption>${caption}</figcaption>`}${picture(caption ?? y.name, WIDTH, HEIGHT, drawing)}
<ul class="legend">${shown.map(({ label, colour, shape }) => html`<li>${swatch(shape, colour)}${label}</li>`)}</ul>
${note === undefined ? undefined : html`<p class="note">${note}</p>`}</figure>`
}

/** Whether values spread so far that only a logarithmic axis shows them. */
export const wantsLog = (values: readonly number[]): boolean => {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return values.length > 0 && low > 0 && high / low > 50
}

const LINES = { line: 'solid', dashed: 'dashed', dotted: 'dotted' } as const
const SYMBOLS = {
  dot: { symbol: 'circle', symbolSize: 7 },
  big: { symbol: 'circle', symbolSize: 11 },
  triangle: { symbol: 'triangle', symbolSize: 8 },
  cross: { symbol: 'path://M0,0L8,8M8,0L0,8', symbolSize: 7 },
  bar: { symbol: 'rect', symbolSize: [2, 8] as number[] },
  diamond: { symbol: 'diamond', symbolSize: 14 },
  ring: { symbol: 'circle', symbolSize: 20 },
} as const

const FILLED: ReadonlySet<Series['shape']> = new Set(['dot', 'big', 'diamond', 'bar'])

const seriesOption = ({ label, colour, shape, points, step, onEdge }: Series) => {
  const common = { name: label, data: points.map(({ value }) => [...value]), yAxisIndex: onEdge ? 1 : 0 }
  if (shape === 'line' || shape === 'dashed' || shape === 'dotted') {
    return {
      ...common,
      type: 'line' as const,
      symbol: 'none',
      silent: true,
      step: step ?? (false as const),
      lineStyle: { color: colour, width: 2, type: LINES[shape] },
      z: 2,
    }
  }
  return {
    ...common,
    ...SYMBOLS[shape],
    type: 'scatter' as const,
    itemStyle: FILLED.has(shape)
      ? { color: colour, opacity: shape === 'dot' ? 0.6 : 1 }
      : { color: 'transparent', borderColor: colour, borderWidth: 1.6 },
    z: shape === 'big' || shape === 'diamond' || shape === 'ring' ? 4 : 3,
  }
}

const swatch = (shape: Series['shape'], colour: string): Markup => {
  const paint = html`fill="none" stroke="${colour}" stroke-width="2"`
  const drawn = {
    dot: html`<circle cx="8" cy="8" r="4" fill="${colour}" opacity="0.6"/>`,
    big: html`<circle cx="8" cy="8" r="5.5" fill="${colour}"/>`,
    triangle: html`<path d="M8 3L13 12H3Z" ${paint}/>`,
    cross: html`<path d="M4 4L12 12M12 4L4 12" ${paint}/>`,
    bar: html`<path d="M8 3V13" ${paint}/>`,
    diamond: html`<path d="M8 1L15 8L8 15L1 8Z" fill="${colour}"/>`,
    ring: html`<circle cx="8" cy="8" r="6" ${paint}/>`,
    line: html`<path d="M0 8H16" ${paint}/>`,
    dashed: html`<path d="M0 8H16" stroke-dasharray="5 3" ${paint}/>`,
    dotted: html`<path d="M0 8H16" stroke-dasharray="2 2" ${paint}/>`,
  }
  return html`<svg viewBox="0 0 16 16" aria-hidden="true">${drawn[shape]}</svg>`
}
