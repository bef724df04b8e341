import { type Either, isLeft } from '#src/core/fp.js'
import { type Measurement, makeRng, type ProfileFailure } from '#src/core/index.js'
import { choice, createStudy, defineSpace, minimize, profiler, random } from '#src/index.js'
import type { Timing } from '#src/profilers/index.js'

/** Measures the function that is the baseline (`plain`), or its rival, once. */
export type MeasureOnce = (which: 'plain' | 'rival') => Promise<Either<ProfileFailure, Timing>>

/** What each way of comparing two functions says: the faster one, or that they do not differ. */
export interface Duel {
  /** One measurement each: their 95% intervals are apart. */
  readonly once: Verdict
  /** `study.confirm`: the winner has no rival. */
  readonly confirmed: Verdict
  /** `study.confirm`: the interval of its speed-up leaves out 1. */
  readonly speedup: Verdict
  /** Logarithms of rival over plain, round by round. */
  readonly logs: readonly number[]
}
export type Verdict = 'plain' | 'rival' | 'none'

const space = defineSpace({ which: choice('plain', 'rival') })

/** Both ways of comparing, each with measurements of its own. */
export const duel = async (measureOnce: MeasureOnce, rounds: number, seed: string): Promise<Duel> => {
  const measured = async (which: 'plain' | 'rival'): Promise<Measurement> => {
    const answer = await measureOnce(which)
    if (isLeft(answer)) throw new Error(answer.left.message)
    return answer.right.measurement
  }
  const [plain, rival] = [await measured('plain'), await measured('rival')]
  const study = await createStudy({
    space,
    profiler: profiler({
      name: 'duel',
      metrics: { latencyMs: { unit: 'ms', better: 'lower' } },
      measure: async ({ which }: { which: 'plain' | 'rival' }) => ({ latencyMs: await measured(which) }),
    }),
    objectives: { latency: minimize('latencyMs') },
    agent: random(),
    baseline: { which: 'plain' },
    budget: { trials: 1 },
    seed: makeRng(seed).integer(0, 2 ** 31 - 1),
  })
  const finalists = [{ which: 'plain' }, { which: 'rival' }] as const
  const { winner, rivals, finalists: found } = await study.confirm({ finalists, rounds })
  const samplesOf = (which: 'plain' | 'rival') => found.find(({ config }) => config.which === which)?.samples ?? []
  const speedup = found.find(({ config }) => config.which === 'rival')?.speedup
  return {
    once: plain.ciHigh < rival.ciLow ? 'plain' : rival.ciHigh < plain.ciLow ? 'rival' : 'none',
    confirmed: winner !== undefined && rivals.length === 0 ? winner.config.which : 'none',
    speedup: speedup === undefined ? 'none' : speedup.low > 1 ? 'rival' : speedup.high < 1 ? 'plain' : 'none',
    logs: samplesOf('plain').map((ms, round) => Math.log((samplesOf('rival')[round] as number) / ms)),
  }
}
