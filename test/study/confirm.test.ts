import test from 'ava'
import { createStudy, defineSpace, integer, makeRng, memory, minimize, profiler, random } from '#src/index.js'
import { reportStudy } from '#src/report/index.js'

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

/** Finalists 3 and 4 with so many percent between them, measured with a noise of 2%; the baseline takes twice as long. */
const confirmPair = async (percent: number, seed: number, rounds = 10) => {
  const rng = makeRng(`pair/${seed}`)
  const pair = profiler({
    name: 'pair',
    metrics: ['latencyMs'],
    measureSync: ({ tile }: { tile: number }) => ({
      latencyMs: (tile === 4 ? 1 : tile === 3 ? 1 + percent / 100 : 2) * Math.exp(0.02 * rng.normal()),
    }),
  })
  const study = await open(0, { profiler: pair, seed, budget: { trials: 1 } })
  return { study, confirmation: await study.confirm({ finalists: [{ tile: 3 }, { tile: 4 }], rounds }) }
}

test('two configurations that are the same are told apart in no more than about 5 confirmations of 100', async t => {
  let apart = 0
  const runs = 200
  for (let seed = 0; seed < runs; seed++) {
    const { rivals, verdict } = (await confirmPair(0, seed)).confirmation
    if (rivals.length === 0) apart++
    t.is(/cannot be told apart/.test(verdict), rivals.length > 0, verdict)
  }
  // Binomial(200, 0.05) and three standard deviations.
  t.true(apart / runs <= 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs), String(apart / runs))
})

test('of two configurations 20% apart the better one is named with its probability, in the report too', async t => {
  const { study, confirmation } = await confirmPair(20, 1)
  const { winner, rivals, verdict } = confirmation
  t.deepEqual(winner?.config, { tile: 4 })
  t.deepEqual(rivals, [])
  t.is(verdict, '{"tile":4} is the best of 3 by latency in 10 rounds, with probability over 0.99')
  const { verdict: told, finalists = [] } = reportStudy(study, { confirmation })
  t.is(told, `trial ${winner?.trial} is the best of 3 by latency in 10 rounds, with probability over 0.99`)
  t.deepEqual(
    finalists.map(row => row.verdict),
    ['winner (best with probability 1.00)', 'worse than the winner', 'baseline: worse than the winner'],
  )
})

test('two configurations that noise does not tell apart are called so, in the report too', async t => {
  const { study, confirmation } = await confirmPair(0, 0)
  const { winner, rivals, verdict, finalists } = confirmation
  t.is(rivals.length, 1)
  t.regex(
    verdict,
    /^\{"tile":\d\} cannot be told apart from \{"tile":\d\} by latency in 10 rounds: the probability of being the best is 0\.\d+ and 0\.\d+$/,
  )
  t.is(
    finalists.reduce((sum, row) => sum + row.pBest, 0),
    1,
  )
  const page = reportStudy(study, { confirmation })
  t.regex(page.finalists?.[0]?.verdict ?? '', /^first, but not clearly \(best with probability 0\.\d\d\)$/)
  t.regex(page.finalists?.[1]?.verdict ?? '', /^may as well be the best/)
  t.regex(page.verdict ?? '', /^trial \d+ cannot be told apart from trial \d+ by latency/)
  t.true(page.verdict?.includes(`trial ${winner?.trial} `))
})

test('what always measures the same is even, and a baseline that is better than every finalist is called the best', async t => {
  const exact = profiler({
    name: 'exact',
    metrics: ['latencyMs'],
    measure: ({ tile }: { tile: number }) => ({ latencyMs: Math.min(tile, 3) }),
  })
  const study = await open(0, { profiler: exact })
  await study.run()
  const even = await study.confirm({ finalists: [{ tile: 3 }, { tile: 4 }], rounds: 3 })
  t.is(even.verdict, 'the baseline, {"tile":1}, is the best of 3 by latency in 3 rounds, with probability over 0.99')
  t.deepEqual(
    even.rivals.map(row => row.config),
    [{ tile: 1 }],
  )
  const alone = await open(0, { profiler: exact, baseline: undefined })
  await alone.run()
  const { finalists } = await alone.confirm({ finalists: [{ tile: 3 }, { tile: 4 }], rounds: 3 })
  t.deepEqual(
    finalists.map(row => row.pBest),
    [0.5, 0.5],
  )
})

test('of several that are equally good, none is called worse in more than about 5 confirmations of 100', async t => {
  const rng = makeRng('equal')
  const equal = profiler({
    name: 'equal',
    metrics: ['latencyMs'],
    measureSync: () => ({ latencyMs: Math.exp(rng.normal()) }),
  })
  const finalists = [1, 2, 3, 4].map(tile => ({ tile }))
  const runs = 60
  let wrong = 0
  for (let seed = 0; seed < runs; seed++) {
    const study = await open(0, { profiler: equal, seed, budget: { trials: 1 } })
    const { rivals } = await study.confirm({ finalists, rounds: 8 })
    if (rivals.length < finalists.length - 1) wrong++
  }
  // Binomial(60, 0.05) is over 9 less than once in 1,000 times; by the probability of being the best alone it would be some 28.
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
