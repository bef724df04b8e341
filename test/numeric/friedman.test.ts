import test from 'ava'
import fc from 'fast-check'
import { friedman, nemenyiDifference, notDifferent } from '#src/numeric/index.js'
import { isNear } from './near.js'

/** Ranks of C4.5, with m, with cf, and with both, on 14 data sets. @see Demsar 2006, table 6 */
const demsar = [
  [4, 3, 2, 1],
  [1, 2, 3, 4],
  [4, 1, 2, 3],
  [4, 1, 3, 2],
  [4, 2, 3, 1],
  [1, 2.5, 4, 2.5],
  [3, 2, 4, 1],
  [2.5, 2.5, 4, 1],
  [4, 3, 2, 1],
  [2.5, 2.5, 2.5, 2.5],
  [4, 2.5, 1, 2.5],
  [3, 2, 4, 1],
  [4, 1, 2, 3],
  [3, 1, 4, 2],
]

test("Demsar's four classifiers on 14 data sets", t => {
  const { meanRanks, chiSquare, chiSquarePValue, f, fPValue } = friedman(demsar)
  t.deepEqual(
    meanRanks.map(rank => rank.toFixed(3)),
    ['3.143', '2.000', '2.893', '1.964'],
  )
  // The paper leaves ties uncorrected and finds 9.28; three pairs and one of four are tied: 1 - (3 * 6 + 60) / (14 * 60).
  t.is((chiSquare * (1 - 78 / 840)).toFixed(2), '9.28')
  // SciPy 1.17: friedmanchisquare, and f.sf of Iman and Davenport's statistic of its result.
  t.true(isNear(chiSquare, 10.228346456692925, 1e-12))
  t.true(isNear(chiSquarePValue, 0.016721580328441323, 1e-10))
  t.true(isNear(f, 4.1851301115241695, 1e-12))
  t.true(isNear(fPValue, 0.011620659515310975, 1e-10))
})

test('critical differences of the paper: 1.25 at 0.05 and 1.12 at 0.10', t => {
  t.is(nemenyiDifference(4, 14).toFixed(2), '1.25')
  t.is(nemenyiDifference(4, 14, 0.1).toFixed(2), '1.12')
})

test('critical values of the table in the paper, and of SciPy (studentized_range, infinite degrees of freedom)', t => {
  // q over the root of 2; with so many blocks the critical difference is that.
  const critical = (k: number, level: number): number => nemenyiDifference(k, (k * (k + 1)) / 6, level)
  // Demsar 2006, table 5 (a).
  const [at05, at10] = [
    [1.96, 2.343, 2.569, 2.728, 2.85, 2.949, 3.031, 3.102, 3.164],
    [1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.78, 2.855, 2.92],
  ] as const
  // The paper cuts the fourth decimal off in places.
  for (const [i, expected] of at05.entries()) t.true(Math.abs(critical(i + 2, 0.05) - expected) < 0.0011)
  for (const [i, expected] of at10.entries()) t.true(Math.abs(critical(i + 2, 0.1) - expected) < 0.0011)
  for (const [k, q05, q10] of [
    [2, 2.771807648699355, 2.3261743073533476],
    [3, 3.314493155398122, 2.9023802134282515],
    [10, 4.474124221725907, 4.129346398236873],
    [20, 5.0116887941184425, 4.694104409490512],
    [60, 5.764388004145548, 5.479870103129084],
  ] as const) {
    t.true(isNear(critical(k, 0.05) * Math.SQRT2, q05, 2e-6), `${k}: ${critical(k, 0.05) * Math.SQRT2}`)
    t.true(isNear(critical(k, 0.1) * Math.SQRT2, q10, 2e-6), `${k}: ${critical(k, 0.1) * Math.SQRT2}`)
  }
})

test('a small table with ties has the statistic of SciPy 1.17', t => {
  const { chiSquare, chiSquarePValue } = friedman([
    [1, 2, 3],
    [2, 1, 3],
    [1, 1, 2],
    [3, 2, 2],
    [1, 2, 4],
    [1, 3, 2],
  ])
  t.true(isNear(chiSquare, 3.5454545454545454, 1e-12))
  t.true(isNear(chiSquarePValue, 0.16986907720473501, 1e-10))
})

test('where all are equal nothing differs, and where blocks agree nothing is surer', t => {
  const equal = friedman([
    [5, 5, 5],
    [1, 1, 1],
  ])
  t.deepEqual(equal, { meanRanks: [2, 2, 2], chiSquare: 0, chiSquarePValue: 1, f: 0, fPValue: 1 })
  const agreed = friedman([
    [1, 2, 3],
    [10, 20, 30],
    [0, 1, 9],
  ])
  t.deepEqual([agreed.chiSquare, agreed.f, agreed.fPValue], [6, Number.POSITIVE_INFINITY, 0])
})

test('one block, one treatment and none tell nothing by F', t => {
  const one = friedman([[3, 1, 2]])
  t.deepEqual([one.meanRanks, one.chiSquare, one.f, one.fPValue], [[3, 1, 2], 2, 0, 1])
  t.deepEqual(friedman([[4], [5]]), { meanRanks: [1], chiSquare: 0, chiSquarePValue: 1, f: 0, fPValue: 1 })
  t.deepEqual(friedman([]), { meanRanks: [], chiSquare: 0, chiSquarePValue: 1, f: 0, fPValue: 1 })
})

test('without ties the statistics are the formulas of the paper (Demsar 2006, section 3.2.2)', t => {
  fc.assert(
    fc.property(
      fc.array(fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }), { minLength: 2, maxLength: 8 }),
      table => {
        const { chiSquare, f, meanRanks } = friedman(table)
        const n = table.length
        const squares = meanRanks.reduce((sum, rank) => sum + rank ** 2, 0)
        t.true(isNear(chiSquare, ((12 * n) / 20) * (squares - 25), 1e-9))
        if (chiSquare < 3 * n - 1e-9) t.true(isNear(f, ((n - 1) * chiSquare) / (3 * n - chiSquare), 1e-9))
      },
    ),
  )
})

test('groups that do not differ: the bars of a critical-difference diagram', t => {
  // The mean ranks of the paper's figure 1 (a) at 0.10: C4.5+m+cf and C4.5+m differ from C4.5; C4.5+cf from none.
  const { meanRanks } = friedman(demsar)
  t.deepEqual(notDifferent(meanRanks, nemenyiDifference(4, 14, 0.1)), [
    [3, 1, 2],
    [2, 0],
  ])
  t.deepEqual(notDifferent([1, 2, 3], 1), [])
  t.deepEqual(notDifferent([1, 2, 3], 1.5), [
    [0, 1],
    [1, 2],
  ])
  t.deepEqual(notDifferent([2, 2, 2], 0.1), [[0, 1, 2]])
  t.deepEqual(notDifferent([], 1), [])
})

test('two treatments share a bar exactly where they are less than the difference apart, and no bar lies within another', t => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 8 }),
      (r, d) => {
        const groups = notDifferent(r, d)
        for (let i = 0; i < r.length; i++) {
          for (let j = 0; j < i; j++) {
            const isShared = groups.some(group => group.includes(i) && group.includes(j))
            t.is(isShared, Math.abs((r[i] as number) - (r[j] as number)) < d)
          }
        }
        for (const group of groups) {
          t.false(groups.some(other => other !== group && group.every(member => other.includes(member))))
        }
      },
    ),
  )
})
