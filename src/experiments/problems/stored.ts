import { type MetricSpec, orThrow, type PendingTrial, type Trial } from '../../core/index.js'
import type { Objective } from '../../goals/index.js'
import { type RecordedSpace, recordedTrials } from '../../profilers/index.js'
import { spaceFromJSON } from '../../space/index.js'
import { type LogEntry, type StudyHeader, sqlite } from '../../storage/index.js'
import { invalid } from '../invalid.js'

/**
 * A study of a store as a recorded space: the configurations that were tried, repeats pooled. Throws InvalidExperiment where the file has no such
 * study, InvalidRecording where nothing was measured, and what the store says.
 */
export const recordedStudy = async (
  file: string,
  name: string | undefined,
  objective?: string,
): Promise<RecordedSpace> => {
  const store = sqlite(file, { readOnly: true })
  try {
    const names = orThrow(await store.list()())
    const study = name ?? (names.length === 1 ? names[0] : undefined)
    const stored = study === undefined ? undefined : orThrow(await store.load(study)())
    if (!stored) throw invalid(file, `\`study\` to be one of ${names.join(', ')}`, name ?? 'none')
    // Only what was tried is in the recorded space, whatever the constraints were: functions among them have no data form.
    const { parameters } = stored.header.space as { readonly parameters: never }
    const space = orThrow(spaceFromJSON({ parameters, where: [], when: {} }))
    const metrics = stored.header.metrics as unknown as readonly MetricSpec[]
    const { metric, direction } = objectiveOf(stored.header, objective, file)
    const better = direction === 'minimize' ? 'lower' : 'higher'
    return orThrow(recordedTrials(space, trialsOf(stored.log), { metrics, objective: metric, better }))
  } finally {
    await store.close()
  }
}

/** The one that is named, or the only one. */
const objectiveOf = ({ objectives }: StudyHeader, name: string | undefined, file: string): Objective => {
  const known = objectives as unknown as Readonly<Record<string, Objective & { readonly computed?: boolean }>>
  const names = Object.keys(known)
  const chosen = name ?? (names.length === 1 ? names[0] : undefined)
  const objective = chosen === undefined ? undefined : known[chosen]
  if (!objective) throw invalid(file, `\`objective\` to be one of ${names.join(', ')}`, name ?? 'none')
  if (objective.computed) throw invalid(file, 'an objective that is a metric', `${chosen}, which is a function`)
  return objective
}

const trialsOf = (log: readonly LogEntry[]): Trial[] => {
  const asked = new Map<number, PendingTrial>()
  return log.flatMap(entry => {
    if (entry._tag === 'Asked') {
      asked.set(entry.trial.number, entry.trial)
      return []
    }
    const { outcome, reward = Number.NaN, finishedMs } = entry
    return [{ ...(asked.get(entry.trial) as PendingTrial), outcome, reward, finishedMs }]
  })
}
