import type { OpProfile } from '../../core/index.js'
import { bytesOf, nameOf, operatorsOf, typeOf } from './operators.js'
import { selfTimes } from './self-times.js'
import { readTrace, type TraceEvent, type TraceSource } from './trace.js'

/** An operator of a trace: `timeMs` is its own time, without that of the operators within it. */
export interface TraceOp extends OpProfile {
  /** With the time of the operators within it. */
  readonly totalMs: number
}

export interface TraceOptions {
  /**
   * The events that count: their categories, or a function. Default: those that stand for operators in a trace of PyTorch (kernels
   * and copies on the GPU where there are, `cpu_op` otherwise), ONNX Runtime or TensorFlow; all of any other trace.
   */
  readonly events?: readonly string[] | ((event: TraceEvent) => boolean)
  /** What is counted together: the operator's type where the trace tells it (default), its name, or what a function makes of it. */
  readonly by?: 'type' | 'name' | ((event: TraceEvent) => string)
}

/**
 * Reads a Chrome trace, as torch.profiler, ONNX Runtime, TensorFlow and browsers write it, as an op-level profile, the longest
 * first. Operators within operators on the same thread count once, as the inner one; threads and streams add up.
 * Bytes are those written or copied, where the trace tells. Throws a TypeError for what is no trace.
 *
 * @example
 * const ops = chromeTraceOps(await readFile('trace.json.gz'))
 * const slowest = ops[0] // { name: 'aten::mm', timeMs: 12.1, totalMs: 12.1, count: 8, share: 0.61 }
 */
export const chromeTraceOps = (source: TraceSource, { events, by = 'type' }: TraceOptions = {}): readonly TraceOp[] => {
  const all = readTrace(source)
  const chosen =
    events === undefined
      ? operatorsOf(all)
      : all.filter(typeof events === 'function' ? events : ({ category }) => events.includes(category))
  return opsOf(chosen, by === 'type' ? typeOf : by === 'name' ? nameOf : by)
}

/** Adds up events by what `keyOf` makes of them. */
export const opsOf = (events: readonly TraceEvent[], keyOf: (event: TraceEvent) => string): readonly TraceOp[] => {
  const spans = selfTimes(events)
  const ops = new Map<string, { timeMs: number; totalMs: number; count: number; bytes: number | undefined }>()
  for (const { event, parent, selfMs } of spans) {
    const key = keyOf(event)
    const op = ops.get(key) ?? { timeMs: 0, totalMs: 0, count: 0, bytes: undefined }
    const bytes = bytesOf(event)
    op.timeMs += Math.max(0, selfMs)
    op.count += 1
    if (bytes !== undefined) op.bytes = (op.bytes ?? 0) + bytes
    let outer = parent
    while (outer !== undefined && keyOf(outer.event) !== key) outer = outer.parent
    // Of one within another of the same kind, the outer one's time holds the inner one's.
    if (outer === undefined) op.totalMs += event.durationMs
    ops.set(key, op)
  }
  const allMs = [...ops.values()].reduce((sum, { timeMs }) => sum + timeMs, 0)
  return [...ops]
    .map(([name, { bytes, ...op }]) => ({
      name,
      ...op,
      ...(bytes !== undefined && { bytes }),
      share: allMs > 0 ? op.timeMs / allMs : 0,
    }))
    .sort((a, b) => b.timeMs - a.timeMs)
}
