import type { Band, ExperimentSummary } from '../../experiments/summary.js'
import { picture } from '../drawing.js'
import { html, type Markup } from '../markup.js'
import { standingsOf } from './standings.js'
import { MOST_TOLD_APART } from './strokes.js'
import { fitting, round } from './text.js'

const COLUMNS = 5
const [WIDTH, HEIGHT] = [124, 74]
const [STEP_X, STEP_Y] = [140, 106]
const [LEFT, TOP] = [34, 24]

/** The gain of each of many agents in a panel of its own, the leader's in grey behind it; undefined where one picture tells them apart. */
export const performancePanels = (summary: ExperimentSummary): Markup | undefined => {
  const standings = standingsOf(summary)
  const [leader] = standings
  if (leader === undefined || standings.length <= MOST_TOLD_APART) return undefined
  const { parts } = summary.overall
  const values = standings.flatMap(({ curve }) => curve.mean).filter(Number.isFinite)
  const [low, high] = [Math.max(-1, Math.min(0, ...values)), Math.max(0.1, ...values)]
  const x = (i: number): number => round(WIDTH * (parts[i] ?? 0))
  const y = (value: number): number => round(HEIGHT * (1 - (Math.min(high, Math.max(low, value)) - low) / (high - low)))
  const points = (curve: readonly number[], from = Number.NEGATIVE_INFINITY): readonly string[] =>
    curve.flatMap((value, i) => (Number.isFinite(value) && value >= from ? [`${x(i)},${y(value)}`] : []))
  const line = (curve: readonly number[]): string => points(curve, low).join(' ')
  const area = ({ low, high }: Band): string => [...points(low), ...points(high).toReversed()].join(' ')
  const ticks = [low < 0 ? low : 0, high].map(
    value =>
      html`<text x="-5" y="${y(value)}" dy=".35em" text-anchor="end" font-size="10" fill="var(--muted)">${Number(value.toFixed(1))}</text>`,
  )
  const rows = Math.ceil(standings.length / COLUMNS)
  return picture(
    `${summary.title}: gain over random search by part of the budget, a panel for each agent`,
    LEFT + STEP_X * COLUMNS,
    TOP + STEP_Y * rows + 12,
    html`${standings.map(
      (
        { agent, curve, score },
        i,
      ) => html`<g transform="translate(${LEFT + STEP_X * (i % COLUMNS)} ${TOP + STEP_Y * Math.floor(i / COLUMNS)})">
<text y="-7" font-size="11.5" fill="var(--ink)">${fitting(agent, 11.5, WIDTH - 26)}</text><text x="${WIDTH}" y="-7" font-size="11" fill="var(--muted)" text-anchor="end">${score.value.toFixed(2)}</text>
<path d="M0 0V${HEIGHT}M0 ${y(0)}H${WIDTH}" stroke="var(--edge)" fill="none"/>
<polyline points="${line(leader.curve.mean)}" stroke="var(--muted)" fill="none" stroke-opacity=".6"/><polygon points="${area(curve)}" fill="var(--blue)" fill-opacity=".18"/>
<polyline points="${line(curve.mean)}" stroke="var(--blue)" stroke-width="1.8" fill="none"/>${i % COLUMNS === 0 ? ticks : undefined}</g>`,
    )}`,
    html`<text x="${LEFT}" y="${TOP + STEP_Y * rows}" font-size="11.5" fill="var(--muted)">Gain over random search by part of the budget, 0% to 100%; in grey the leader, at the right of a name the score.</text>`,
  )
}
