import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { median } from '#src/numeric/index.js'
import { adaptationOf } from '#src/search/evolution/differential-evolution/jade.js'

const start = { F: 0.5, CR: 0.5 }

test('after a generation the means move by a tenth to the Lehmer mean of F and the mean of CR of its successes', t => {
  const adaptation = adaptationOf(4)
  adaptation.tell({ F: 0.2, CR: 0.1 }, true)
  adaptation.tell({ F: 0.9, CR: 0.9 }, false)
  adaptation.tell({ F: 0.8, CR: 0.3 }, true)
  t.like(adaptation.save(), { muF: 0.5, muCR: 0.5 })
  adaptation.tell({ F: 0.9, CR: 0.9 }, false)
  // 0.9 * 0.5 + 0.1 * (0.04 + 0.64) / (0.2 + 0.8), and 0.9 * 0.5 + 0.1 * 0.2.
  const { muF, muCR } = adaptation.save() as unknown as { muF: number; muCR: number }
  t.is(muF.toFixed(12), '0.518000000000')
  t.is(muCR.toFixed(12), '0.470000000000')
})

test('a generation without a success leaves them as they are', t => {
  const adaptation = adaptationOf(2)
  for (let told = 0; told < 4; told++) adaptation.tell(start, false)
  t.like(adaptation.save(), { muF: 0.5, muCR: 0.5 })
})

test('F is drawn from a Cauchy distribution in (0, 1], CR from a normal one in [0, 1]', t => {
  const [adaptation, rng] = [adaptationOf(2), makeRng(1)]
  const drawn = Array.from({ length: 4000 }, () => adaptation.draw(rng))
  t.true(drawn.every(({ F, CR }) => F > 0 && F <= 1 && CR >= 0 && CR <= 1))
  // P(F = 1) of what is above 0: the Cauchy distribution has as much above 1 as below 0, arctan(5).
  const above = 1 / 2 - Math.atan(5) / Math.PI
  const expected = above / (1 - above)
  const part = drawn.filter(({ F }) => F === 1).length / drawn.length
  t.true(Math.abs(part - expected) < 5 * Math.sqrt((expected * (1 - expected)) / drawn.length), `${part}`)
  t.true(Math.abs(median(drawn.map(({ CR }) => CR)) - 0.5) < 0.01)
})
