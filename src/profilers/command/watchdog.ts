import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { platform } from 'node:os'

/** A shell that reads a group's number, then waits: for a line, which ends it, or for the end of its input, which comes when this process ends. */
const SCRIPT = 'read -r group && { read -r done || kill -s KILL -- "-$group"; }'

/** Ends a program whose tuning process was killed and could not do so itself. */
export interface Watchdog {
  watch(group: number): void
  /** Resolves when the watchdog has ended. */
  release(): Promise<void>
}

/** A watchdog knows the process group alone: who left it outlives a killed tuning process. There is none on Windows. */
export const startWatchdog = (): Watchdog => {
  if (platform() === 'win32') return { watch: () => {}, release: async () => {} }
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  const ended = once(shell, 'exit').catch(() => {})
  shell.stdin.on('error', () => {})
  return {
    watch: group => void shell.stdin.write(`${group}\n`),
    release: async () => {
      shell.stdin.end('done\n')
      await ended
    },
  }
}
