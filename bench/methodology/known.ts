import { left, right } from '#src/core/fp.js'
import { makeRng, type Profile, profileFailure } from '#src/core/index.js'
import type { Population } from '#src/experiments/index.js'
import { type Profiler, recorded } from '#src/profilers/index.js'
import { defineSpace, ordinal } from '#src/space/index.js'
import type { Space } from '#src/space/space.js'
import { labelOf } from '../recorded/contest.js'

/** A space all of whose answers are known, and who gives them. */
export interface Known {
  readonly name: string
  readonly space: Space
  readonly profiler: Profiler
  readonly metric: string
  readonly population: Population
}

/**
 * 64 configurations with a valley in two of three parameters, some chance besides, some of equal time, and some that fail: all figures
 * are whole or have two decimals, so that a file of them is short.
 */
export const madeUp = (seed: number): Known => {
  const name = `made up ${seed}`
  const values = ordinal(1, 2, 4, 8)
  const space = defineSpace({ block: values, tile: values, unroll: values }) as unknown as Space
  const configs = [...space.enumerate()]
  const rng = makeRng(name)
  const losses = Float64Array.from(configs, ({ block, tile, unroll }) => {
    const [a, b, c] = [Math.log2(block as number), Math.log2(tile as number), Math.log2(unroll as number)]
    const loss = 2 + (a - 2) ** 2 + Math.abs(b - a) + 0.5 * c + 2 * rng.next()
    return rng.next() < 0.1 ? Number.NaN : Math.round(10 * loss) / 10
  })
  const costsMs = losses.map(loss => (Number.isNaN(loss) ? 300 : 1000 + Math.round(20 * loss)) + rng.integer(0, 400))
  const rows = new Map(configs.map((config, row) => [space.fingerprint(config), row]))
  const profiler: Profiler = {
    name,
    metrics: [{ name: 'timeMs', unit: 'ms', better: 'lower' }],
    profileSync: config => {
      const row = rows.get(space.fingerprint(config)) as number
      const [timeMs, costMs] = [losses[row] as number, costsMs[row] as number]
      if (Number.isNaN(timeMs)) return left(profileFailure('RunFailed', 'made to fail', { costMs }))
      return right<Profile>({ metrics: { timeMs }, costMs, phases: {}, machine: 'made up' })
    },
    profile: (config, context) => async () =>
      (profiler.profileSync as NonNullable<Profiler['profileSync']>)(config, context),
  }
  return { name, space, profiler, metric: 'timeMs', population: { losses, costsMs } }
}

export const ofFile = (file: string): Known => {
  const profiler = recorded(file)
  const { space, recording } = profiler
  const { objective, failed, length, costs } = recording
  // The same parts as the profiler charges.
  const charged = Object.entries(costs).filter(([part]) => part !== 'strategy')
  const losses = Float64Array.from({ length }, (_, row) =>
    failed[row] === 0 ? (objective.values[row] as number) : Number.NaN,
  )
  const costsMs = losses.map((_, row) => charged.reduce((sum, [, column]) => sum + (column[row] as number), 0))
  return { name: labelOf(file), space, profiler, metric: objective.spec.name, population: { losses, costsMs } }
}
