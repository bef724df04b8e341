import fc from 'fast-check'
import { makeRng } from '#src/core/index.js'

/** Few distinct values, so that ties, duplicates and chains of dominance are common. */
const loss = fc.integer({ min: 0, max: 6 })

const ofLength = (m: number): fc.Arbitrary<number[]> => fc.array(loss, { minLength: m, maxLength: m })

/** Two points of the same number of objectives, 1 to 5. */
export const pointPair = fc.integer({ min: 1, max: 5 }).chain(m => fc.tuple(ofLength(m), ofLength(m)))

/** A list of points of `low` to `high` objectives. */
export const pointLists = (low: number, high: number, maxLength = 25): fc.Arbitrary<number[][]> =>
  fc.integer({ min: low, max: high }).chain(m => fc.array(ofLength(m), { minLength: 1, maxLength }))

/** Random points of the simplex sum = 1, none of which dominates another. */
export const simplex = (n: number, m: number, seed = 1): number[][] => {
  const rng = makeRng(seed)
  return Array.from({ length: n }, () => {
    const raw = Array.from({ length: m }, () => -Math.log(1 - rng.next()))
    const sum = raw.reduce((a, b) => a + b, 0)
    return raw.map(x => x / sum)
  })
}
