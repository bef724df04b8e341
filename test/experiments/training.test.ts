import test from 'ava'
import { recordedProblem, type TrainingProgress, trainOperatorPolicy } from '#src/experiments/index.js'
import { standardOperators } from '#src/search/index.js'
import { bowlFile } from './bowl.js'

const problem = (name: string, seed: number) => recordedProblem(bowlFile(seed), { name })

const quick = { steps: 1280, trials: 40, hidden: [8], seed: 3 }

test('the same seed trains the same policy, another seed another one', async t => {
  const train = (seed: number) => trainOperatorPolicy(standardOperators(), [problem('a', 1)], { ...quick, seed })
  const [first, again, other] = [await train(1), await train(1), await train(2)]
  t.is(again.theta, first.theta)
  t.not(other.theta, first.theta)
})

test('progress tells of the training and of problems that it is not trained on, and the policy has the curve', async t => {
  const seen: TrainingProgress[] = []
  const policy = await trainOperatorPolicy(standardOperators(), [problem('a', 1), problem('b', 2)], {
    ...quick,
    validation: [problem('c', 3)],
    onProgress: progress => seen.push(progress),
  })
  t.is(seen.length, 4)
  t.deepEqual(
    seen.map(({ done }) => done),
    [0.25, 0.5, 0.75, 1],
  )
  for (const { training, validation, entropy } of seen) {
    t.true(training > 0 && training <= 1)
    t.true(validation !== undefined && validation > 0 && validation <= 1)
    t.true(entropy > 0 && entropy <= Math.log(5) + 1e-6)
  }
  const { problems, validation, curve } = policy.trained as unknown as {
    problems: string[]
    validation: string[]
    curve: number[][]
  }
  t.deepEqual([problems, validation], [['a', 'b'], ['c']])
  t.is(curve.length, 4)
})

test('a training can be ended early, and keeps what it has learnt', async t => {
  const stop = new AbortController()
  let updates = 0
  const policy = await trainOperatorPolicy(standardOperators(), [problem('a', 1)], {
    ...quick,
    signal: stop.signal,
    onProgress: () => {
      if (++updates === 2) stop.abort()
    },
  })
  t.is(updates, 2)
  t.is(policy.agent, 'operatorPolicy')
})

test('no problems are refused', async t => {
  await t.throwsAsync(trainOperatorPolicy(standardOperators(), []), {
    code: 'InvalidStudy',
    message: 'trainOperatorPolicy: expected a problem or more, got none',
  })
})
