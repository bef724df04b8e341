import test from 'ava'
import { isRight } from '#src/core/fp.js'
import type { Config } from '#src/core/index.js'
import { type SyntheticSpec, syntheticProblem } from '#src/experiments/index.js'
import type { Space } from '#src/space/index.js'
import { distance, fixture } from './fixture.js'

const { cases } = fixture<{
  readonly cases: readonly { readonly spec: SyntheticSpec; readonly values: readonly (readonly number[])[] }[]
}>('pymoo')

/** The points of bench/peers/synthetic.py. */
const point = (space: Space, k: number): Config =>
  Object.fromEntries(
    Object.entries(space.parameters).map(([name, parameter], j) => {
      const part = ((37 * (j + 1) * (k + 2) + 11) % 101) / 100
      if (parameter.kind === 'flag') return [name, part > 0.5]
      const { low, high } = parameter as { readonly low: number; readonly high: number }
      return [name, low + part * (high - low)]
    }),
  )

for (const { spec, values } of cases) {
  const { name, space, profiler } = syntheticProblem(spec)
  test(`${name}: losses and constraints are those of pymoo`, t => {
    for (const [k, theirs] of values.entries()) {
      const profiled = profiler.profileSync?.(point(space, k), { fidelity: 1, seed: k, report: () => 'continue' })
      const ours = profiled && isRight(profiled) ? (Object.values(profiled.right.metrics) as number[]) : []
      t.is(ours.length, theirs.length)
      for (const [i, value] of theirs.entries())
        t.true(distance(ours[i] as number, value) < 1e-9, `number ${i} of point ${k}: ${ours[i]} instead of ${value}`)
    }
  })
}
