import test from 'ava'
import { type Config, ParetuneError } from '#src/core/index.js'
import { iteratedLocalSearch } from '#src/search/index.js'
import { choice, defineSpace, flag, integer, real, type Space } from '#src/space/index.js'
import { contextFor, failed, loop, measured } from '../../agents/loop.js'

const flags = defineSpace(
  Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map(name => [name, flag()])),
) as unknown as Space
const rugged = defineSpace({ x: integer(0, 40), y: integer(0, 40), mode: choice('a', 'b', 'c') }) as unknown as Space
const roughness = ({ x, y, mode }: Config): number =>
  ((Number(x) * 7 + Number(y) * 13) % 11) + Math.abs(Number(x) - 20) / 4 + (mode === 'b' ? 0 : 2)

const distance = (a: Config, b: Config): number => Object.keys(a).filter(name => a[name] !== b[name]).length

const run = async (
  options: Parameters<typeof iteratedLocalSearch>[0],
  space: Space,
  count: number,
  lossOf: (config: Config, trial: number) => number | null,
) => {
  const context = contextFor(space, 3, 1)
  const { trials } = await loop(iteratedLocalSearch(options), context, count, (config, trial) => {
    const loss = lossOf(config, trial)
    return { outcome: loss === null ? failed : measured([loss]) }
  })
  return trials.map(({ config, outcome, suggestion: { reason = '' } }) => ({
    config,
    loss: outcome._tag === 'Measured' ? (outcome.losses[0] as number) : null,
    isRandom: reason === 'random',
    kickedFrom: Number(reason.match(/kicked from trial (\d+)/)?.[1] ?? -1),
  }))
}

test('a kick moves as many parameters as its strength', async t => {
  // Every configuration is a local optimum, and no better one is passed on the way: each kick is from the one before.
  for (const strength of [1, 2, 4]) {
    const trials = await run({ start: 1, strength, patience: 1000, neighbours: 'adjacent' }, rugged, 60, () => 1)
    const kicks = trials.filter(({ kickedFrom }) => kickedFrom >= 0)
    t.true(kicks.length > 5)
    for (const { config, kickedFrom } of kicks)
      t.is(distance(config, trials[kickedFrom]?.config as Config), Math.min(3, strength))
  }
})

test('a kick that is undone costs no trial but the kick, and makes the next one larger by a parameter', async t => {
  const lossOf = (config: Config): number => Object.values(config).filter(Boolean).length
  const trials = await run({ start: 1, patience: 1000 }, flags, 64, lossOf)
  const kicks = trials.filter(({ kickedFrom }) => kickedFrom >= 0)
  const top = trials.find(({ loss }) => loss === 0)?.config as Config
  const distances = kicks.map(({ config }) => distance(config, top))
  t.true(kicks.length >= 3)
  t.deepEqual(
    distances,
    [...distances].sort((a, b) => a - b),
  )
  t.true((distances.at(-1) as number) > (distances[0] as number))
})

test('where there are reals, a walk makes five hops at least before it begins anew, however short its patience', async t => {
  const hopsOf = async (space: Space): Promise<number[]> => {
    const trials = await run({ start: 1, patience: 1 }, space, 600, () => 1)
    const hops = trials.map(({ isRandom }) => (isRandom ? '|' : 'x'))
    const kicks = trials.map(({ kickedFrom }, trial) => (kickedFrom >= 0 ? 'k' : (hops[trial] as string))).join('')
    return kicks
      .split('|')
      .slice(1, -1)
      .map(walk => walk.split('k').length - 1)
  }
  // The sixth hop is never made: five have followed the first local optimum.
  t.deepEqual(new Set(await hopsOf(defineSpace({ x: real(0, 1) }) as unknown as Space)), new Set([5]))
  const discrete = await hopsOf(rugged)
  t.true(discrete.length > 5 && discrete.every(hops => hops <= 1), String(discrete))
})

test('the walk goes on from the best local optimum so far, as a random walk from the last one', async t => {
  const fromOther = async (acceptance: 'better' | 'random walk'): Promise<number> => {
    const trials = await run({ start: 5, patience: 1000, acceptance }, rugged, 200, roughness)
    return trials.filter(({ kickedFrom }, trial) => {
      const best = Math.min(...trials.slice(0, trial).map(({ loss }) => loss as number))
      return kickedFrom >= 0 && (trials[kickedFrom]?.loss as number) > best
    }).length
  }
  t.is(await fromOther('better'), 0)
  t.true((await fromOther('random walk')) > 0)
})

test('with annealing a worse local optimum is gone to while it is hot, and is not while it is cold', async t => {
  const losses = async (temperature: number): Promise<number[]> => {
    const options = { start: 5, patience: 1000, acceptance: 'annealing', temperature } as const
    const trials = await run(options, rugged, 200, roughness)
    return trials.flatMap(({ kickedFrom }) => trials[kickedFrom]?.loss ?? [])
  }
  const cold = await losses(0)
  t.deepEqual(
    cold,
    [...cold].sort((a, b) => b - a),
  )
  const hot = await losses(1e9)
  t.notDeepEqual(
    hot,
    [...hot].sort((a, b) => b - a),
  )
})

test('after its patience without a better local optimum everything begins anew, from as many random configurations', async t => {
  const trials = await run({ start: 5, patience: 20 }, rugged, 300, roughness)
  const random = trials.map(({ isRandom }) => (isRandom ? 'r' : '.')).join('')
  const starts = random.split(/\.+/).filter(Boolean)
  t.true(starts.length >= 3, random)
  t.deepEqual(new Set(starts.slice(0, -1)), new Set(['rrrrr']))
})

test('a kick that fails is followed by another one, and failed configurations are never gone to', async t => {
  const trials = await run({ start: 3, patience: 1000 }, rugged, 150, (config, trial) =>
    trial % 3 === 1 ? null : roughness(config),
  )
  for (const { kickedFrom } of trials) if (kickedFrom >= 0) t.not(trials[kickedFrom]?.loss, null)
  t.true(
    trials.some(
      ({ kickedFrom, loss }, i) => kickedFrom >= 0 && loss === null && trials[i + 1]?.kickedFrom === kickedFrom,
    ),
  )
})

test('options out of range are refused by name', t => {
  for (const [options, message] of [
    [{ strength: 0 }, /iteratedLocalSearch: expected a whole number of at least 1 for `strength`, got 0/],
    [{ spread: 0 }, /iteratedLocalSearch: expected a number in \[1e-9, 1\] for `spread`, got 0/],
    [{ acceptance: 'worse' as never }, /expected one of better, random walk, annealing for `acceptance`, got "worse"/],
    [{ neighbours: 'far' as never }, /expected one of adjacent, hamming, mixed for `neighbours`, got "far"/],
    [{ order: 'best' as never }, /expected one of promising, random for `order`, got "best"/],
  ] as const)
    t.throws(() => iteratedLocalSearch(options), { instanceOf: ParetuneError, message })
})
