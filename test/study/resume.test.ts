import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { local, makeRng, memory, normalised, type RewardContext, relativeLoss } from '#src/index.js'
import { sqlite } from '#src/storage/sqlite.js'
import { essence, openProblem, variants } from './problem.js'

const child = fileURLToPath(new URL('./kill-child.js', import.meta.url))

const scratch = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'paretune-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Runs the child and kills it so long after its study began to run; true where it came to its end by itself. */
const runAndKill = (path: string, parallel: number, variant: string, afterMs: number): Promise<boolean> =>
  new Promise(resolve => {
    const running = spawn(process.execPath, [child, path, String(parallel), variant], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    let timer: NodeJS.Timeout | undefined
    running.stdout.on('data', chunk => {
      output += chunk
      timer ??= setTimeout(() => running.kill('SIGKILL'), afterMs)
    })
    running.on('exit', () => {
      clearTimeout(timer)
      resolve(output.includes('budget'))
    })
  })

for (const [parallel, variant] of [
  [1, 'plain'],
  [3, 'plain'],
  [2, 'normalised rewards'],
  [2, 'PPO'],
  [2, 'Hyperband and a pruner'],
  [1, 'an operator policy'],
] as const) {
  const name = `parallel ${parallel}, ${variant}`
  test.serial(
    `killed by SIGKILL at random moments and resumed, the trials are those of an undisturbed run (${name})`,
    async t => {
      const undisturbed = await openProblem({ executor: local({ parallel }), ...variants[variant] })
      const expected = essence((await undisturbed.run()).trials)
      await undisturbed.close()
      await scratch(async folder => {
        const path = join(folder, 'study.db')
        const rng = makeRng(`kill/${parallel}`)
        let [kills, done] = [0, false]
        // Later ones wait longer, so that on a busy machine, too, some trials are told.
        for (; kills < 10 && !done; kills++)
          done = await runAndKill(path, parallel, variant, rng.integer(0, 60) + 15 * kills)
        const resumed = await openProblem({ store: sqlite(path), executor: local({ parallel }), ...variants[variant] })
        t.log(`${kills} runs killed, ${resumed.trials.length} trials told by then`)
        t.true(resumed.trials.length > 0)
        const { trials } = await resumed.run()
        t.deepEqual(essence(trials), expected)
        await resumed.close()
      })
    },
  )
}

test('stopped by its signal at every trial and resumed from the store, nothing is lost or repeated', async t => {
  const undisturbed = await openProblem({ executor: local({ parallel: 2 }), budget: { trials: 40 } })
  const expected = essence((await undisturbed.run()).trials)
  const store = memory()
  const counts: number[] = []
  for (let session = 0; session < 100; session++) {
    const abort = new AbortController()
    const study = await openProblem({
      store,
      executor: local({ parallel: 2 }),
      budget: { trials: 40 },
      checkpointEvery: 7,
    })
    setTimeout(() => abort.abort(), 12)
    const result = await study.run({ signal: abort.signal })
    counts.push(result.trials.length)
    if (result.stopped === 'budget') {
      t.deepEqual(essence(result.trials), expected)
      break
    }
    t.is(result.stopped, 'interrupted')
  }
  t.is(counts.at(-1), 40)
  t.true(counts.length > 2)
})

test('a study made for another space is not resumed, and the message says which parameter differs', async t => {
  const store = memory()
  const study = await openProblem({ store, budget: { trials: 3 } })
  await study.run()
  const error = await t.throwsAsync(() => openProblem({ store, seed: 5 }))
  t.regex(error?.message ?? '', /seed was 11 and is now 5/)
})

test('a larger budget goes on where the smaller one ended', async t => {
  const store = memory()
  const small = await openProblem({ store, budget: { trials: 25 } })
  t.is((await small.run()).trials.length, 25)
  const large = await openProblem({ store, budget: { trials: 60 } })
  const whole = await openProblem({ budget: { trials: 60 } })
  t.deepEqual(essence((await large.run()).trials), essence((await whole.run()).trials))
})

test('normalised rewards of a study that goes on are those of one that never stopped', async t => {
  const open = (trials: number, store = memory()) =>
    openProblem({ store, budget: { trials }, reward: normalised(relativeLoss()), checkpointEvery: 9 })
  const whole = (await (await open(45)).run()).trials
  const store = memory()
  for (const trials of [1, 2, 13, 14, 30]) await (await open(trials, store)).run()
  const { trials } = await (await open(45, store)).run()
  t.deepEqual(essence(trials), essence(whole))
  // Without the rewards before, the first one after a break would be 0.
  t.true(trials.slice(2).filter(({ reward }) => reward === 0).length < 3)
})

test('after a resume a step is told of the steps before it as if there had been no break', async t => {
  const seen = async (breaks: readonly number[]) => {
    const store = memory()
    let last: RewardContext | undefined
    for (const trials of breaks)
      await (
        await openProblem({
          store,
          budget: { trials },
          reward: step => {
            last = step
            return relativeLoss()(step)
          },
        })
      ).run()
    const told: unknown[] = []
    for (let step = last; step; step = step.previous) {
      const { trial, config, objectives, baseline, best, front, lowestReward } = step
      const losses = [baseline, best, ...front].map(measured => measured?.losses)
      told.push({ trial, config, objectives, losses, lowestReward })
    }
    return told
  }
  const whole = await seen([20])
  t.is(whole.length, 20)
  t.deepEqual(await seen([7, 20]), whole)
})
