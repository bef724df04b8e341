import { readdirSync, readFileSync } from 'node:fs'

/** Looking for new processes may take this part of the time: where there are many, it is done less often, down to a limit. */
const SCAN_SHARE = 0.05
const MAX_SCAN_INTERVAL_MS = 250

/** What a file of /proc/PID says, undefined where the process has ended (or is not ours to look at). */
export const procText = (pid: number | 'self', file: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    return undefined
  }
}

/** A process of a tree, and what a file of its says. */
export interface ProcessText {
  readonly pid: number
  readonly parent: number
  readonly text: string
}

/** Those in use, to know which of them could take the end of one's root for that of another's. */
const watched = new Set<ProcessTree>()

/** A process and its descendants, those included whose parent has ended since. Throws where the system is not Linux. */
export class ProcessTree {
  readonly root: number
  /** Parent of each, by process id. */
  readonly #parents: Map<number, number>
  #isAlone = true

  constructor(root: number) {
    if (process.platform !== 'linux')
      throw new Error(`expected Linux, whose /proc tells of other processes, got ${process.platform}`)
    this.root = root
    this.#parents = new Map([[root, parentOf(procText(root, 'stat') ?? '')]])
    for (const other of watched) if (other.root !== root) other.#isAlone = this.#isAlone = false
    watched.add(this)
  }

  /** No other process was watched as a root while this one was. */
  get isAlone(): boolean {
    return this.#isAlone
  }

  /** What this file of /proc/PID says now, for each of them that has not ended. */
  read(file: string): ProcessText[] {
    this.#grow()
    const texts: ProcessText[] = []
    for (const [pid, parent] of this.#parents) {
      const text = procText(pid, file)
      if (text === undefined) this.#parents.delete(pid)
      else texts.push({ pid, parent, text })
    }
    return texts
  }

  close(): void {
    watched.delete(this)
  }

  #grow(): void {
    const all = parentsOfAll()
    let size = 0
    while (size !== this.#parents.size) {
      size = this.#parents.size
      for (const [pid, parent] of all) if (this.#parents.has(parent)) this.#parents.set(pid, parent)
    }
  }
}

let scanned: { readonly nextMs: number; readonly parents: ReadonlyMap<number, number> } | undefined

/** The parent of each process of the machine, as of a moment ago. */
const parentsOfAll = (): ReadonlyMap<number, number> => {
  const atMs = performance.now()
  if (scanned !== undefined && atMs < scanned.nextMs) return scanned.parents
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const text = /^\d+$/.test(name) ? procText(Number(name), 'stat') : undefined
    if (text !== undefined) parents.set(Number(name), parentOf(text))
  }
  const tookMs = performance.now() - atMs
  scanned = { nextMs: atMs + Math.min(tookMs / SCAN_SHARE, MAX_SCAN_INTERVAL_MS), parents }
  return parents
}

/** Fields of /proc/PID/stat from the third on: the second, the name, is in parentheses and may have some of its own. */
export const statFields = (text: string): string[] => text.slice(text.lastIndexOf(')') + 2).split(' ')

const parentOf = (text: string): number => Number(statFields(text)[1])
