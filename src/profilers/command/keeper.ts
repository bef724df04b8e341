import { type Resident, residentOver } from './memory.js'
import type { ProgramTree } from './program-tree.js'

/** Why a program was ended from outside. */
export type Interruption =
  | { readonly _tag: 'aborted' | 'stopped' | 'timedOut' }
  | { readonly _tag: 'tooLarge'; readonly resident: Resident }

/** How far a program may go. */
export interface Limits {
  readonly timeoutMs?: number
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number
  readonly memoryLimitBytes?: number
}

/** Keeps a program within its limits while it runs. */
export interface Keeper {
  readonly interruption: Interruption | undefined
  /** Asks the program to end, and kills it where it does not. Only the first call counts. */
  interrupt(why: Interruption): void
  /** No limit holds any more: the program has ended by itself. */
  release(): void
  /** Waits until no process is left. Tells the names of those that had to be killed because an uninterrupted program left them behind. */
  clear(): Promise<readonly string[]>
}

const LOOK_MS = 50
const KILLS = 20
/** Longer timers would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

export const keeperOf = (
  tree: ProgramTree,
  { timeoutMs = Number.POSITIVE_INFINITY, graceMs, memoryLimitBytes }: Limits,
  signal: AbortSignal,
): Keeper => {
  let interruption: Interruption | undefined
  let ending: Promise<readonly string[]> | undefined

  /** Again and again, since a process may be born while the others are killed. One that hangs in the kernel is left to it. */
  const kill = async (): Promise<readonly string[]> => {
    const names = tree.members().map(tree.nameOf)
    let isGone = false
    for (let tries = 0; tries < KILLS && !isGone; tries++) {
      tree.signal('SIGKILL')
      isGone = await tree.gone(100)
    }
    return names
  }
  const interrupt = (why: Interruption): void => {
    if (ending !== undefined) return
    interruption = why
    ending = (async () => {
      if (why._tag !== 'tooLarge') {
        tree.signal('SIGTERM')
        if (await tree.gone(graceMs)) return []
      }
      await kill()
      return []
    })()
  }
  const look = (limitBytes: number): void => {
    const resident = residentOver(tree.members(), limitBytes)
    if (resident) interrupt({ _tag: 'tooLarge', resident })
  }
  const onAbort = (): void => interrupt({ _tag: 'aborted' })
  const timer = timeoutMs <= MAX_TIMER_MS ? setTimeout(() => interrupt({ _tag: 'timedOut' }), timeoutMs) : undefined
  const watch = memoryLimitBytes === undefined ? undefined : setInterval(() => look(memoryLimitBytes), LOOK_MS)
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort)

  return {
    get interruption() {
      return interruption
    },
    interrupt,
    release: () => {
      clearTimeout(timer)
      clearInterval(watch)
      signal.removeEventListener('abort', onAbort)
    },
    clear: () => {
      // What is left of a program that ended well may be ending too, such as Python's tracker of shared memory.
      ending ??= tree.gone(graceMs).then(isGone => (isGone ? [] : kill()))
      return ending
    },
  }
}
