import type { Config, Json, Outcome, PendingTrial, Trial } from '../core/index.js'
import type { Space } from '../space/space.js'
import { type Confirming, type ConfirmOptions, confirm, type Round } from './confirm.js'
import type { Confirmation } from './confirmation.js'

/** What each trial of a confirmation notes, so that an interrupted one can be gone on with. */
interface Note extends Round {
  /** 1, 2, ... */
  readonly confirmation: number
}

/** The note of a trial that belongs to a confirmation. */
export const noteOf = ({ origin, memo }: PendingTrial): Note | undefined =>
  origin === 'caller' ? (memo as unknown as Note | undefined) : undefined

/** What the study lends: its trials, and how one is asked for, measured and told. */
interface Host extends Omit<Confirming, 'measure'> {
  readonly space: Space
  /** Grows with what is told. */
  readonly trials: readonly Trial[]
  pending(): readonly PendingTrial[]
  enqueue(config: Config, reason: string, memo: Json): PendingTrial
  measure(trial: PendingTrial): Promise<Outcome>
}

/** A confirmation whose rounds are trials of the study; one that was interrupted is finished before another begins. */
export const confirmInRounds = (options: ConfirmOptions, host: Host): Promise<Confirmation> => {
  const { confirmation, unfinished } = standstill(host)
  const rng = host.rng.fork(`confirm/${confirmation}`)
  const measure = async (config: Config, round: Round) => measureInRound(config, { ...round, confirmation }, host)
  return confirm({ ...options, ...unfinished }, { ...host, rng, measure })
}

/** Number of the confirmation that is to run now, and its own finalists, rounds and objective where it was begun before. */
const standstill = (host: Host): { confirmation: number; unfinished: ConfirmOptions } => {
  const told = host.trials.flatMap(trial => noteOf(trial) ?? [])
  const last = [...told, ...host.pending().flatMap(trial => noteOf(trial) ?? [])].at(-1)
  if (!last) return { confirmation: 1, unfinished: {} }
  const done = told.filter(note => note.confirmation === last.confirmation).length
  const { confirmation, finalists, rounds, objective, participants } = last
  return done < rounds * participants
    ? { confirmation, unfinished: { finalists, rounds, objective } }
    : { confirmation: confirmation + 1, unfinished: {} }
}

/** Measures a configuration in a round, unless that was done before an interruption; a trial that was under way runs again. */
const measureInRound = async (config: Config, note: Note, host: Host) => {
  const fingerprint = host.space.fingerprint(config)
  const isSame = (trial: PendingTrial): boolean => {
    const other = noteOf(trial)
    return trial.fingerprint === fingerprint && other?.confirmation === note.confirmation && other.round === note.round
  }
  const told = host.trials.find(isSame)
  if (told) return { trial: told.number, outcome: told.outcome }
  const reason = `confirmation, round ${note.round} of ${note.rounds}`
  const trial = host.pending().find(isSame) ?? host.enqueue(config, reason, note as unknown as Json)
  return { trial: trial.number, outcome: await host.measure(trial) }
}
