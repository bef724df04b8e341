import { readdirSync } from 'node:fs'
import { platform } from 'node:os'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { procText, statFields } from '../meters/process-tree.js'

/** A program's processes: its own, and all that came from it. */
export interface ProgramTree {
  /** Those that live. Outside Linux the program alone stands for its group. */
  members(): readonly number[]
  /** What a member is called; its number where that is unknown. */
  nameOf(pid: number): string
  signal(name: 'SIGTERM' | 'SIGKILL'): void
  /** Waits until none lives; false where some still do after this time. */
  gone(withinMs: number): Promise<boolean>
}

const LOOK_MS = 10

/**
 * The tree of a program that leads a process group and session of its own (`detached`).
 *
 * On Linux a process belongs to it by its session, by its parent, or by `mark`, a variable in the environment that it was started with:
 * so one that made a session of its own after its parent had ended is found too. Only one that also cleared its environment
 * escapes. Elsewhere the tree is the process group; on Windows the program alone.
 */
export const programTree = (root: number, mark: string): ProgramTree => {
  const isLinux = platform() === 'linux'
  const group = platform() === 'win32' ? root : -root
  const members = isLinux ? membersOnLinux(root, mark) : () => (send(group, 0) ? [root] : [])
  return {
    members,
    // Not `comm`, which is the name of a thread: since Node.js 24 its own is MainThread.
    nameOf: pid => basename(procText(pid, 'cmdline')?.split('\0')[0] ?? '') || `process ${pid}`,
    signal: name => {
      send(group, name)
      if (isLinux) for (const pid of members()) send(pid, name)
    },
    gone: async withinMs => {
      const untilMs = performance.now() + withinMs
      while (members().length > 0) {
        if (performance.now() >= untilMs) return false
        await sleep(LOOK_MS)
      }
      return true
    },
  }
}

const send = (pid: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Each process is looked at closely once: those that do not belong to the tree when they are first seen never will. */
const membersOnLinux = (root: number, mark: string): (() => readonly number[]) => {
  const family = new Set([root])
  const strangers = new Set<number>()
  const belongs = (pid: number, { parent, session }: ProcessState): boolean =>
    session === root || family.has(parent) || (procText(pid, 'environ') ?? '').includes(`${mark}=`)
  return () => {
    const present = new Set(readdirSync('/proc').map(Number))
    for (const seen of [family, strangers]) for (const pid of seen) if (!present.has(pid)) seen.delete(pid)
    return [...present].filter(pid => {
      if (Number.isNaN(pid) || strangers.has(pid)) return false
      const state = stateOf(pid)
      if (state === undefined) return false
      const isMember = family.has(pid) || belongs(pid, state)
      ;(isMember ? family : strangers).add(pid)
      return isMember && !state.isDead
    })
  }
}

interface ProcessState {
  readonly isDead: boolean
  readonly parent: number
  readonly session: number
}

const stateOf = (pid: number): ProcessState | undefined => {
  const text = procText(pid, 'stat')
  if (text === undefined) return undefined
  const [state, parent, , session] = statFields(text)
  return { isDead: state === 'Z' || state === 'X', parent: Number(parent), session: Number(session) }
}
