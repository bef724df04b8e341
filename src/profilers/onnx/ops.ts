import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import type { OpProfile } from '../../core/index.js'
import { opsOf } from '../traces/chrome-trace.js'
import { nameOf, operatorsOf, typeOf } from '../traces/operators.js'
import { readTrace, type TraceEvent } from '../traces/trace.js'
import { providerName } from './load.js'

/** What ONNX Runtime's own profile shows of one run. */
export interface NodeProfile {
  /** The longest first; those of several runs, averaged. */
  readonly ops: readonly OpProfile[]
  /** How many nodes ran on each provider, as in `{ webgpu: 54, cpu: 12 }`. */
  readonly nodes: Readonly<Record<string, number>>
  /** Providers whose operators were timed by the host that queued them, not by the device. */
  readonly queued: readonly string[]
  /** Most bytes in use in the CPU's arena, where the session has one. */
  readonly peakArenaBytes: number | undefined
}

/**
 * Runs a session of its own that writes a profile, so that what is timed elsewhere is not disturbed by it. The file is gone
 * afterwards.
 *
 * @param open makes the session, with these options besides
 * @param runs runs it, once to warm up and then so many times as it answers
 */
export const profileNodes = async (
  open: (options: InferenceSession.SessionOptions) => Promise<InferenceSession>,
  runs: (session: InferenceSession) => Promise<number>,
  by: 'type' | 'name',
): Promise<NodeProfile> => {
  const folder = await mkdtemp(join(tmpdir(), 'paretune-onnx-'))
  try {
    const session = await open({ enableProfiling: true, profileFilePrefix: join(folder, 'profile') })
    let counted: number
    try {
      counted = await runs(session)
      session.endProfiling()
    } finally {
      await session.release()
    }
    const [file] = await readdir(folder)
    if (file === undefined) throw new Error('expected ONNX Runtime to write a profile, got none')
    return nodeProfile(readTrace(await readFile(join(folder, file))), counted, by)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const nodeProfile = (events: readonly TraceEvent[], runs: number, by: 'type' | 'name'): NodeProfile => {
  const sinceMs = warmUntilMs(events, runs)
  const warm = events.filter(({ startMs }) => startMs >= sinceMs)
  const timed = operatorsOf(warm)
  const ops = opsOf(timed, by === 'type' ? typeOf : nameOf).map(({ name, timeMs, count, bytes, share }) => ({
    name,
    timeMs: timeMs / runs,
    count: count / runs,
    ...(bytes !== undefined && { bytes: bytes / runs }),
    share,
  }))
  const nodes = new Map(warm.filter(isNode).map(event => [nameOf(event), event]))
  const counts: Record<string, number> = {}
  for (const node of nodes.values()) counts[providerOf(node)] = (counts[providerOf(node)] ?? 0) + 1
  const peaks = [...nodes.values()]
    .map(({ args }) => Number(args.mem_in_use_peak ?? Number.NaN))
    .filter(Number.isFinite)
  return {
    ops,
    nodes: counts,
    queued: [...new Set(timed.filter(isNode).map(providerOf))].filter(provider => provider !== 'cpu'),
    peakArenaBytes: peaks.length === 0 ? undefined : Math.max(...peaks),
  }
}

const isNode = ({ category }: TraceEvent): boolean => category === 'Node'
const providerOf = ({ args }: TraceEvent): string => providerName(String(args.provider))

/** When the first run was over. A run of the definition's own may be several of the session's. */
const warmUntilMs = (events: readonly TraceEvent[], runs: number): number => {
  const starts = events
    .filter(({ category, name }) => category === 'Session' && name === 'model_run')
    .map(({ startMs }) => startMs)
    .sort((a, b) => a - b)
  return starts[Math.floor(starts.length / (runs + 1))] ?? 0
}
