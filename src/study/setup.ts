import {
  type Config,
  fault,
  makeRng,
  orThrow,
  ParetuneError,
  show,
  type Trial,
  VERSION,
  wallClock,
} from '../core/index.js'
import { machineFingerprint } from '../env/index.js'
import { defineGoals, parseBudget, type Reward, relativeLoss } from '../goals/index.js'
import type { Profiler } from '../profilers/profiler.js'
import type { Space } from '../space/space.js'
import type { StudyHeader } from '../storage/store.js'
import { local, type Progress, type StudyOptions } from './options.js'

/** The options, checked. */
export const parse = <C extends Config, M extends string>(options: StudyOptions<C, M>) => {
  const { name = 'study', seed = 0, executor = local(), clock = wallClock(), store, pruner, onTrial } = options
  // The study is generic at its face only: inside, configurations are plain records.
  const space = options.space as unknown as Space
  const profiler = options.profiler as unknown as Profiler | undefined
  const { parallel, schedule } = executor
  if (!(Number.isInteger(parallel) && parallel >= 1))
    throw new ParetuneError(
      fault('InvalidStudy', `expected a whole number of at least 1 for executor.parallel, got ${show(parallel)}`),
    )
  if (executor.isolate === 'process') requireIsolated(profiler)
  const goals = orThrow(defineGoals(options, profiler?.metrics))
  const baseline = options.baseline === undefined ? undefined : orThrow(space.parse(options.baseline))
  for (const target of Object.keys(options.target ?? {}))
    if (!goals.names.includes(target))
      throw new ParetuneError(
        fault('InvalidGoal', `expected target to name objectives (${goals.names.join(', ')}), got ${show(target)}`),
      )
  const header: StudyHeader = {
    name,
    space: space.toJSON(),
    spaceId: space.id,
    ...goals.toJSON(),
    agent: options.agent.agentName,
    seed,
    parallel,
    schedule,
    profiler: profiler?.name ?? 'caller',
    metrics: (profiler?.metrics ?? []).map(spec => ({ ...spec })),
    baseline: baseline ?? null,
    createdAt: clock.date(),
    machine: machineFingerprint(),
    version: VERSION,
  }
  return {
    header,
    store,
    space,
    goals,
    parallel,
    schedule,
    ...(executor.isolate && { isolate: executor.isolate }),
    rng: makeRng(seed),
    budget: orThrow(parseBudget(options.budget)),
    reward: (options.reward ?? relativeLoss()) as Reward,
    timeoutMs: options.timeoutMs ?? 600_000,
    clock,
    checkpointEvery: options.checkpointEvery ?? 50,
    ...(profiler && { profiler }),
    ...(baseline && { baseline }),
    ...(options.target && { target: options.target }),
    ...(options.observe && { observe: options.observe }),
    ...(pruner && { pruner }),
    ...(onTrial && { onTrial: onTrial as (trial: Trial, progress: Progress) => void }),
  }
}

/** A function cannot cross processes, so a profiler made of functions cannot be isolated after the fact. */
export const requireIsolated = (profiler: Profiler | undefined): void => {
  if (profiler?.isolated) return
  const got = profiler ? `\`${profiler.name}\`, which runs in this one` : 'none'
  throw new ParetuneError(
    fault(
      'InvalidStudy',
      `expected a profiler with processes of its own for isolate: 'process', got ${got}. Export it from a module and use moduleProfiler(new URL('./that-module.js', import.meta.url), { name, metrics })`,
    ),
  )
}

export type Setup = ReturnType<typeof parse>
