import type { EChartsOption } from 'echarts'
import { fault, ParetuneError } from '../core/index.js'
import { html, Markup } from './markup.js'

// How a picture is made. Its colours are variables of the page's style, so that one picture serves light and dark.

export const WIDTH = 420
export const HEIGHT = 310
/** Room for the labels of the upright axis. */
const LEFT = 50

export interface Axis {
  readonly name: string
  readonly log?: boolean
  /** Whole numbers only. */
  readonly whole?: true
  /** Parts, shown as percents. */
  readonly percent?: true
  readonly min?: number
  readonly max?: number
  /** From one label to the next. */
  readonly step?: number
}

/** What ECharts draws, without the frame of the picture. `trialOf` ties a point of a series to its trial. */
export const drawn = async (
  option: EChartsOption,
  trialOf: (series: number, point: number) => number | undefined = () => undefined,
): Promise<Markup> => {
  const echarts = await import('echarts').catch((cause: unknown) => {
    const message = 'expected the package echarts for pictures, got none: npm install echarts'
    throw new ParetuneError(fault('MissingPackage', message, { cause }))
  })
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT })
  chart.setOption(option)
  const svg = chart.renderToSVGString()
  chart.dispose()
  // ECharts says which point a mark is; its styles and clip paths have nothing to do in a still picture, and names of
  // their own that would meet those of the next one. Quotes in texts are escaped, so that only attributes are met here.
  return new Markup(
    svg
      .replace(/<(defs|style)[\s\S]*<\/style>/, '')
      .replace(/^<svg [^>]*>|<\/svg>$/g, '')
      .replace(/ ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)"/g, (_, s: string, i: string) => {
        const trial = trialOf(Number(s), Number(i))
        return trial === undefined ? '' : ` data-trial="${trial}"`
      })
      .replace(/ (ecmeta_\w+|class|clip-path|pointer-events|xml:space)="[^"]*"/g, '')
      .replace(/ d="[^"]*"/g, path => path.replace(/\d+\.\d{2,}/g, tenths)),
  )
}

const tenths = (digits: string): string => String(Number(Number(digits).toFixed(1)))

/** The frame of a picture. */
export const picture = (label: string, width: number, height: number, ...parts: readonly Markup[]): Markup =>
  html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${parts}</svg>`

/** What every plot has: its ground, an axis below and one at the left, its name above it. */
export const plotOption = (x: Axis, y: Axis) => ({
  animation: false,
  textStyle: { fontFamily: 'inherit', fontSize: 13 },
  grid: { left: LEFT, right: 18, top: 30, bottom: 44 },
  xAxis: { ...axis(x), nameLocation: 'middle' as const, nameGap: 30 },
  yAxis: uprightAxis(y),
})

const axis = ({ name, log = false, whole, percent, min, max, step }: Axis) => ({
  type: log ? ('log' as const) : ('value' as const),
  name: log ? `${name}, log scale` : name,
  scale: true,
  ...(whole && { minInterval: 1 }),
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
  ...(step !== undefined && { interval: step }),
  nameTextStyle: NAME_STYLE,
  axisLine: { show: true, lineStyle: { color: 'var(--muted)' } },
  axisTick: { lineStyle: { color: 'var(--muted)' } },
  axisLabel: {
    color: 'var(--muted)',
    hideOverlap: true,
    formatter: (value: number) => (percent ? PERCENT : COMPACT).format(value),
  },
  splitLine: { lineStyle: { color: 'var(--grid)' } },
  minorSplitLine: { show: false },
})

const uprightAxis = (of: Axis) => ({
  ...axis(of),
  nameLocation: 'end' as const,
  nameGap: 12,
  nameTextStyle: { ...NAME_STYLE, align: 'left' as const, padding: [0, 0, 0, 2 - LEFT] },
})

const NAME_STYLE = { color: 'var(--ink)', fontSize: 13 }
const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 })
const PERCENT = new Intl.NumberFormat('en-US', { style: 'percent' })
