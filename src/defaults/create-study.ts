import type { Config } from '../core/index.js'
import { memory } from '../storage/index.js'
import { openStudy, type Study, type StudyOptions } from '../study/index.js'
import { auto } from './auto.js'

/** As `StudyOptions`; an agent and a store need not be given. */
export type CreateStudyOptions<C extends Config = Config, M extends string = string> = Omit<
  StudyOptions<C, M>,
  'agent' | 'store'
> &
  Partial<Pick<StudyOptions<C, M>, 'agent' | 'store'>>

/**
 * Makes a study, or goes on with the one of that name in the store. Without an agent it is `auto()`, which picks one by the space,
 * the budget and the number of objectives; without a store it lives in memory.
 *
 * Rejects with a ParetuneError whose `code` says what is wrong: InvalidGoal, InvalidBudget, InvalidConfig (the baseline),
 * InvalidStudy, StudyMismatch (the stored study has another definition), StudyExists (`resume: false`), or the store's or the agent's.
 *
 * @example
 * const study = await createStudy({ space, profiler, objectives: { latency: minimize('latencyMs') }, budget: { trials: 50 } })
 * const { best } = await study.run()
 */
export const createStudy = <C extends Config, M extends string>(options: CreateStudyOptions<C, M>): Promise<Study<C>> =>
  openStudy({ agent: auto(), store: memory(), ...options })
