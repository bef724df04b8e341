import { type Either, left, right } from '../core/fp.js'
import { fault, type Json, type StoreError } from '../core/index.js'
import { fromText, toText } from './codec.js'
import type { Tables } from './sqlite-connection.js'
import { SqliteFile, type SqliteOptions } from './sqlite-file.js'
import type { Checkpoint, LogEntry, Store, StudyHeader } from './store.js'

/**
 * Keeps studies in one SQLite file, which several processes may have open. The file is opened, and made where there is
 * none, at the first use, so that whatever is wrong with it arrives as a `Left`: StoreUnreadable (not SQLite, not ours,
 * of a newer format, a directory, no such folder), StoreReadOnly, StoreLocked, StoreFailed.
 *
 * What `append` returned for survives the death of the process. Should the power fail, the last entries may be gone,
 * but the file is whole.
 *
 * @example
 * const store = sqlite('study.db')
 */
export const sqlite = (path: string, options: SqliteOptions = {}): Store => {
  const file = new SqliteFile(path, options)

  const change = (study: string, work: (tables: Tables, id: number) => void) =>
    file.write((tables): Either<StoreError, void> => {
      const id = idOf(tables, study)
      if (id === undefined) {
        return left(fault('StudyMissing', `expected a study of ${path}, got the unknown name "${study}"`))
      }
      return right(work(tables, id))
    })

  return {
    name: `sqlite ${path}`,
    list: () =>
      file.read(tables => right(tables.all('select name from file.studies order by id').map(row => String(row.name)))),
    load: study =>
      file.read(tables => {
        const found = tables.all('select id, header from file.studies where name = ?', [study])[0]
        if (!found) return right(undefined)
        const log = tables.all('select entry from file.log where study = ? order by position', [Number(found.id)])
        const checkpoint = loadCheckpoint(tables, Number(found.id))
        return right({
          header: fromText(String(found.header)) as StudyHeader,
          log: log.map(row => fromText(String(row.entry)) as LogEntry),
          ...(checkpoint && { checkpoint }),
        })
      }),
    create: header =>
      file.write(tables => {
        if (idOf(tables, header.name) !== undefined) {
          return left(fault('StudyExists', `expected a new name, got "${header.name}", which ${path} has already`))
        }
        const text = toText(header, 'header')
        tables.run('insert into file.studies (name, header) values (?, ?)', [header.name, text])
        return right(undefined)
      }),
    append: (study, entries) => change(study, (tables, id) => appendEntries(tables, id, entries)),
    checkpoint: (study, checkpoint) =>
      change(study, (tables, id) => {
        removeCheckpoint(tables, id)
        saveCheckpoint(tables, id, checkpoint)
      }),
    remove: study =>
      file.write(tables => {
        const id = idOf(tables, study)
        if (id === undefined) return right(undefined)
        removeCheckpoint(tables, id)
        tables.run('delete from file.log where study = ?', [id])
        tables.run('delete from file.studies where id = ?', [id])
        return right(undefined)
      }),
    close: () => file.close(),
  }
}

const idOf = (tables: Tables, study: string): number | undefined => {
  const found = tables.all('select id from file.studies where name = ?', [study])[0]
  return found && Number(found.id)
}

const appendEntries = (tables: Tables, id: number, entries: readonly LogEntry[]): void => {
  const sql = 'select coalesce(max(position) + 1, 0) as next from file.log where study = ?'
  const next = Number(tables.all(sql, [id])[0]?.next)
  for (const [i, entry] of entries.entries()) {
    const trial = entry._tag === 'Asked' ? entry.trial.number : entry.trial
    tables.run('insert into file.log (study, position, kind, trial, entry) values (?, ?, ?, ?, ?)', [
      id,
      next + i,
      entry._tag,
      trial,
      toText(entry, 'entry'),
    ])
  }
}

const loadCheckpoint = (tables: Tables, id: number): Checkpoint | undefined => {
  const row = tables.all('select position, kind, version, agent, state from file.checkpoints where study = ?', [id])[0]
  if (!row) return undefined
  const buffers = tables.all('select name, bytes from file.buffers where study = ?', [id])
  return {
    position: Number(row.position),
    agent: {
      kind: String(row.kind),
      version: Number(row.version),
      json: fromText(String(row.agent)) as Json,
      buffers: Object.fromEntries(
        buffers.map(({ name, bytes }) => [String(name), new Uint8Array(bytes as ArrayBuffer)]),
      ),
    },
    study: fromText(String(row.state)) as Json,
  }
}

const saveCheckpoint = (tables: Tables, id: number, { position, agent, study }: Checkpoint): void => {
  const sql = 'insert into file.checkpoints (study, position, kind, version, agent, state) values (?, ?, ?, ?, ?, ?)'
  const [json, state] = [toText(agent.json, 'agent.json'), toText(study, 'study')]
  tables.run(sql, [id, position, agent.kind, agent.version, json, state])
  for (const [name, bytes] of Object.entries(agent.buffers)) {
    tables.run('insert into file.buffers (study, name, bytes) values (?, ?, ?)', [id, name, bytes])
  }
}

const removeCheckpoint = (tables: Tables, id: number): void => {
  tables.run('delete from file.buffers where study = ?', [id])
  tables.run('delete from file.checkpoints where study = ?', [id])
}
