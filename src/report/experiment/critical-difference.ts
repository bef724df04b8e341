import type { ExperimentSummary } from '../../experiments/summary.js'
import { picture } from '../drawing.js'
import { html, type Markup } from '../markup.js'
import { fitting, round, textWidth } from './text.js'

const SIZE = 12.5
const ROW = 18
const AXIS = 66
const BAR = 7

interface Ranked {
  readonly agent: string
  readonly rank: number
}

/**
 * The critical-difference diagram: an axis of mean ranks with the best to the right, agents named at both sides, bars over those between
 * which no difference was found, and the critical difference as a length. Undefined where there was no test.
 * @see Demsar 2006, figure 1
 */
export const criticalDifference = ({ title, overall }: ExperimentSummary): Markup | undefined => {
  const { friedman } = overall
  const agents = overall.agents
    .map(({ agent, meanRank }): Ranked => ({ agent, rank: meanRank }))
    .sort((a, b) => a.rank - b.rank)
  if (friedman === null || agents.length < 2) return undefined

  const names = Math.min(
    280,
    12 + Math.max(...agents.map(({ agent, rank }) => textWidth(`${agent}  ${rankOf(rank)}`, SIZE))),
  )
  const left = names + 24
  const axisWidth = agents.length <= 10 ? 260 : 420
  const right = left + axisWidth
  const x = (rank: number): number => round(right - ((rank - 1) / (agents.length - 1)) * axisWidth)

  const bars = levelled(friedman.groups.map(group => spanOf(agents, group)))
  const top = AXIS + 20 + BAR * Math.max(0, ...bars.map(({ level }) => level + 1))
  const half = Math.ceil(agents.length / 2)
  const label = `${title}: critical-difference diagram of mean ranks, ${agents.map(({ agent, rank }) => `${agent} ${rankOf(rank)}`).join(', ')}`
  return picture(
    label,
    Math.ceil(right + left),
    top + ROW * half,
    ruler(friedman.criticalDifference, x, { left, right, most: agents.length }),
    axisOf(x, agents.length),
    html`<g stroke="var(--muted)" fill="none">${agents.map(({ rank }, i) => {
      const y = top + ROW * (i < half ? i : agents.length - 1 - i)
      return html`<path d="M${x(rank)} ${AXIS}V${y}H${i < half ? round(right + 18) : round(left - 18)}"/>`
    })}</g>`,
    html`<g stroke="var(--ink)" stroke-width="3.6" stroke-linecap="round">${bars.map(({ best, worst, level }) => {
      const y = AXIS + 14 + BAR * level
      return html`<path d="M${round(x(worst) - 3)} ${y}H${round(x(best) + 3)}"/>`
    })}</g>`,
    html`<g font-size="${SIZE}" fill="var(--ink)">${agents.map(({ agent, rank }, i) => {
      const number = html`<tspan fill="var(--muted)">${rankOf(rank)}</tspan>`
      const name = fitting(agent, SIZE, names - 12 - textWidth(`  ${rankOf(rank)}`, SIZE))
      return i < half
        ? html`<text x="${round(right + 23)}" y="${top + ROW * i}" dy=".35em">${name} ${number}</text>`
        : html`<text x="${round(left - 23)}" y="${top + ROW * (agents.length - 1 - i)}" dy=".35em" text-anchor="end">${number} ${name}</text>`
    })}</g>`,
  )
}

const rankOf = (rank: number): string => rank.toFixed(2)

/** The critical difference as a length above the worse end of the axis. */
const ruler = (
  difference: number,
  x: (rank: number) => number,
  { left, right, most }: { readonly left: number; readonly right: number; readonly most: number },
): Markup => {
  const end = Math.max(1, most - difference)
  const text = `CD ${difference.toFixed(2)}${difference > most - 1 ? ', more than the axis' : ''}`
  const [from, to] = [x(most), x(end)]
  return html`<g><path d="M${from} 20v8M${from} 24H${to}M${to} 20v8" stroke="var(--ink)" stroke-width="1.4" fill="none"/>
<text x="${round(from)}" y="13" font-size="${SIZE}" fill="var(--ink)">${text}</text>
<text x="${round(left)}" y="44" font-size="11" fill="var(--muted)" text-anchor="end" dx="-12" dy="26">worse</text><text x="${round(right)}" y="44" dx="12" dy="26" font-size="11" fill="var(--muted)">better</text></g>`
}

const axisOf = (x: (rank: number) => number, most: number): Markup => {
  const step = [1, 2, 5, 10, 20].find(each => most / each <= 12) ?? 50
  const ticks = [1, ...Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step)]
  const apart = [...new Set(ticks)].filter(tick => tick === most || most - tick >= 0.6 * step)
  return html`<g font-size="11.5" fill="var(--muted)" text-anchor="middle"><path d="M${x(most)} ${AXIS}H${x(1)}${apart.map(tick => `M${x(tick)} ${AXIS}v-6`).join('')}" stroke="var(--ink)" fill="none"/>
${apart.map(tick => html`<text x="${x(tick)}" y="${AXIS - 10}">${tick}</text>`)}</g>`
}

interface Span {
  readonly best: number
  readonly worst: number
}

const spanOf = (agents: readonly Ranked[], group: readonly string[]): Span => {
  const ranks = agents.filter(({ agent }) => group.includes(agent)).map(({ rank }) => rank)
  return { best: Math.min(...ranks), worst: Math.max(...ranks) }
}

/** Bars at the highest level where they meet no other. */
const levelled = (spans: readonly Span[]): readonly (Span & { readonly level: number })[] => {
  const ends: number[] = []
  return [...spans]
    .sort((a, b) => a.best - b.best)
    .map(span => {
      const free = ends.findIndex(end => end < span.best - 0.05 * (span.worst - span.best))
      const level = free === -1 ? ends.length : free
      ends[level] = span.worst
      return { ...span, level }
    })
}
