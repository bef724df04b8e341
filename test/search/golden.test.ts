import { readFileSync, writeFileSync } from 'node:fs'
import test from 'ava'
import { choice, defineSpace, flag, integer, on, ordinal, type Space } from '#src/space/index.js'
import { strategies } from '../../bench/search/strategies.js'
import { contextFor, failed, loop, measured } from '../agents/loop.js'

// What each strategy proposes on a discrete space with constraints and a region that fails, trial by trial, as it did when this was
// written down: whatever changes it is meant. `PARETUNE_GOLDEN=write npm test -- build/test/search/golden.test.js` writes it anew.

const file = 'test/search/golden.txt'
const TRIALS = 60

const space = defineSpace(
  {
    tile: ordinal(1, 2, 4, 8, 16, 32),
    threads: integer(1, 9),
    unroll: flag(),
    layout: choice('rows', 'columns', 'blocks'),
  },
  { where: [on(['tile', 'threads'], c => c.tile * c.threads <= 96)] },
) as unknown as Space
const numbers = new Map([...space.enumerate()].map((config, i) => [space.fingerprint(config), i]))

/** Sums and products only: the same on every machine. */
const problem = (objectives: number) => (config: Readonly<Record<string, unknown>>) => {
  const { tile, threads, unroll, layout } = config as { tile: number; threads: number; unroll: boolean; layout: string }
  if (layout === 'columns' && tile > 8) return { outcome: failed }
  const loss =
    (tile - 8) * (tile - 8) + 3 * (threads - 6) * (threads - 6) + (unroll ? 5 : 0) + (layout === 'rows' ? 9 : 0)
  return { outcome: measured([loss, tile * threads, 10 - threads].slice(0, objectives)) }
}

const proposals = async (name: string): Promise<readonly number[]> => {
  const { factory, objectives = 1 } = strategies[name] as (typeof strategies)[string]
  const context = { ...contextFor(space, 1, objectives), budget: { trials: TRIALS } }
  const { trials } = await loop(factory(), context, TRIALS, problem(objectives))
  return trials.map(({ config }) => numbers.get(space.fingerprint(config)) as number)
}

const isWriting = process.env.PARETUNE_GOLDEN === 'write'

if (isWriting) {
  test('written', async t => {
    const lines: string[] = []
    for (const name of Object.keys(strategies)) lines.push(`${name}: ${(await proposals(name)).join(' ')}\n`)
    writeFileSync(file, lines.join(''))
    t.pass()
  })
} else {
  const golden: Readonly<Record<string, readonly number[]>> = Object.fromEntries(
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => line.split(': ') as [string, string])
      .map(([name, found]) => [name, found.split(' ').map(Number)]),
  )
  test('every strategy is there, and no other', t => {
    t.deepEqual(Object.keys(golden), Object.keys(strategies))
  })
  for (const name of Object.keys(strategies)) {
    test(`${name} proposes what it did`, async t => {
      t.deepEqual(await proposals(name), golden[name])
    })
  }
}
