import test from 'ava'
import { offset, seedOf } from '#src/experiments/problems/synthetic/bbob/draws.js'
import { bbobFunctions } from '#src/experiments/problems/synthetic/bbob/functions.js'
import { distance, fixture } from './fixture.js'

const { values } = fixture<{ readonly values: Readonly<Record<string, readonly (readonly number[])[]>> }>('bbob')

/** The points of bench/peers/bbob.py, some of them outside of the box. */
const point = (number: number, D: number, k: number): number[] =>
  Array.from({ length: D }, (_, j) => ((37 * (j + 1) * (k + 2) + 11 * number) % 101) / 10 - 5.05)

for (const [label, rows] of Object.entries(values)) {
  const [D, instance] = label.split('/').map(Number) as [number, number]
  test(`the 24 functions of BBOB have COCO's values in ${D} dimensions, instance ${instance}`, t => {
    for (const [at, theirs] of rows.entries()) {
      const number = at + 1
      const landscape = bbobFunctions[at]?.(D, seedOf(number, instance))
      const added = offset(number, instance)
      t.true(distance(added, theirs.at(-1) as number) < 1e-12, `f_opt of f${number}: ${added}`)
      for (const [k, value] of theirs.slice(0, -1).entries()) {
        const ours = (landscape?.value(point(number, D, k)) as number) + added
        t.true(distance(ours, value) < 1e-9, `f${number} at point ${k}: ${ours} instead of ${value}`)
      }
    }
  })
}
