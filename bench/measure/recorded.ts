import { readFileSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { recorded } from '#src/profilers/index.js'

export interface RecordedFigures {
  readonly name: string
  readonly configurations: number
  readonly compressedBytes: number
  readonly textBytes: number
  /** File to profiler: unpacked, read, space made, figures of all samples found. The first time, and the median of three more. */
  readonly firstLoadMs: number
  readonly loadMs: number
  /** What stays, once garbage is collected: on the heap and in typed arrays. */
  readonly heapBytes: number
  readonly arrayBytes: number
  /** `profileSync` over all configurations, again and again for two seconds. */
  readonly profilesPerSecond: number
}

/** Load time, memory and speed of a recorded space; needs `--expose-gc`. */
export const measureRecorded = (path: string): RecordedFigures => {
  const collect = globalThis.gc
  if (collect === undefined) throw new Error('expected node --expose-gc')
  const load = () => {
    const beganMs = performance.now()
    const profiler = recorded(path)
    return { profiler, ms: performance.now() - beganMs }
  }
  const first = load().ms
  const times = [load().ms, load().ms, load().ms].sort((a, b) => a - b)
  collect()
  const before = process.memoryUsage()
  const { profiler } = load()
  collect()
  const after = process.memoryUsage()
  const configs = [...profiler.space.enumerate()]
  let profiles = 0
  const beganMs = performance.now()
  while (performance.now() - beganMs < 2000) {
    for (const config of configs) profiler.profileSync(config)
    profiles += configs.length
  }
  const seconds = (performance.now() - beganMs) / 1000
  const bytes = readFileSync(path)
  return {
    name: profiler.recording.name,
    configurations: profiler.recording.length,
    compressedBytes: statSync(path).size,
    textBytes: bytes[0] === 0x1f ? gunzipSync(bytes).length : bytes.length,
    firstLoadMs: first,
    loadMs: times[1] as number,
    heapBytes: after.heapUsed - before.heapUsed,
    arrayBytes: after.arrayBuffers - before.arrayBuffers,
    profilesPerSecond: profiles / seconds,
  }
}
