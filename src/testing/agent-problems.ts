import { type Config, type Measured, makeRng, type Outcome, profileFailure } from '../core/index.js'
import type { Goals } from '../goals/goals.js'
import { choice, defineSpace, flag, integer, on, ordinal, real, type Space } from '../space/index.js'

/** The spaces that `checkAgent` runs an agent over: small, and between them everything that a space can hold. */
export const problemSpaces = (): Readonly<Record<string, Space>> => ({
  mixed: defineSpace({
    rate: real(1e-4, 1, { scale: 'log' }),
    shift: real(-1, 1),
    width: integer(1, 256, { scale: 'log' }),
    tile: ordinal(8, 16, 32, 64),
    mode: choice('a', 'b', 'c'),
    fast: flag(),
  }),
  conditional: defineSpace(
    { mode: choice('plain', 'fine'), fine: real(0, 1), depth: integer(1, 4), deep: flag() },
    { when: { fine: c => c.mode === 'fine', deep: c => (c.depth ?? 0) >= 3 } },
  ),
  constrained: defineSpace(
    { x: integer(1, 64), y: integer(1, 64), z: real(0, 1) },
    { where: [on(['x', 'y'], c => c.x * c.y <= 256 && c.x >= c.y, { name: 'fits' })] },
  ),
  tiny: defineSpace(
    { size: ordinal(1, 2, 4), kind: choice('a', 'b'), extra: flag() },
    { where: [on(['size', 'kind'], c => !(c.size === 4 && c.kind === 'b'))], when: { extra: c => c.kind === 'b' } },
  ),
})

/** `count` losses to minimise, f1, f2, ..., and one constraint on a metric. */
export const problemGoals = (count: number): Goals => {
  const names = Array.from({ length: count }, (_, i) => `f${i + 1}`)
  const objectives = Object.fromEntries(
    names.map(metric => [metric, { direction: 'minimize', metric, statistic: 'median' } as const]),
  )
  const constraints = { g: { kind: 'atMost', metric: 'g', bound: 0.8, statistic: 'median', scale: 1 } as const }
  return {
    names,
    objectives,
    constraints,
    judge: profile =>
      measured(
        names.map(name => Number(profile.metrics[name])),
        Number(profile.metrics.g),
      ),
    toJSON: () => ({ objectives: names, constraints: Object.keys(constraints) }),
  }
}

/** What trial number `trial` shows of a configuration: now and then it fails or is pruned, whatever the configuration. */
export const problemOutcome = (
  space: Space,
  goals: Goals,
  config: Config,
  trial: number,
  failing: boolean,
): Outcome => {
  if (failing || trial % 5 === 3) {
    return { _tag: 'Failed', failure: profileFailure('RunFailed', `trial ${trial} was made to fail`), costMs: 1 }
  }
  if (trial % 7 === 5) return { _tag: 'Pruned', step: 1, costMs: 1 }
  const point = [...space.encode(config)]
  const losses = goals.names.map((_, m) => point.reduce((sum, u) => sum + (u - (m + 1) / 4) ** 2, 0))
  return measured(losses, point[0] as number)
}

const measured = (losses: readonly number[], g: number): Measured => {
  const violation = Math.max(0, g - 0.8)
  const objectives = Object.fromEntries(losses.map((loss, m) => [`f${m + 1}`, loss]))
  return {
    _tag: 'Measured',
    profile: { metrics: { ...objectives, g }, costMs: 1, phases: {}, machine: 'synthetic' },
    objectives,
    losses,
    violations: { g: violation },
    violation,
    feasible: violation === 0,
  }
}

/** Configurations as a caller would enqueue them. */
export const callerConfigs = (space: Space): (() => Config) => {
  const rng = makeRng('caller')
  return () => space.sample(rng)
}
