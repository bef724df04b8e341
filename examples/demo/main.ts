import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Config, Confirmation } from 'paretune'
import { type Demo, type Effort, FULL, Interrupted, QUICK, runDemo, takingTurns, type Winner } from './demo.js'
import { profiler as digitsProfiler } from './digits/index.js'
import { remeasureDigits, tuneDigits } from './digits-part.js'
import { convolution, matmul, modesNote } from './kernels/index.js'
import { remeasureKernel, tuneKernel } from './kernels-part.js'
import { configText, heading, seconds, short } from './screen.js'

// npm run demo: tunes a digit classifier in tfjs and two gpu.js kernels, for real.

const HELP = `npm run demo -- [--resume] [--remeasure] [--quick] [--out FOLDER] [--seed N]

  --resume      go on where the demo before was stopped
  --remeasure   measure the winners of the demo before again, and say whether their speed-ups hold
  --quick       only a few trials, to see that everything runs
  --out FOLDER  where the trials and the report go (demo-out)
  --seed N      seed of everything random (42)`

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      resume: { type: 'boolean', default: false },
      remeasure: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      out: { type: 'string', default: 'demo-out' },
      seed: { type: 'string', default: '42' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(HELP)
  const effort = values.quick ? QUICK : FULL
  if (values.remeasure) return remeasure(values.out, effort)
  const seed = Number(values.seed)
  if (!Number.isInteger(seed)) throw new Error(`expected a whole number for --seed, got ${values.seed}`)

  const started = performance.now()
  console.log(`Paretune demo, seed ${seed}. ${modesNote}.`)
  console.log('Ctrl-C stops at any time; npm run demo -- --resume goes on.')
  await runDemo({ folder: values.out, seed, effort, resume: values.resume }, async demo => {
    const finals = [
      await tuneDigits(demo),
      await tuneKernel(demo, 'matmul', 'Matrix multiplication in gpu.js', matmul),
      await tuneKernel(demo, 'convolution', 'Convolution in gpu.js', convolution),
    ]
    heading(
      `Finalists and defaults, measured again in turns: ${effort.rounds} rounds, each measurement in a new process`,
    )
    const sections = await Promise.allSettled(finals.map(final => final()))
    return sections.map(section => {
      if (section.status === 'rejected') throw section.reason
      return section.value
    })
  })
  console.log(`Done in ${seconds(performance.now() - started)}.`)
}

/** Checks in a run of its own whether the intervals that the demo stated hold. */
const remeasure = async (folder: string, effort: Effort): Promise<void> => {
  const winners = JSON.parse(await readFile(join(folder, 'winners.json'), 'utf8')) as Winner[]
  const inTurn = takingTurns()
  await Promise.all(
    winners.map(async ({ part, config, speedup }) => {
      const { winner } = await again[part](config, { effort, inTurn })
      const now = winner?.speedup?.median ?? Number.NaN
      const holds = now >= speedup.low && now <= speedup.high
      console.log(
        `${part}: ${configText(config)}\n  stated ${short(speedup.median)} (${short(speedup.low)} to ${short(speedup.high)}), now ${short(now)}: ${holds ? 'inside' : 'OUTSIDE'}`,
      )
      if (!holds) process.exitCode = 1
    }),
  )
}

const again: Readonly<
  Record<Winner['part'], (config: Config, demo: Pick<Demo, 'effort' | 'inTurn'>) => Promise<Confirmation>>
> = {
  digits: remeasureDigits,
  matmul: (config, demo) => remeasureKernel(matmul, config, demo),
  convolution: (config, demo) => remeasureKernel(convolution, config, demo),
}

try {
  await main()
} catch (error) {
  if (!(error instanceof Interrupted)) throw error
  console.log(`\n${error.message}\nGo on with: npm run demo -- --resume`)
  process.exitCode = 130
} finally {
  await Promise.all([digitsProfiler, matmul.profiler, convolution.profiler].map(profiler => profiler.close?.()))
}
