import type { CustomSeriesOption, LineSeriesOption } from 'echarts'
import type { Band } from '../../experiments/summary.js'
import { type Axis, drawn, HEIGHT, picture, plotOption, WIDTH } from '../drawing.js'
import type { Markup } from '../markup.js'
import { type Entry, legend } from './legend.js'

/** A line over the grid of its plot, and an entry of the legend. */
export interface Line extends Entry {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly band?: Band
}

export interface Plot {
  /** What the picture shows, for those who cannot see it. */
  readonly label: string
  readonly x: Axis
  readonly y: Axis
  /** The most important first: it is drawn above the others. */
  readonly lines: readonly Line[]
  /** Drawn below all, with one entry in the legend for all of them. */
  readonly others?: { readonly label: string; readonly lines: readonly Line[] }
}

/** Lines with their bands, and the legend below. */
export const plot = async ({ label, x, y, lines, others }: Plot): Promise<Markup> => {
  const floor = y.log ? Number.MIN_VALUE : (y.min ?? Number.NEGATIVE_INFINITY)
  // A gap where there is no value, and where a value lies below the axis.
  const pointsOf = (line: Line): readonly LinePoint[] => {
    const points = line.x.map((at, i): LinePoint => {
      const value = line.y[i]
      return [at, isNumber(value) && value >= floor ? value : null]
    })
    return points.some(([, value]) => value !== null) ? points : []
  }
  const bandOf = ({ x: grid, band }: Line): readonly BandPoint[] =>
    grid.flatMap((at, i) => {
      const [low, high] = [band?.low[i], band?.high[i]]
      if (!isNumber(low) || !isNumber(high) || (y.log && low <= 0)) return []
      return [[at, Math.max(floor, low), Math.max(floor, high)] as const]
    })
  const shown = lines.filter(line => pointsOf(line).length > 0)
  const grey = (others?.lines ?? []).filter(line => pointsOf(line).length > 0)
  const back = [...shown].reverse()
  const [first] = grey
  const { height, drawing } = legend(
    [...shown, ...(first && others ? [{ label: others.label, stroke: first.stroke }] : [])],
    { left: 10, top: HEIGHT + 4, width: WIDTH - 20 },
  )
  const body = await drawn({
    ...plotOption(x, y),
    series: [
      ...grey.map(line => lineOption(line, pointsOf(line))),
      ...back.flatMap(line => (line.band ? [bandOption(line, bandOf(line))] : [])),
      ...back.map(line => lineOption(line, pointsOf(line))),
    ],
  })
  return picture(label, WIDTH, HEIGHT + height + 10, body, drawing)
}

const isNumber = (value: number | undefined): value is number => Number.isFinite(value)

type LinePoint = readonly [number, number | null]
type BandPoint = readonly [number, number, number]

const lineOption = (
  { stroke: { colour, width, opacity, dash } }: Line,
  points: readonly LinePoint[],
): LineSeriesOption => ({
  type: 'line',
  data: points.map(([at, value]) => [at, value ?? '-']),
  symbol: points.length === 1 ? 'circle' : 'none',
  itemStyle: { color: colour },
  lineStyle: { color: colour, width, opacity, type: dash.length === 0 ? 'solid' : [...dash], cap: 'butt' },
  silent: true,
  z: 3,
})

/** A band is one polygon, drawn with its first point; the others only widen the axes. */
const bandOption = ({ stroke: { colour } }: Line, points: readonly BandPoint[]): CustomSeriesOption => ({
  type: 'custom',
  data: points.map(point => [...point]),
  encode: { x: 0, y: [1, 2] },
  silent: true,
  z: 2,
  renderItem: ({ dataIndex }, api) => {
    if (dataIndex > 0) return null
    const edge = (side: 1 | 2) => points.map(point => api.coord([point[0], point[side]]))
    return {
      type: 'polygon',
      shape: { points: [...edge(1), ...edge(2).reverse()] },
      style: { fill: colour, opacity: 0.14 },
    }
  },
})
