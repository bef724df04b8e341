import type { Space } from '../../space/space.js'
import type { ObservationPart } from './part.js'
import { expectCount, failed, relative } from './relative.js'

/** Names of the numbers of an encoded configuration. */
export const configNames = ({ dimension }: Pick<Space, 'dimension'>): readonly string[] =>
  Array.from({ length: dimension }, (_, i) => `lastConfig/${i}`)

/** The last configuration, as the space encodes it. */
export const currentConfig =
  (): ObservationPart =>
  ({ space }) => ({
    names: configNames(space),
    low: 0,
    high: 1,
    write: ({ trials }, row) => {
      const last = trials.at(-1)
      if (last) row.set(space.encode(last.config))
    },
  })

/** Whether the last trial failed or was infeasible, and its losses relative to the baseline, above 0 where they are better. */
export const lastProfile =
  (): ObservationPart =>
  ({ goals: { names } }) => ({
    names: ['lastFailed', 'lastInfeasible', ...names.map(name => `last/${name}`)],
    low: [0, 0, ...names.map(() => -1)],
    high: 1,
    write: ({ trials, reference }, row) => {
      const last = trials.at(-1)
      if (!last) return
      const { outcome } = last
      row[0] = failed(last)
      if (outcome._tag !== 'Measured') return
      row[1] = outcome.feasible ? 0 : 1
      for (const [i, loss] of outcome.losses.entries()) row[2 + i] = relative(loss, reference?.losses[i])
    },
  })

/** Of each of the last `length` trials, the newest first: whether it failed, and its losses relative to the baseline; zeros where there were fewer. */
export const history = (length: number): ObservationPart => {
  expectCount('history', length)
  return ({ goals: { names } }) => ({
    names: Array.from({ length }, (_, age) => ['failed', ...names].map(name => `history/${age + 1}/${name}`)).flat(),
    low: Array.from({ length }, () => [0, ...names.map(() => -1)]).flat(),
    high: 1,
    write: ({ trials, reference }, row) => {
      for (let age = 0; age < Math.min(length, trials.length); age++) {
        const trial = trials[trials.length - 1 - age] as (typeof trials)[number]
        const at = age * (1 + names.length)
        row[at] = failed(trial)
        if (trial.outcome._tag !== 'Measured') continue
        for (const [i, loss] of trial.outcome.losses.entries()) row[at + 1 + i] = relative(loss, reference?.losses[i])
      }
    },
  })
}
