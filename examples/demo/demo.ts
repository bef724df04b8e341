import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Config,
  type Confirmation,
  type ConfirmOptions,
  type CreateStudyOptions,
  createStudy,
  type Profiler,
  type Progress,
  type Store,
  type Study,
  type StudyResult,
} from 'paretune'
import { htmlReport, type Section } from 'paretune/report'
import { sqlite } from 'paretune/storage/sqlite'
import { liveProgress, short } from './screen.js'

/** What the parts of the demo share: a seed, and a file for every trial. */
export interface Demo {
  readonly seed: number
  readonly effort: Effort
  readonly store: Store
  /** Runs one study of the demo, or goes on with it; throws `Interrupted` on Ctrl-C. */
  run<C extends Config, M extends string>(
    options: Omit<CreateStudyOptions<C, M>, 'store' | 'seed'> & {
      readonly name: string
      readonly budget: { readonly trials: number }
    },
    label: string,
    bestText: (progress: Progress) => string,
  ): Promise<{ readonly study: Study<C>; readonly result: StudyResult<C> }>
  /** Lets the profilers of finalists take turns. */
  readonly inTurn: ReturnType<typeof takingTurns>
  /** Measures finalists again; throws `Interrupted` on Ctrl-C. */
  confirm<C extends Config>(study: Study<C>, options: ConfirmOptions<C>): Promise<Confirmation<C>>
  /** Keeps a winner for `--remeasure`. */
  keep(winner: Winner): void
}

/** What `--remeasure` checks again. */
export interface Winner {
  readonly part: 'digits' | 'matmul' | 'convolution'
  readonly config: Config
  readonly speedup: { readonly median: number; readonly low: number; readonly high: number }
}

/** How much is tried. */
export interface Effort {
  /** Of NSGA-II. */
  readonly population: number
  readonly generations: number
  /** Of the arms of a kernel, for each agent. */
  readonly pulls: number
  /** In which finalists are measured again. */
  readonly rounds: number
}

export const FULL: Effort = { population: 10, generations: 7, pulls: 48, rounds: 5 }

/** Just enough to see that everything runs. */
export const QUICK: Effort = { population: 4, generations: 2, pulls: 6, rounds: 3 }

/** Measures the finalists of one part again, in turns with those of the others: a section of the report. */
export type Final = () => Promise<Section>

/**
 * Lets profilers measure one at a time, in the order in which they ask. Finalists of several parts that are measured in turns are spread over
 * a longer time, and so meet more of the machine's moods: a narrow interval from a few seconds would not hold a minute later.
 */
export const takingTurns = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <C extends Config, M extends string>(profiler: Profiler<C, M>): Profiler<C, M> => ({
    ...profiler,
    profile: (config, context) => () => {
      const mine = last.then(() => profiler.profile(config, context)())
      last = mine.catch(() => {})
      return mine
    },
  })
}

/** Ctrl-C: says where the demo stopped. */
export class Interrupted extends Error {}

export interface DemoOptions {
  readonly folder: string
  readonly seed: number
  readonly effort: Effort
  readonly resume: boolean
}

/** Opens the demo's files, runs the parts, and writes the report. */
export const runDemo = async (
  { folder, seed, effort, resume }: DemoOptions,
  parts: (demo: Demo) => Promise<readonly Section[]>,
): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'demo.db')
  if (!resume) await putAside(file, folder)
  const store = sqlite(file)
  const winners: Winner[] = []
  try {
    const sections = await parts({
      seed,
      effort,
      store,
      inTurn: takingTurns(),
      confirm: async (study, options) => {
        const confirmation = await study.confirm({ ...options, rounds: effort.rounds })
        if (confirmation.rounds < effort.rounds)
          throw new Interrupted(
            `Stopped while the finalists of ${study.name} were measured again. Every finished trial is in ${file}.`,
          )
        return confirmation
      },
      keep: winner => winners.push(winner),
      run: async (options, label, bestText) => {
        const total = options.budget.trials
        const show = liveProgress(label, total, bestText)
        const study = await createStudy({
          ...options,
          seed,
          store,
          onTrial: (trial, progress) => show(trial, progress),
        })
        if (study.trials.length > 0) console.log(`  ${label}: going on after ${study.trials.length} trials`)
        const result = await study.run()
        if (result.stopped === 'interrupted')
          throw new Interrupted(
            `Stopped after trial ${result.trials.length} of ${total} of ${options.name}. Every finished trial is in ${file}.`,
          )
        return { study, result }
      },
    })
    await writeFile(join(folder, 'winners.json'), `${JSON.stringify(winners, null, 2)}\n`)
    const page = join(folder, 'report.html')
    const factors = winners.map(({ part, speedup }) => `${part} ${short(speedup.median)}`).join(', ')
    const answer = `Times as fast as the default configuration: ${factors}.`
    await writeFile(page, htmlReport({ title: 'Paretune demo', answer, sections }))
    console.log(`\nReport: ${page}\nTrials: ${file}`)
  } finally {
    await store.close()
  }
}

/** Nothing is lost: results of an earlier demo get another name. */
const putAside = async (file: string, folder: string): Promise<void> => {
  const exists = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    )
  if (!(await exists(file))) return
  let n = 1
  while (await exists(join(folder, `demo-${n}.db`))) n++
  await rename(file, join(folder, `demo-${n}.db`))
  console.log(
    `The trials of the demo before are now in ${join(folder, `demo-${n}.db`)} (--resume would go on with them).`,
  )
}
