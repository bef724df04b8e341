import type { OpProfile } from '../../core/index.js'
import type { TfEngine } from './load.js'

/** What single kernels cost in one run. */
export interface KernelProfile {
  /** By kernel, the longest first; empty where the backend has no timer. */
  readonly ops: readonly OpProfile[]
  /** Most bytes of tensors at any time of the run, in the whole engine. */
  readonly peakBytes: number
}

type Kernel = Awaited<ReturnType<TfEngine['profile']>>['kernels'][number]

/** Profiles an odd number of runs and answers the one whose kernels took the median time in all. */
export const profileKernels = async (tf: TfEngine, run: () => unknown, count: number): Promise<KernelProfile> => {
  const runs: { readonly kernels: readonly Kernel[]; readonly totalMs: number; readonly peakBytes: number }[] = []
  for (let i = 0; i < count; i++) {
    const { kernels: all, peakBytes } = await profileRun(tf, run)
    // Composites (`fusedMatMul__op`) are listed beside the kernels they call (`_FusedMatMul`): their time would count twice.
    const kernels = all.filter(({ name }) => tf.getKernel(name, tf.getBackend()) != null)
    runs.push({ kernels, peakBytes, totalMs: kernels.reduce((sum, kernel) => sum + timeOf(kernel), 0) })
  }
  runs.sort((a, b) => a.totalMs - b.totalMs)
  const { kernels, totalMs, peakBytes } = runs[(count - 1) / 2] as (typeof runs)[number]
  return { ops: totalMs > 0 ? opsOf(kernels, totalMs) : [], peakBytes }
}

/** Without leaving the engine in its profiling mode when the run throws. */
const profileRun = async (tf: TfEngine, run: () => unknown) => {
  const thrown: unknown[] = []
  const profile = await tf.profile(async () => {
    try {
      await run()
    } catch (error) {
      thrown.push(error)
    }
    return []
  })
  if (thrown.length > 0) throw thrown[0]
  return profile
}

const opsOf = (kernels: readonly Kernel[], totalMs: number): readonly OpProfile[] => {
  const ops = new Map<string, { timeMs: number; count: number; bytes: number }>()
  for (const kernel of kernels) {
    const op = ops.get(kernel.name) ?? { timeMs: 0, count: 0, bytes: 0 }
    op.timeMs += timeOf(kernel)
    op.count += 1
    op.bytes += kernel.bytesAdded
    ops.set(kernel.name, op)
  }
  return [...ops].map(([name, op]) => ({ name, ...op, share: op.timeMs / totalMs })).sort((a, b) => b.timeMs - a.timeMs)
}

/** A backend without a timer has `{ error }` in place of a time. */
const timeOf = ({ kernelTimeMs }: Kernel): number => (typeof kernelTimeMs === 'number' ? kernelTimeMs : 0)
