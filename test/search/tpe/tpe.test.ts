import test from 'ava'
import type { AgentFactory } from '#src/agents/index.js'
import type { Config } from '#src/core/index.js'
import { hypervolume } from '#src/pareto/index.js'
import { random, tpe } from '#src/search/index.js'
import { choice, defineSpace, flag, integer, on, real } from '#src/space/index.js'
import { byCaller, contextFor, failed, loop, measured, request, transition } from '../../agents/loop.js'
import { frontProblem } from '../../problems/fronts.js'
import { testFunction } from '../../problems/functions.js'
import { gapsOf } from '../../problems/reach.js'

for (const [name, options] of [
  ['startup', { startup: 0 }],
  ['candidates', { candidates: 2.5 }],
  ['weights', { weights: 'recency' }],
  ['prior', { prior: 0 }],
  ['gamma', { gamma: 0.1 }],
] as const) {
  test(`\`${name}\` out of its range is an error of the agent`, t => {
    t.throws(() => tpe(options as object), { message: new RegExp(`^tpe: expected .* for \`${name}\``) })
  })
}

test('nothing is left to propose once a space is used up, also where parameters have one value', async t => {
  const space = defineSpace({ fixed: choice('a'), n: integer(1, 30), simd: flag() })
  const { trials } = await loop(tpe({ startup: 3 }), contextFor(space, 1, 1), 100, () => ({ outcome: measured([1]) }))
  t.is(trials.length, 60)
})

for (const multivariate of [true, false]) {
  const how = multivariate ? 'together' : 'one by one'
  test(`parameters ${how}: conditional, constrained and failing regions are found a way around`, async t => {
    const space = defineSpace(
      { kind: choice('near', 'far'), depth: integer(1, 20), rate: real(0, 1), extra: real(0, 1) },
      { when: { extra: c => c.kind === 'near' }, where: [on(['depth', 'rate'], c => c.depth * c.rate <= 10)] },
    )
    const isFailing = (config: Config): boolean => (config.rate as number) > 0.6
    const lossOf = (config: Config): number =>
      Math.abs((config.depth as number) - 12) / 20 + Math.abs(((config.extra as number | undefined) ?? 2) - 0.3)
    const { trials } = await loop(tpe({ multivariate }), contextFor(space, 3, 1), 120, config => ({
      outcome: isFailing(config) ? failed : measured([lossOf(config)]),
    }))
    // 40 of 100 random trials fail.
    const failures = (part: typeof trials): number =>
      part.filter(({ config }) => isFailing(config)).length / part.length
    const best = Math.min(...trials.filter(({ config }) => !isFailing(config)).map(({ config }) => lossOf(config)))
    t.true(failures(trials.slice(60)) < 0.15, `${failures(trials.slice(60))} failed`)
    t.true(best < 0.05, `${best}`)
  })
}

test('a pending trial that switches a parameter off is no trouble where all told ones had it on', async t => {
  const space = defineSpace({ deep: flag(), depth: integer(1, 99) }, { when: { depth: c => c.deep === true } })
  const agent = await tpe({ startup: 3 })(contextFor(space, 1, 1))
  for (let depth = 1; depth <= 20; depth++) {
    const config = { deep: true, depth }
    await agent.tell([byCaller(depth, config, measured([Math.abs(depth - 12)]))])
  }
  const asked = await agent.ask(Array.from({ length: 40 }, (_, i) => request(100 + i)))
  const configs = asked.map(suggestion => suggestion?.action.config)
  t.is(configs.filter(config => config?.deep === false).length, 1)
  t.true(configs.every(config => config?.deep === false || Number.isInteger(config?.depth)))
})

const seeds = [1, 2, 3, 4, 5]

for (const [name, factor] of [
  ['sphere 5 real', 5],
  ['sphere 5 categorical', 5],
  ['rastrigin 5 integer', 1.2],
] as const) {
  test(`on ${name} the gap is ${factor} times smaller than that of random search, median of five seeds`, async t => {
    const problem = testFunction(name)
    const median = (gaps: readonly number[]): number => gaps[2] as number
    const own = median(await gapsOf(tpe(), problem, 120, seeds))
    const others = median(await gapsOf(random(), problem, 120, seeds))
    t.log(own, 'against', others)
    t.true(factor * own < others)
  })
}

test('a pending trial counts as a failed one does', async t => {
  const { space, loss } = testFunction('sphere 3 categorical')
  const proposals = async (isPending: boolean): Promise<(Config | undefined)[]> => {
    const agent = await tpe({ startup: 8, gamma: () => 3 })(contextFor(space, 1, 1))
    const found: (Config | undefined)[] = []
    for (let trial = 0; trial < 20; trial++) {
      const [suggestion] = await agent.ask([request(trial)])
      if (suggestion === undefined) break
      const { config } = suggestion.action
      found.push(config)
      if (trial < 12) await agent.tell([transition(trial, suggestion, measured([loss(config)]))])
      else if (!isPending) await agent.tell([transition(trial, suggestion, failed)])
    }
    return found
  }
  t.deepEqual(await proposals(true), await proposals(false))
})

test('asked for eight at a time, the gap is still five times smaller than that of random search', async t => {
  const { space, loss, optimum } = testFunction('sphere 5 real')
  const gapOf = async (factory: AgentFactory, seed: number): Promise<number> => {
    const agent = await factory(contextFor(space, seed, 1))
    let best = Number.POSITIVE_INFINITY
    for (let trial = 0; trial < 160; trial += 8) {
      const trials = Array.from({ length: 8 }, (_, i) => trial + i)
      const suggestions = await agent.ask(trials.map(request))
      const told = suggestions.flatMap((suggestion, i) => {
        if (suggestion === undefined) return []
        const value = loss(suggestion.action.config)
        best = Math.min(best, value - optimum)
        return [transition(trials[i] as number, suggestion, measured([value]))]
      })
      await agent.tell(told)
    }
    return best
  }
  const medianOf = async (factory: AgentFactory): Promise<number> => {
    const gaps = await Promise.all(seeds.map(seed => gapOf(factory, seed)))
    return gaps.sort((a, b) => a - b)[2] as number
  }
  const [own, others] = [await medianOf(tpe()), await medianOf(random())]
  t.log(own, 'against', others)
  t.true(5 * own < others)
})

test('with two objectives its front dominates more of ZDT1 than that of random search, for each of three seeds', async t => {
  const { space, outcome } = frontProblem({ synthetic: 'zdt1', variables: 10 })
  const volumeOf = async (factory: AgentFactory, seed: number): Promise<number> => {
    const { trials } = await loop(factory, contextFor(space, seed, 2), 150, config => ({
      outcome: outcome(config),
    }))
    const points = trials.map(({ outcome }) => (outcome._tag === 'Measured' ? outcome.losses : []))
    return hypervolume(points, [1.1, 6])
  }
  for (const seed of [1, 2, 3]) {
    const [own, others] = [await volumeOf(tpe(), seed), await volumeOf(random(), seed)]
    t.log(own, 'against', others)
    t.true(own > others + 0.7)
  }
})
