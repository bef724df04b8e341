import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type Libsql from 'libsql'
import { type Either, isLeft, right } from '../core/fp.js'
import type { StoreError } from '../core/index.js'
import { isReadOnly, isWithoutShm, Unreadable } from './sqlite-faults.js'
import { APPLICATION_ID, FORMAT, SCHEMA } from './sqlite-schema.js'

type Row = Readonly<Record<string, unknown>>
type Binding = string | number | Uint8Array
type Database = InstanceType<typeof Libsql>

/** The tables of a file, in the middle of a transaction. */
export interface Tables {
  all(sql: string, bindings?: readonly Binding[]): readonly Row[]
  run(sql: string, bindings?: readonly Binding[]): void
}

/**
 * An open study file, known as `file` in SQL. Throws what SQLite throws, and Unreadable.
 *
 * The file is attached to a database in memory and not opened as the main one: libsql cannot finalise a statement
 * before it is garbage, and until then its `close` leaves the file open and -wal and -shm behind. `detach` frees all
 * three at once.
 */
export class Connection {
  readonly #database: Database
  readonly #prepared = new Map<string, ReturnType<Database['prepare']>>()

  constructor(database: Database) {
    this.#database = database
  }

  /** Runs `work` between `begin` and a commit; a `Left` or an exception undoes what it did. */
  transaction<A>(begin: string, work: (tables: Tables) => Either<StoreError, A>): Either<StoreError, A> {
    this.exec(begin)
    try {
      const result = work(this)
      this.exec(isLeft(result) ? 'rollback' : 'commit')
      return result
    } catch (thrown) {
      // Where the disk is full, SQLite has rolled back already.
      if (this.#database.inTransaction) this.exec('rollback')
      throw thrown
    }
  }

  exec(sql: string): void {
    this.#database.exec(sql)
  }

  // libsql: bindings go in as one array, or the process dies; and only `all` reads to the end, which frees the lock.
  all(sql: string, bindings: readonly Binding[] = []): readonly Row[] {
    return this.#statement(sql).all([...bindings]) as readonly Row[]
  }

  run(sql: string, bindings: readonly Binding[] = []): void {
    this.#statement(sql).run([...bindings])
  }

  close(): void {
    try {
      // The last one to leave makes it a single file again, which can be read from a read-only folder.
      this.exec('pragma file.journal_mode = delete')
    } catch {
      // Others have it open, or it cannot be written.
    }
    this.exec('detach file')
    this.#database.close()
  }

  #statement(sql: string): ReturnType<Database['prepare']> {
    const statement = this.#prepared.get(sql) ?? this.#database.prepare(sql)
    this.#prepared.set(sql, statement)
    return statement
  }
}

/** Opens a study file, or makes it where there is none (not where `readOnly`). */
export const openConnection = async (path: string, readOnly: boolean): Promise<Connection> => {
  const refuse = (came: string): never => {
    throw new Unreadable(`expected a study file at ${path}, got ${came}`)
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) refuse('a directory')
  if (!existsSync(dirname(resolve(path)))) refuse(`a folder that does not exist, ${dirname(resolve(path))}`)
  if (readOnly && !existsSync(path)) refuse('nothing there')

  const { default: Database } = await import('libsql')
  const attach = (mode: string): Connection => {
    const connection = new Connection(new Database(':memory:'))
    connection.run('attach ? as file', [`${pathToFileURL(path).href}?${mode}`])
    try {
      prepareFile(connection, readOnly, refuse)
    } catch (thrown) {
      connection.exec('detach file')
      throw thrown
    }
    return connection
  }
  try {
    return attach(readOnly ? 'mode=ro' : 'mode=rwc')
  } catch (thrown) {
    // A file in WAL mode wants its -shm beside it, even to be read. Without a -wal the file holds everything.
    if (isWithoutShm(thrown) && existsSync(path) && !existsSync(`${path}-wal`)) return attach('immutable=1')
    throw thrown
  }
}

const prepareFile = (connection: Connection, readOnly: boolean, refuse: (came: string) => never): void => {
  // Looks before it touches: even the switch to WAL would write to somebody else's file.
  if (!isStudyFile(connection, refuse)) {
    if (readOnly) refuse('an empty file')
    connection.transaction('begin immediate', tables => {
      if (!isStudyFile(tables, refuse)) connection.exec(SCHEMA)
      return right(undefined)
    })
  }
  if (readOnly) return
  try {
    connection.exec('pragma file.journal_mode = wal; pragma file.synchronous = normal')
  } catch (thrown) {
    if (!isReadOnly(thrown)) throw thrown
  }
}

/** True for a study file, false for an empty one; anything else is refused. */
const isStudyFile = (tables: Tables, refuse: (came: string) => never): boolean => {
  const number = (sql: string, column: string): number => Number(tables.all(sql)[0]?.[column])
  const format = number('pragma file.user_version', 'user_version')
  if (number('pragma file.application_id', 'application_id') === APPLICATION_ID) {
    if (format > FORMAT) refuse(`one of format ${format}, where this version reads up to ${FORMAT}: update paretune`)
    return true
  }
  if (number('select count(*) as tables from file.sqlite_schema', 'tables') > 0)
    refuse('an SQLite file of another program')
  return false
}
