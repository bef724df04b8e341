import test from 'ava'
import { coordinatesOf } from '#src/search/bayesian/coordinates.js'
import { ofSuccess } from '#src/search/bayesian/priors.js'
import { labelsOfSuccess, labelsOfViolation, logProbabilityOf } from '#src/search/bayesian/probability.js'
import { Surrogate } from '#src/search/bayesian/surrogate.js'
import { defineSpace, real } from '#src/space/index.js'

const line = coordinatesOf(defineSpace({ x: real(0, 1) }))
const at = (x: number): Float64Array => Float64Array.of(x)
const places = Array.from({ length: 16 }, (_, i) => at(i / 15))

test('a violation is labelled from 0 down to -2, -1 at the median one; what is feasible is 1', t => {
  t.deepEqual([...labelsOfViolation([0, 1, 2, 6, 0])], [1, -2 / 3, -1, -1.5, 1])
})

test('where nothing has gone wrong nothing is expected to', t => {
  const probability = logProbabilityOf(
    new Surrogate(line, 100, ofSuccess),
    places,
    labelsOfSuccess(places.map(() => true)),
  )
  t.is(probability(at(0.5)), 0)
})

test('the probability of success falls from where trials ran to where they failed, and is about even between', t => {
  const labels = labelsOfSuccess(places.map(([x = 0]) => x < 0.5))
  const probability = logProbabilityOf(new Surrogate(line, 100, ofSuccess), places, labels)
  const [ran, between, failed] = [0.1, 0.5, 0.9].map(x => Math.exp(probability(at(x)))) as [number, number, number]
  t.true(ran > 0.98, `${ran}`)
  t.true(between > 0.3 && between < 0.7, `${between}`)
  t.true(failed < 0.02, `${failed}`)
})
