import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Config,
  type CreateStudyOptions,
  createStudy,
  type Progress,
  type Store,
  type Study,
  type StudyResult,
} from 'paretune'
import { htmlReport, type Section } from 'paretune/report'
import { sqlite } from 'paretune/storage/sqlite'
import { liveProgress } from './screen.js'

/** What the parts of the demo share: a seed, a file for every trial, and a page that grows section by section. */
export interface Demo {
  readonly seed: number
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
  /** Adds a section to the report. */
  show(section: Section): void
  /** Keeps a winner for `--remeasure`. */
  keep(winner: Winner): void
}

/** What `--remeasure` checks again. */
export interface Winner {
  readonly part: 'digits' | 'matmul' | 'convolution'
  readonly config: Config
  readonly speedup: { readonly median: number; readonly low: number; readonly high: number }
}

/** Ctrl-C: says where the demo stopped. */
export class Interrupted extends Error {}

export interface DemoOptions {
  readonly folder: string
  readonly seed: number
  readonly resume: boolean
}

/** Opens the demo's files, runs the parts, and writes the report; also of what was done before an interruption. */
export const runDemo = async (
  { folder, seed, resume }: DemoOptions,
  parts: (demo: Demo) => Promise<void>,
): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'demo.db')
  if (!resume) await putAside(file, folder)
  const store = sqlite(file)
  const sections: Section[] = []
  const winners: Winner[] = []
  try {
    await parts({
      seed,
      store,
      show: section => sections.push(section),
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
  } finally {
    await store.close()
    if (sections.length > 0) {
      const page = join(folder, 'report.html')
      await writeFile(
        page,
        htmlReport({ title: 'Paretune demo', answer: sections.map(section => section.answer).join(' '), sections }),
      )
      console.log(`\nReport: ${page}\nTrials: ${file}`)
    }
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
