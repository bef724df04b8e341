import { ProcessTree, procText } from './process-tree.js'

/** Numbers that a process counts. */
type Counts = readonly number[]

/**
 * Counts of a process tree that a process hands on to the parent that waits for its end, as CPU times and disk bytes are. What
 * processes counted that have ended is kept: their parent has it, or else what the last look showed. Throws where the root has
 * ended before.
 */
export class TreeCounter {
  readonly #tree: ProcessTree
  readonly #file: string
  /** What a process has counted and inherited, from the file. */
  readonly #countsOf: (text: string) => Counts
  /** What this process has inherited, from its own file. */
  readonly #inheritedOf: (text: string) => Counts
  readonly #first: Counts
  #seen = new Map<number, { readonly parent: number; readonly counts: Counts }>()
  #inherited: Counts = []
  #ended: Counts = []
  #total: Counts = []

  constructor(root: number, file: string, countsOf: (text: string) => Counts, inheritedOf: (text: string) => Counts) {
    this.#tree = new ProcessTree(root)
    this.#file = file
    this.#countsOf = countsOf
    this.#inheritedOf = inheritedOf
    this.look()
    this.#first = this.#total
    if (this.#first.length > 0) return
    this.close()
    throw new Error(`expected process ${root} to live and to show its ${file} when the window began, it did not`)
  }

  look(): void {
    const processes = this.#tree.read(this.#file)
    const living = new Map(
      processes.map(({ pid, parent, text }) => [pid, { parent, counts: this.#countsOf(text) }] as const),
    )
    const inherited = this.#inheritedOf(procText('self', this.#file) ?? '')
    for (const [pid, { parent, counts }] of this.#seen) {
      if (living.has(pid) || living.has(parent)) continue
      const jump = minus(inherited, this.#inherited)
      const isOurs = parent === process.pid && this.#tree.isAlone
      this.#ended = plus(this.#ended, isOurs ? highest(counts, jump) : counts)
    }
    this.#seen = living
    this.#inherited = inherited
    // A process whose parent ignores its end takes what it counted with it: the total stays at what was seen.
    this.#total = highest(this.#total, [...living.values()].map(({ counts }) => counts).reduce(plus, this.#ended))
  }

  /** Counted since the beginning, as of the last look. */
  get counts(): Counts {
    return minus(this.#total, this.#first)
  }

  close(): void {
    this.#tree.close()
  }
}

const plus = (a: Counts, b: Counts): Counts => longer(a, b).map((_, i) => (a[i] ?? 0) + (b[i] ?? 0))
const minus = (a: Counts, b: Counts): Counts => a.map((count, i) => count - (b[i] ?? 0))
const highest = (a: Counts, b: Counts): Counts => longer(a, b).map((_, i) => Math.max(a[i] ?? 0, b[i] ?? 0))
const longer = (a: Counts, b: Counts): Counts => (a.length > b.length ? a : b)
