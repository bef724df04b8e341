import test from 'ava'
import type { AgentFactory } from '#src/agents/index.js'
import type { Config, Outcome } from '#src/core/index.js'
import { mean } from '#src/numeric/index.js'
import { hypervolume } from '#src/pareto/index.js'
import { moead, nsga3, random } from '#src/search/index.js'
import { choice, defineSpace, flag, integer, on, ordinal, real } from '#src/space/index.js'
import { contextFor, failed, loop, measured } from '../../agents/loop.js'

/** A made-up kernel: time, memory and error, where large tiles need memory and low precision is fast and wrong. */
const space = defineSpace(
  {
    tile: ordinal(4, 8, 16, 32, 64, 128),
    batch: integer(1, 512, { scale: 'log' }),
    precision: choice('half', 'single', 'mixed'),
    vector: flag(),
    share: real(0, 1),
    steps: integer(1, 40),
    cache: real(0.01, 100, { scale: 'log' }),
  },
  {
    where: [on(['tile', 'batch'], c => c.tile * c.batch <= 8192, { name: 'fits' })],
    when: { cache: c => c.precision === 'mixed' },
  },
)

const evaluate = (config: Config): Outcome => {
  const { tile, batch, share, steps, cache = 1 } = config as Record<string, number>
  const { precision, vector } = config
  const bits = precision === 'half' ? 0 : precision === 'mixed' ? 1 : 2
  const speed = Math.log2(tile as number) + Math.log2(batch as number) - bits - (steps as number) / 10
  const time = 20 - speed - (vector ? 1 : 0) + Math.abs(Math.log10(cache))
  const memory = (tile as number) / 16 + Math.sqrt(batch as number) + 5 * (share as number) ** 2 + bits
  const error = 8 / Math.sqrt(steps as number) + (2 - bits) * 2 + (1 - (share as number))
  // A metric that must not exceed 1, and configurations that do not run.
  if (precision === 'half' && (steps as number) > 30) return failed
  return measured([time, memory, error], Math.max(0, 0.6 - (share as number) - (vector ? 0.3 : 0)))
}

const volumeOf = (outcomes: readonly Outcome[]): number =>
  hypervolume(
    outcomes.flatMap(outcome => (outcome._tag === 'Measured' && outcome.feasible ? [outcome.losses] : [])),
    [25, 40, 14],
  )

const meanVolume = async (factory: AgentFactory): Promise<number> => {
  const volumes: number[] = []
  for (let seed = 1; seed <= 10; seed++) {
    const { trials } = await loop(factory, contextFor(space, seed, 3), 400, config => ({ outcome: evaluate(config) }))
    volumes.push(volumeOf(trials.map(({ outcome }) => outcome)))
  }
  return mean(volumes)
}

test('on a mixed, conditional problem of three losses with constraints and failures NSGA-III and MOEA/D beat random search over ten seeds', async t => {
  // Measured: 6,570 for random search (between seeds a standard deviation of 100), 6,891 for NSGA-III (180), 6,904 for MOEA/D (220).
  const margin = 150
  const yardstick = await meanVolume(random())
  for (const factory of [nsga3({ directions: 28 }), moead({ weights: 15, neighbours: 6 })]) {
    const volume = await meanVolume(factory)
    t.true(volume > yardstick + margin, `${factory.agentName}: ${volume} against ${yardstick}`)
  }
})

const line = defineSpace({ x: real(0, 1), y: real(0, 1) })

test('the population is the smallest multiple of four that has a place for each direction', async t => {
  const generations = async (options: Parameters<typeof nsga3>[0], objectives: number): Promise<number> => {
    const { trials } = await loop(nsga3(options), contextFor(line, 1, objectives), 120, ({ x, y }) => ({
      outcome: measured([x, y, 1].slice(0, objectives) as number[]),
    }))
    return trials.findIndex(({ suggestion }) => (suggestion.memo as { generation: number }).generation === 1)
  }
  t.is(await generations({}, 3), 92)
  t.is(await generations({ directions: 10 }, 3), 12)
  t.is(
    await generations(
      {
        directions: [
          [1, 1],
          [1, 2],
          [2, 1],
          [5, 1],
          [1, 5],
        ],
      },
      2,
    ),
    8,
  )
  t.is(await generations({ directions: 10, population: 30 }, 3), 30)
})

test('every parent has its turn before one has a second', async t => {
  // Every parameter is crossed, so that no child is known.
  const factory = nsga3({ directions: 8, crossover: { perParameter: 1 } })
  const { trials } = await loop(factory, contextFor(line), 12, ({ x, y }) => ({
    outcome: measured([x as number, (y as number) - (x as number)]),
  }))
  const parents = trials.slice(8, 12).flatMap(({ suggestion }) => (suggestion.memo as { parents: number[] }).parents)
  t.deepEqual(
    parents.sort((a, b) => a - b),
    [0, 1, 2, 3, 4, 5, 6, 7],
  )
})

test('infeasible parents give way to feasible ones, and those without losses to any', async t => {
  // One in four is feasible, one in four fails.
  const outcomes = [measured([1, 1]), measured([0, 0], 1), failed, measured([0, 0], 2)]
  const { trials } = await loop(nsga3({ directions: 8 }), contextFor(line), 16, (_, trial) => ({
    outcome: outcomes[trial % 4] as Outcome,
  }))
  const parents = trials.slice(8).flatMap(({ suggestion }) => (suggestion.memo as { parents: number[] }).parents)
  const share = (remainder: number): number => parents.filter(trial => trial % 4 === remainder).length
  t.true(share(0) > share(2), parents.join())
})

test('options out of range are refused by name', async t => {
  const refused = (options: Parameters<typeof nsga3>[0], message: string): void => {
    t.throws(() => nsga3(options), { code: 'InvalidAgent', message })
  }
  refused({ population: 1 }, 'nsga3: expected a whole number of at least 2 for `population`, got 1')
  refused({ crossover: { eta: -1 } }, 'nsga3: expected a number of at least 0 for `crossover.eta`, got -1')
  refused({ mutation: { perParameter: 2 } }, 'nsga3: expected a number in [0, 1] for `mutation.perParameter`, got 2')
  const made = async (options: Parameters<typeof nsga3>[0]) => nsga3(options)(contextFor(line, 1, 3))
  await t.throwsAsync(made({ directions: 2 }), {
    code: 'InvalidAgent',
    message: 'nsga3: expected a whole number of at least 3 (objectives) for `directions`, got 2',
  })
  await t.throwsAsync(made({ directions: [[1, 0]] }), {
    code: 'InvalidAgent',
    message: 'nsga3: expected directions of 3 numbers of at least 0, not all 0 for `directions`, got [1,0]',
  })
  await t.throwsAsync(made({ directions: [] }), { code: 'InvalidAgent', message: /got \[\]/ })
})
