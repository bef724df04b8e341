import type { Outcome } from '../core/index.js'
import { differencesOfMachines } from '../env/index.js'
import type { StoredStudy } from '../storage/store.js'

/** The machines that a study was measured on before this process, and what is different now: one warning for each change. */
export class Machines {
  readonly #before: readonly string[]
  readonly #seen: Set<string>
  readonly #warnings = new Set<string>()
  #last: string | undefined

  /** `here` is what this process itself runs on. A new study has nothing to differ from. */
  constructor(stored: StoredStudy | undefined, here: string) {
    const told = (stored?.log ?? []).flatMap(entry => (entry._tag === 'Told' ? (machineOf(entry.outcome) ?? []) : []))
    this.#seen = new Set(stored ? [stored.header.machine, ...told] : [])
    this.#before = [...this.#seen]
    this.#note(here)
  }

  get warnings(): readonly string[] {
    return [...this.#warnings]
  }

  /** Looks at what a trial ran on. */
  see(outcome: Outcome): void {
    const machine = machineOf(outcome)
    if (machine !== undefined && machine !== this.#last) this.#note(machine)
  }

  #note(machine: string): void {
    this.#last = machine
    if (this.#seen.has(machine)) return
    this.#seen.add(machine)
    for (const difference of differencesOfMachines(this.#before, machine))
      this.#warnings.add(`goes on with figures of another machine: ${difference}`)
  }
}

const machineOf = (outcome: Outcome): string | undefined =>
  outcome._tag === 'Failed' ? undefined : outcome.profile?.machine
