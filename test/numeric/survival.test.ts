import test from 'ava'
import fc from 'fast-check'
import { expectedRunningTime, kaplanMeier, mean } from '#src/numeric/index.js'
import { isNear } from './near.js'

const times = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
const ended = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
/** Of those that are tied with a hit, the last one is censored. */
const censored = times.map((time, i) => ended.includes(time) && times[i + 1] !== time)
censored[17] = true

test('the remission times under 6-mercaptopurine', t => {
  // Freireich et al. 1963 as in Kaplan-Meier tables since: 21 patients, 9 relapses, S = .857 .807 .753 .690 .627 .538 .448, median 23.
  t.is(censored.filter(Boolean).length, 12)
  const curve = kaplanMeier(times, censored)
  t.deepEqual(curve.times, [6, 7, 10, 13, 16, 22, 23])
  t.deepEqual(
    curve.survival.map(part => part.toFixed(3)),
    ['0.857', '0.807', '0.753', '0.690', '0.627', '0.538', '0.448'],
  )
  t.is(curve.median, 23)
  // The area under these steps up to 35: 6 + .857 * 1 + .807 * 3 + .753 * 3 + .690 * 3 + .627 * 6 + .538 * 1 + .448 * 12.
  t.is(curve.restrictedMean.toFixed(2), '23.29')
})

test('without censoring it is the plain distribution, and its mean', t => {
  const curve = kaplanMeier([4, 1, 2, 2], [false, false, false, false])
  t.deepEqual(curve, { times: [1, 2, 4], survival: [0.75, 0.25, 0], median: 2, restrictedMean: 9 / 4 })
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 20 }), all => {
      const {
        restrictedMean,
        survival,
        times: steps,
      } = kaplanMeier(
        all,
        all.map(() => false),
      )
      t.true(isNear(restrictedMean, mean(all), 1e-12))
      for (const [i, step] of steps.entries())
        t.true(isNear(survival[i] as number, all.filter(time => time > step).length / all.length, 1e-12))
    }),
  )
})

test('a median that half of the runs do not reach is not there', t => {
  const { median, survival, restrictedMean } = kaplanMeier([10, 50, 50], [false, true, true])
  t.is(median, undefined)
  t.true(isNear(survival[0] as number, 2 / 3, 1e-15))
  t.true(isNear(restrictedMean, 10 + 40 * (2 / 3), 1e-12))
  t.deepEqual(kaplanMeier([], []), { times: [], survival: [], median: undefined, restrictedMean: 0 })
})

test('exactly half is the median, though rounding may leave a little more', t => {
  // Hits of 1, 2 and 2 in ten runs: 9/10 * 7/9 * 5/7, in floating point 0.5000000000000001.
  const all = [1, 2, 2, 3, 3, 9, 9, 9, 9, 9]
  const { median, survival } = kaplanMeier(
    all,
    all.map(time => time === 9),
  )
  t.true((survival[2] as number) > 0.5)
  t.is(median, 3)
})

test('the restricted mean looks no further than the horizon', t => {
  const all = [false, false, false]
  t.is(kaplanMeier([1, 2, 9], all, 3).restrictedMean, (1 + 2 + 3) / 3)
  t.is(kaplanMeier([1, 2, 9], all, 0).restrictedMean, 0)
  t.is(kaplanMeier([1, 9], [false, true], 20).restrictedMean, 1 + 19 / 2)
})

test('the expected running time counts what was spent in vain', t => {
  // Two hits after 100 and 300, one run that ended without at 1000: 1400 / 2.
  t.is(expectedRunningTime([100, 1000, 300], [false, true, false]), 700)
  t.is(expectedRunningTime([5, 7], [true, true]), Number.POSITIVE_INFINITY)
  t.is(expectedRunningTime([], []), Number.POSITIVE_INFINITY)
})
