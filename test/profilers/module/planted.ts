import { setTimeout as sleep } from 'node:timers/promises'
import { profiler as fromFunction, type ProfileContext, ProfileError } from '#src/profilers/index.js'

// What module.test.ts runs in other processes: a profiler that behaves as its configuration says.

export type Deed = keyof typeof deeds

const deeds = {
  measure: () => ({ latencyMs: 1, pid: process.pid }),
  env: () => ({ latencyMs: Number(process.env.PLANTED_LATENCY_MS), pid: process.pid }),
  throw: () => {
    throw new ProfileError('CompileFailed', 'line 3: unknown type', { cause: () => 'a function cannot be sent' })
  },
  nan: () => ({ latencyMs: Number.NaN, pid: process.pid }),
  miss: () => ({ pid: process.pid }),
  unsendable: () => ({ latencyMs: 1, pid: process.pid, extra: () => 1 }),
  hang: () => new Promise(() => setInterval(() => {}, 1000)),
  loop: () => {
    for (;;);
  },
  exit: () => {
    process.stderr.write('first words\nlast words\n')
    process.exit(7)
  },
  kill: () => {
    process.kill(process.pid, 'SIGSEGV')
    return sleep(60_000)
  },
  late: () => {
    setImmediate(() => {
      throw new Error('thrown where nobody catches')
    })
    return sleep(60_000)
  },
  abort: () => process.abort(),
  reject: () => {
    void Promise.reject(new Error('rejected where nobody listens'))
    return sleep(60_000)
  },
  stack: () => {
    const deeper = (): number => 1 + deeper()
    return { latencyMs: deeper(), pid: process.pid }
  },
  /** Fills memory outside of the heap, and never lets the event loop turn. */
  external: () => {
    for (const kept: Uint8Array[] = []; ; ) kept.push(new Uint8Array(2 ** 20).fill(kept.length))
  },
  allocate: () => ({ latencyMs: new Uint8Array(2 ** 53 - 1).length, pid: process.pid }),
  timer: () => {
    setInterval(() => {}, 10)
    return { latencyMs: 1, pid: process.pid }
  },
  killed: () => {
    process.kill(process.pid, 'SIGKILL')
    return sleep(60_000)
  },
  window: async ({ window }: ProfileContext) => {
    await window?.start()
    await window?.stop(5)
    return { latencyMs: 1, pid: process.pid }
  },
  heap: () => {
    const kept: number[][] = []
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, i) => i + kept.length))
  },
  slow: () => sleep(200).then(() => ({ latencyMs: 1, pid: process.pid })),
  log: (context: ProfileContext) => {
    context.log('epochs', 3)
    context.log('trial', Number(context.trial))
    context.log('resumeFrom', Number(context.resumeFrom))
    return { latencyMs: context.fidelity, pid: process.pid }
  },
  report: async ({ report }: ProfileContext) => {
    let step = 0
    while (report(step, { loss: 1 / step }) === 'continue') {
      step++
      await sleep(5)
    }
    return { latencyMs: step, pid: process.pid }
  },
}

export const profiler = fromFunction({
  name: 'planted',
  metrics: ['latencyMs', 'pid'],
  measure: async ({ deed }: { readonly [key: string]: Deed; readonly deed: Deed }, context) =>
    (await deeds[deed](context)) as { latencyMs: number; pid: number },
})

export const made = async ({ metric }: { readonly metric: string }) =>
  fromFunction({ name: 'made', metrics: [metric], measureSync: () => ({ [metric]: 1 }) })

export const broken = (): never => {
  throw new Error('no model file')
}

export const number = 7
