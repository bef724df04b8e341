import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import type { OpProfile } from '../../core/index.js'
import { median } from '../../numeric/index.js'
import { opsOf } from '../traces/chrome-trace.js'
import { nameOf, operatorsOf, typeOf } from '../traces/operators.js'
import { readTrace, type TraceEvent } from '../traces/trace.js'
import { providerName } from './load.js'

/** What ONNX Runtime's own profile shows of one run. */
export interface NodeProfile {
  /** The longest first; each as in the median of several runs. */
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
  const measured = eventsByRun(events, runs)
  const timed = measured.map(operatorsOf)
  const nodes = new Map(measured.flatMap(run => run.filter(isNode).map(event => [nameOf(event), event])))
  const counts: Record<string, number> = {}
  for (const node of nodes.values()) counts[providerOf(node)] = (counts[providerOf(node)] ?? 0) + 1
  const peaks = [...nodes.values()]
    .map(({ args }) => Number(args.mem_in_use_peak ?? Number.NaN))
    .filter(Number.isFinite)
  return {
    ops: medianOps(timed.map(run => opsOf(run, by === 'type' ? typeOf : nameOf))),
    nodes: counts,
    queued: [...new Set(timed.flatMap(run => run.filter(isNode).map(providerOf)))].filter(name => name !== 'cpu'),
    peakArenaBytes: peaks.length === 0 ? undefined : Math.max(...peaks),
  }
}

/** The events of each run but the first. A run of the definition's own may be several of the session's. */
const eventsByRun = (events: readonly TraceEvent[], runs: number): readonly (readonly TraceEvent[])[] => {
  const starts = events
    .filter(({ category, name }) => category === 'Session' && name === 'model_run')
    .map(({ startMs }) => startMs)
    .sort((a, b) => a - b)
  const each = Math.max(1, Math.floor(starts.length / (runs + 1)))
  return Array.from({ length: runs }, (_, i) => {
    const fromMs = starts[(i + 1) * each] ?? Number.POSITIVE_INFINITY
    const toMs = i === runs - 1 ? Number.POSITIVE_INFINITY : (starts[(i + 2) * each] ?? Number.POSITIVE_INFINITY)
    return events.filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
  })
}

/** Each operator at its median, so that what interrupted one run does not count as an operator's time. */
const medianOps = (runs: readonly (readonly OpProfile[])[]): readonly OpProfile[] => {
  const names = new Set(runs.flatMap(ops => ops.map(({ name }) => name)))
  const ops = [...names].map(name => {
    const seen = runs.flatMap(run => run.filter(op => op.name === name))
    const bytes = seen.flatMap(op => op.bytes ?? [])
    return {
      name,
      timeMs: median(seen.map(op => op.timeMs)),
      count: median(seen.map(op => op.count)),
      ...(bytes.length > 0 && { bytes: median(bytes) }),
    }
  })
  const allMs = ops.reduce((sum, { timeMs }) => sum + timeMs, 0)
  return ops.map(op => ({ ...op, share: allMs > 0 ? op.timeMs / allMs : 0 })).sort((a, b) => b.timeMs - a.timeMs)
}

const isNode = ({ category }: TraceEvent): boolean => category === 'Node'
const providerOf = ({ args }: TraceEvent): string => providerName(String(args.provider))
