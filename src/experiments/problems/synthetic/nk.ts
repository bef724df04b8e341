import { left, right } from '../../../core/fp.js'
import { type Config, makeRng, type Profile, profileFailure, type Rng } from '../../../core/index.js'
import { minimize } from '../../../goals/index.js'
import type { Profiler } from '../../../profilers/profiler.js'
import { defineSpace, ordinal } from '../../../space/index.js'
import type { Space } from '../../../space/space.js'
import type { Population, Problem } from '../problem.js'
import { insist } from './options.js'

export interface NkOptions {
  /** Default: 0. */
  readonly seed?: number
  /** N: parameters, 1 to 8. Default: 6. */
  readonly parameters?: number
  /** K: other parameters that each one's part of the time depends on, 0 (smooth) to N - 1 (each configuration for itself). Default: 2. */
  readonly ruggedness?: number
  /** Part of the configurations that fail, whole regions of two parameters, 0 to below 1. Default: 0.2. */
  readonly failing?: number
}

/** Values of each parameter. */
const VALUES = [1, 2, 4, 8, 16]

/**
 * A made-up kernel: an NK landscape over ordinal parameters of five values. The logarithm of the time is the mean of N parts, each a random function of
 * one parameter and K others; the slowest configuration takes some ten times as long as the fastest. Its optimum is known, since all are computed.
 *
 * @see Kauffman & Levin 1987, "Towards a general theory of adaptive walks on rugged landscapes"
 */
export const nk = ({
  seed = 0,
  parameters: n = 6,
  ruggedness: k = Math.min(2, n - 1),
  failing = 0.2,
}: NkOptions): Problem & { readonly population: Population } => {
  insist(k < n, 'nk', 'ruggedness', `a whole number in [0, ${n - 1}]`, k)
  const name = `rugged n=${n} k=${k} seed=${seed}`
  const names = Array.from({ length: n }, (_, i) => `p${i}`)
  const space = defineSpace(Object.fromEntries(names.map(each => [each, ordinal(...VALUES)]))) as unknown as Space
  const [times, failed] = tables(n, k, failing, makeRng(`${name}/problem`))
  const rowOf = (config: Config): number =>
    names.reduce((row, each) => row * VALUES.length + VALUES.indexOf(config[each] as number), 0)

  const profileSync: NonNullable<Profiler['profileSync']> = config => {
    const row = rowOf(config)
    const time = times[row] as number
    if (failed[row] === 1) return left(profileFailure('RunFailed', 'a region that fails', { costMs: time }))
    return right<Profile>({ metrics: { timeMs: time }, costMs: time, phases: {}, machine: 'made up' })
  }
  const losses = times.map((time, row) => (failed[row] === 1 ? Number.NaN : time))
  return {
    name,
    space,
    profiler: {
      name,
      metrics: [{ name: 'timeMs', unit: 'ms', better: 'lower' }],
      profile: (config, context) => async () => profileSync(config, context),
      profileSync,
    },
    objectives: { time: minimize('timeMs') },
    population: { losses, costsMs: times },
    optimum: losses.reduce((least, loss) => (loss < least ? loss : least), Number.POSITIVE_INFINITY),
  }
}

/** Times and failures of all configurations, the last parameter fastest. */
const tables = (n: number, k: number, failing: number, rng: Rng): readonly [Float64Array, Uint8Array] => {
  const v = VALUES.length
  const draws = (length: number): Float64Array => Float64Array.from({ length }, () => rng.next())
  const parts = Array.from({ length: n }, (_, i) => {
    const others = rng.shuffle(Array.from({ length: n }, (_, j) => j).filter(j => j !== i)).slice(0, k)
    return { members: [i, ...others], values: draws(v ** (k + 1)) }
  })
  const region = { members: rng.shuffle(Array.from({ length: n }, (_, j) => j)).slice(0, 2), values: draws(v * v) }
  const size = v ** n
  const [times, failed] = [new Float64Array(size), new Uint8Array(size)]
  const digits = new Array<number>(n).fill(0)
  const look = ({ members, values }: { readonly members: readonly number[]; readonly values: Float64Array }): number =>
    values[members.reduce((index, member) => index * v + (digits[member] as number), 0)] as number
  for (let row = 0; row < size; row++) {
    for (let i = n - 1, rest = row; i >= 0; i--, rest = Math.floor(rest / v)) digits[i] = rest % v
    // The mean of N uniform numbers varies by 1 / sqrt(12 N): times of a spread that does not depend on N.
    const mean = parts.reduce((sum, part) => sum + look(part), 0) / n
    times[row] = Math.exp(SPREAD * (mean - 0.5) * Math.sqrt(12 * n))
    failed[row] = Number(look(region) < failing)
  }
  return [times, failed]
}

/** Standard deviation of the logarithm of the time. */
const SPREAD = 0.4
