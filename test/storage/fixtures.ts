import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import Database from 'libsql'
import { type Either, isLeft } from '#src/core/fp.js'
import type { Fault } from '#src/core/index.js'
import { type LogEntry, type StudyHeader, sqlite } from '#src/storage/index.js'

export const header = (name: string): StudyHeader => ({
  name,
  space: {},
  spaceId: 'space-1',
  objectives: {},
  constraints: {},
  agent: 'random',
  seed: 1,
  parallel: 1,
  schedule: 'fixedLag',
  profiler: 'fake',
  metrics: [],
  baseline: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  machine: 'machine-1',
  version: '0.1.0',
})

export const asked = (number: number): LogEntry => ({
  _tag: 'Asked',
  trial: {
    number,
    slot: 0,
    config: { tile: number },
    fingerprint: `f${number}`,
    fidelity: 1,
    origin: 'agent',
    repeat: false,
  },
})

/** A folder that is gone after the test. */
export const temporaryFolder = async (t: ExecutionContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'paretune-store-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export const rightOf = <A>(result: Either<Fault, A>): A => {
  if (isLeft(result)) throw new Error(`expected a Right, got ${result.left._tag}: ${result.left.message}`)
  return result.right
}

export const leftOf = <A>(result: Either<Fault, A>): Fault => {
  if (isLeft(result)) return result.left
  throw new Error('expected a Left, got a Right')
}

/** A study `a` with one entry, closed. */
export const makeStudy = async (path: string): Promise<void> => {
  const store = sqlite(path)
  rightOf(await store.create(header('a'))())
  rightOf(await store.append('a', [asked(0)])())
  await store.close()
}

/** Runs SQL on a file past the store. */
export const execute = (path: string, sql: string): void => {
  const database = new Database(path)
  database.exec(sql)
  database.close()
}
