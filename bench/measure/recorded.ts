import { readFileSync, statSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { recorded } from '#src/profilers/index.js'

export interface RecordedFigures {
  readonly name: string
  readonly configurations: number
  readonly compressedBytes: number
  readonly textBytes: number
  /** File to profiler: unpacked, read, space made, figures of all samples found. In a fresh process. */
  readonly loadMs: number
  /** The processor's part of it: on a machine that others use, the figure to compare. */
  readonly loadCpuMs: number
  /** What stays, once garbage is collected: on the heap and in typed arrays. */
  readonly heapBytes: number
  readonly arrayBytes: number
  /** `profileSync` over all configurations, a million times, by the processor's time. */
  readonly profilesPerCpuSecond: number
}

/** Load time, memory and speed of a recorded space; needs `--expose-gc`. */
export const measureRecorded = async (path: string): Promise<RecordedFigures> => {
  await collect()
  const before = process.memoryUsage()
  const [beganMs, beganCpuMs] = [performance.now(), cpuMs()]
  const profiler = recorded(path)
  const [loadMs, loadCpuMs] = [performance.now() - beganMs, cpuMs() - beganCpuMs]
  await collect()
  const after = process.memoryUsage()
  const configs = [...profiler.space.enumerate()]
  let profiles = 0
  const lookingMs = cpuMs()
  for (; profiles < 1_000_000; profiles += configs.length) for (const config of configs) profiler.profileSync(config)
  const seconds = (cpuMs() - lookingMs) / 1000
  const bytes = readFileSync(path)
  return {
    name: profiler.recording.name,
    configurations: profiler.recording.length,
    compressedBytes: statSync(path).size,
    textBytes: bytes[0] === 0x1f ? gunzipSync(bytes).length : bytes.length,
    loadMs,
    loadCpuMs,
    heapBytes: after.heapUsed - before.heapUsed,
    arrayBytes: after.arrayBuffers - before.arrayBuffers,
    profilesPerCpuSecond: profiles / seconds,
  }
}

/** Twice: buffers are freed some time after what held them. */
const collect = async (): Promise<void> => {
  if (globalThis.gc === undefined) throw new Error('expected node --expose-gc')
  for (let i = 0; i < 2; i++) {
    globalThis.gc()
    await setTimeout(100)
  }
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
