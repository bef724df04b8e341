import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ResultLine } from '#src/experiments/index.js'
import type { ExperimentOptions } from '#src/index.js'
import { bowlFile } from './bowl.js'

/** A folder with two recordings, `bowls/1.json` and `bowls/2.json`, for whoever removes it. */
export const bowlsFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'paretune-experiment-'))
  mkdirSync(join(folder, 'bowls'))
  for (const seed of [1, 2]) writeFileSync(join(folder, 'bowls', `${seed}.json`), bowlFile(seed))
  return folder
}

/** An experiment of 18 cells on them. */
export const small = {
  problems: ['bowls/*.json'],
  agents: ['random', 'genetic', { agent: 'tpe', options: { startup: 5 } }],
  seeds: 3,
  budget: { distinct: 30 },
} satisfies ExperimentOptions

/** Without the times that agents took. */
export const essence = (cells: readonly ResultLine[]) => cells.map(({ agentMs: _, ...cell }) => cell)

export const linesOf = (out: string, file = 'results.jsonl'): ResultLine[] =>
  readFileSync(join(out, file), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
