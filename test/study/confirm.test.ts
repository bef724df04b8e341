import test from 'ava'
import { createStudy, defineSpace, integer, makeRng, memory, minimize, profiler, random } from '#src/index.js'

const space = defineSpace({ tile: integer(1, 4) })
/** Latency 12 / tile with noise, on a machine that slows down by the same factor for everybody as time goes on. */
const drifting = (noise: number) => {
  const rng = makeRng('noise')
  let calls = 0
  return profiler({
    name: 'drifting',
    metrics: ['latencyMs'],
    measure: ({ tile }: { tile: number }) => ({
      latencyMs: (12 / tile) * Math.exp(noise * rng.normal()) * (1 + calls++ / 100),
    }),
  })
}
const open = (noise: number, more = {}) =>
  createStudy({
    space,
    profiler: drifting(noise),
    objectives: { latency: minimize('latencyMs') },
    agent: random(),
    budget: { trials: 4 },
    baseline: { tile: 1 },
    ...more,
  })

test('finalists are measured in rounds beside the baseline, and drift that hits all of them cancels out', async t => {
  const study = await open(0.01)
  await study.run()
  const { winner, baseline, rounds, rivals } = await study.confirm({ finalists: [{ tile: 4 }, { tile: 2 }], rounds: 9 })
  t.is(rounds, 9)
  t.deepEqual(winner?.config, { tile: 4 })
  t.deepEqual(baseline?.config, { tile: 1 })
  t.is(winner?.pBest, 1)
  t.deepEqual(rivals, [])
  // Both others lose all 9 rounds: 2 / 2^9 each, and Holm's method takes the second as it is and the first twice.
  t.is(winner?.pValue, undefined)
  t.is(baseline?.pValue, 2 * (2 / 2 ** 9))
  const { low, high } = winner?.speedup ?? { low: NaN, high: NaN }
  t.true(low < 4 && 4 < high && high / low < 1.2, `${low} to ${high}`)
})

test('the interval holds the median of another run of as many rounds about 95 times in 100', async t => {
  let [inside, runs] = [0, 0]
  const noisy = drifting(0.1)
  let stated: { low: number; high: number } | undefined
  for (let run = 0; run < 250; run++) {
    const study = await open(0, { profiler: noisy, budget: { trials: 1 } })
    const { winner } = await study.confirm({ finalists: [{ tile: 2 }], rounds: 7 })
    const { median, low, high } = winner?.speedup ?? { median: NaN, low: NaN, high: NaN }
    if (stated) {
      runs++
      if (median >= stated.low && median <= stated.high) inside++
    }
    stated = { low, high }
  }
  // Binomial(249, 0.95) has a standard deviation of 1.4 percent; the formula is asymptotic in the number of rounds.
  t.true(inside / runs > 0.91 && inside / runs < 0.99, String(inside / runs))
})

test('two finalists that noise does not tell apart are called rivals', async t => {
  const same = profiler({ name: 'same', metrics: ['latencyMs'], measure: () => ({ latencyMs: 1 + rng.next() }) })
  const rng = makeRng('same')
  const study = await open(0, { profiler: same })
  await study.run()
  const { rivals, winner } = await study.confirm({ finalists: [{ tile: 3 }, { tile: 4 }], rounds: 6 })
  t.is(rivals.length, 1)
  t.true((winner?.pBest ?? 1) < 1)
})

test('of equal finalists none is called worse more often than a test at 5% may err', async t => {
  const rng = makeRng('equal')
  const equal = profiler({
    name: 'equal',
    metrics: ['latencyMs'],
    measure: () => ({ latencyMs: Math.exp(rng.normal()) }),
  })
  const finalists = [1, 2, 3, 4].map(tile => ({ tile }))
  const study = await open(0, { profiler: equal, budget: { trials: 1 } })
  let wrong = 0
  const runs = 60
  for (let run = 0; run < runs; run++) {
    const { rivals } = await study.confirm({ finalists, rounds: 8 })
    if (rivals.length < finalists.length - 1) wrong++
  }
  // Binomial(60, 0.05) is over 9 less than once in 1,000 times; with the probability of being the best it would be about 40.
  t.true(wrong <= 9, String(wrong))
})

test('confirmation rounds are trials of the study, stored and pooled with the others', async t => {
  const store = memory()
  const study = await open(0, { store })
  await study.run()
  await study.confirm({ finalists: [{ tile: 4 }], rounds: 3 })
  t.is(study.trials.length, 4 + 2 * 3)
  const again = await open(0, { store })
  t.is(again.trials.length, 10)
  t.is(again.result().best?.trials.length, 4)
  t.is(again.trials.at(-1)?.reason, 'confirmation, round 3 of 3')
})

test('too few rounds and an unknown objective are refused', async t => {
  const study = await open(0)
  await t.throwsAsync(() => study.confirm({ rounds: 2 }), { message: /at least 3 whole rounds, got 2/ })
  await t.throwsAsync(() => study.confirm({ objective: 'speed' }), {
    message: /objective to be one of latency, got "speed"/,
  })
})

test('an interrupted confirmation is finished first, with its own finalists and rounds, and nothing measured twice', async t => {
  const undisturbed = await open(0)
  await undisturbed.run()
  const expected = await undisturbed.confirm({ finalists: [{ tile: 4 }, { tile: 3 }], rounds: 4 })

  const store = memory()
  const first = await open(0, { store })
  await first.run()
  const abort = new AbortController()
  const stopped = await first.confirm({
    finalists: [{ tile: 4 }, { tile: 3 }],
    rounds: 4,
    signal: abort.signal,
    onRound: round => round === 2 && abort.abort(),
  })
  t.is(stopped.rounds, 2)
  const second = await open(0, { store })
  await second.run()
  const { rounds, winner, baseline } = await second.confirm({ finalists: [{ tile: 2 }], rounds: 9 })
  t.is(rounds, 4)
  t.deepEqual(winner?.config, { tile: 4 })
  t.is(baseline?.samples.length, 4)
  t.is(second.trials.length, undisturbed.trials.length)
  const rows = (trials: typeof second.trials) =>
    trials.map(({ number, reason, fingerprint }) => `${number} ${fingerprint} ${reason}`)
  t.deepEqual(rows(second.trials), rows(undisturbed.trials))
  t.is(expected.rounds, 4)
  // Finished: the next one is new.
  t.is((await second.confirm({ finalists: [{ tile: 2 }], rounds: 3 })).rounds, 3)
  t.is(second.trials.length, undisturbed.trials.length + 6)
})

test('a trial of a confirmation that was under way when the process died runs again under its number', async t => {
  const store = memory()
  const first = await open(0, { store })
  await first.run()
  const hanging = profiler({ name: 'drifting', metrics: ['latencyMs'], measure: () => new Promise<never>(() => {}) })
  const abort = new AbortController()
  setTimeout(() => abort.abort(), 20)
  await first.confirm({ finalists: [{ tile: 4 }], rounds: 3, profiler: hanging, signal: abort.signal })
  const second = await open(0, { store })
  t.is((await second.run()).trials.length, 4)
  t.is((await second.confirm({ finalists: [{ tile: 4 }], rounds: 3 })).rounds, 3)
  t.deepEqual(
    second.trials.map(trial => trial.number),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  )
})
