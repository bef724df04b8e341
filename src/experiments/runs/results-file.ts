import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fault, messageOf, ParetuneError } from '../../core/index.js'
import type { CellResult } from '../cells/cell.js'
import { invalid } from '../invalid.js'

/** A finished cell: one line of `results.jsonl`. */
export interface ResultLine extends CellResult {
  readonly id: string
  readonly problem: string
  readonly agent: string
  readonly seed: number
}

/**
 * The cells that a folder has. Each is written as soon as it is finished, and found again by its id; a line that was cut off (the process was
 * killed) is dropped, and its cell runs again. Those of a former spec are kept in `unused.jsonl`, should they be asked for again.
 */
export class ResultsFile {
  readonly #file: string
  readonly #unused: string
  readonly #known = new Map<string, ResultLine>()

  /** Throws InvalidExperiment where the folder cannot be made, or holds lines that no experiment wrote. */
  constructor(folder: string) {
    this.#file = join(folder, 'results.jsonl')
    this.#unused = join(folder, 'unused.jsonl')
    try {
      mkdirSync(folder, { recursive: true })
      appendFileSync(this.#file, '')
    } catch (thrown) {
      throw invalid(folder, 'a folder that can be written', messageOf(thrown))
    }
    for (const line of [...linesOf(this.#unused), ...linesOf(this.#file)]) this.#known.set(line.id, line)
  }

  get(id: string): ResultLine | undefined {
    return this.#known.get(id)
  }

  /** Throws ExperimentFailed where it cannot be written. */
  add(line: ResultLine): void {
    this.#known.set(line.id, line)
    try {
      appendFileSync(this.#file, `${JSON.stringify(line)}\n`)
    } catch (thrown) {
      throw new ParetuneError(fault('ExperimentFailed', `${this.#file}: ${messageOf(thrown)}`, { cause: thrown }))
    }
  }

  /** Brings the file into the order of the cells, and what is not among them out of it. */
  finish(lines: readonly ResultLine[]): void {
    const used = new Set(lines.map(({ id }) => id))
    const rest = [...this.#known.values()].filter(({ id }) => !used.has(id))
    if (rest.length > 0 || existsSync(this.#unused)) write(this.#unused, rest)
    write(this.#file, lines)
  }
}

const write = (file: string, lines: readonly ResultLine[]): void => {
  writeFileSync(`${file}.part`, '')
  // A file may be longer than a text can be.
  for (let i = 0; i < lines.length; i += 1000) {
    const texts = lines.slice(i, i + 1000).map(line => `${JSON.stringify(line)}\n`)
    appendFileSync(`${file}.part`, texts.join(''))
  }
  renameSync(`${file}.part`, file)
}

const NEWLINE = 10
/** How each line begins. */
const BEGINNING = '{"id":"'

const linesOf = (file: string): ResultLine[] => {
  if (!existsSync(file)) return []
  const bytes = readFileSync(file)
  const lines: ResultLine[] = []
  let from = 0
  for (let to = bytes.indexOf(NEWLINE); to !== -1; to = bytes.indexOf(NEWLINE, from)) {
    const text = bytes.toString('utf8', from, to)
    from = to + 1
    try {
      const line = JSON.parse(text) as ResultLine
      if (typeof line.id !== 'string' || !Array.isArray(line.advances)) throw new Error('no cell')
      lines.push(line)
    } catch {
      throw invalid(`${file}, line ${lines.length + 1}`, 'a cell of an experiment', text.slice(0, 60))
    }
  }
  if (from === bytes.length) return lines
  // What was cut off goes, or the next line would be glued to it.
  const rest = bytes.toString('utf8', from, from + BEGINNING.length)
  if (!BEGINNING.startsWith(rest))
    throw invalid(
      `${file}, line ${lines.length + 1}`,
      'a cell of an experiment',
      bytes.toString('utf8', from, from + 60),
    )
  write(file, lines)
  return lines
}
