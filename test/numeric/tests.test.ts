import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { holm, pairedTest } from '#src/numeric/index.js'

test("the worked example of Student's paired test: ten patients, two soporifics", t => {
  // Student 1908, "The probable error of a mean", table of additional hours of sleep; t = 4.0621 and p = 0.002833 as R prints them.
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
  const p = pairedTest(second.map((hours, i) => hours - (first[i] as number)))
  t.true(Math.abs(p - 0.002833) < 5e-7, String(p))
})

test('where nothing varies, any difference is certain, and none is none', t => {
  t.is(pairedTest([2, 2, 2]), 0)
  t.is(pairedTest([0, 0, 0]), 1)
  t.is(pairedTest([5]), 1)
  t.is(pairedTest([]), 1)
})

test('of differences with outliers, alike in both directions, no more than the stated part is called one', t => {
  const rng = makeRng('outliers')
  for (const n of [4, 10]) {
    let called = 0
    const runs = 4000
    for (let run = 0; run < runs; run++) {
      const differences = Array.from({ length: n }, () => rng.normal() * (rng.next() < 0.1 ? 10 : 1))
      if (pairedTest(differences) <= 0.05) called++
    }
    // Binomial(4000, 0.05) and three standard deviations.
    t.true(called / runs < 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs), `${n}: ${called / runs}`)
  }
})

test('Holm’s method, as R’s p.adjust has it', t => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005])
  for (const [i, expected] of [0.03, 0.06, 0.06, 0.02].entries())
    t.true(Math.abs((adjusted[i] as number) - expected) < 1e-15)
  t.deepEqual(holm([0.8, 0.7]), [1, 1])
  t.deepEqual(holm([]), [])
})
