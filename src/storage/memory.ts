import { type Either, left, right } from '../core/fp.js'
import { fault, messageOf, type StoreError } from '../core/index.js'
import { fromText, toText } from './codec.js'
import type { Checkpoint, LogEntry, Store, StoredStudy, StudyHeader } from './store.js'

interface Kept {
  readonly header: string
  readonly log: string[]
  checkpoint?: Checkpoint
}

/**
 * Keeps studies in this process, gone with it. Takes and gives what the SQLite store would: values are copied in and
 * out, and what cannot be stored there cannot be stored here.
 */
export const memory = (): Store => {
  const studies = new Map<string, Kept>()
  let closed = false

  const attempt =
    <A>(work: () => Either<StoreError, A>) =>
    async (): Promise<Either<StoreError, A>> => {
      if (closed) return left(fault('StoreFailed', 'expected an open store, got one that was closed: memory'))
      try {
        return work()
      } catch (thrown) {
        return left(fault('StoreFailed', `memory: ${messageOf(thrown)}`, { cause: thrown }))
      }
    }
  const change = (study: string, work: (kept: Kept) => void): Either<StoreError, void> => {
    const kept = studies.get(study)
    if (!kept) return left(fault('StudyMissing', `expected a study of memory, got the unknown name "${study}"`))
    return right(work(kept))
  }

  return {
    name: 'memory',
    list: () => attempt(() => right([...studies.keys()])),
    load: study =>
      attempt(() => {
        const kept = studies.get(study)
        return right(kept && restore(kept))
      }),
    create: header =>
      attempt(() => {
        if (studies.has(header.name)) {
          return left(fault('StudyExists', `expected a new name, got "${header.name}", which memory has already`))
        }
        studies.set(header.name, { header: toText(header, 'header'), log: [] })
        return right(undefined)
      }),
    append: (study, entries) =>
      attempt(() => {
        const texts = entries.map(entry => toText(entry, 'entry'))
        return change(study, kept => {
          for (const text of texts) kept.log.push(text)
        })
      }),
    checkpoint: (study, checkpoint) =>
      attempt(() =>
        change(study, kept => {
          kept.checkpoint = structuredClone(checkpoint)
        }),
      ),
    remove: study =>
      attempt(() => {
        studies.delete(study)
        return right(undefined)
      }),
    close: async () => {
      closed = true
    },
  }
}

const restore = ({ header, log, checkpoint }: Kept): StoredStudy => ({
  header: fromText(header) as StudyHeader,
  log: log.map(text => fromText(text) as LogEntry),
  ...(checkpoint && { checkpoint: structuredClone(checkpoint) }),
})
