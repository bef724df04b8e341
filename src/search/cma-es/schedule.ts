import type { Rng } from '../../core/index.js'

/** What a run of CMA-ES starts with. Plain data: it is saved. */
export interface ScheduledRun {
  /** 1, 2, ... */
  readonly number: number
  readonly lambda: number
  /** Of the first step-size. */
  readonly sigmaFactor: number
  /** Generations after which it ends anyway; null where only the stopping criteria end it. */
  readonly maxGenerations: number | null
  /** Which budget it is charged to. */
  readonly regime: 'small' | 'large'
  /** How often the population has been doubled. */
  readonly doublings: number
  /** Samples of all runs before it, by regime. */
  readonly spent: { readonly small: number; readonly large: number }
}

/** After that many no larger population is tried. @see Hansen 2009, section 2 */
const MAX_DOUBLINGS = 9

/** The first run has the population asked for; BIPOP charges it to the small populations. */
export const firstRun = (lambda: number): ScheduledRun => ({
  number: 1,
  lambda,
  sigmaFactor: 1,
  maxGenerations: null,
  regime: 'small',
  doublings: 0,
  spent: { small: 0, large: 0 },
})

/**
 * The run after `ended`, which took `samples`. IPOP doubles the population each time. BIPOP does so as long as its small
 * populations have had more samples than its large ones, and otherwise takes a population between the first and half of the
 * last large one with a step-size of 0.01 to 1 times the first, and half the samples of the large runs so far at most.
 * @see Auger & Hansen 2005 (IPOP); Hansen 2009, "Benchmarking a BI-population CMA-ES on the BBOB-2009 function testbed"
 */
export const nextRun = (
  restarts: 'ipop' | 'bipop',
  ended: ScheduledRun,
  samples: number,
  lambda: number,
  rng: Rng,
): ScheduledRun => {
  const { number, doublings } = ended
  const spent = { ...ended.spent, [ended.regime]: ended.spent[ended.regime] + samples }
  if (restarts === 'bipop' && spent.small < spent.large) {
    const sigmaFactor = 10 ** (-2 * rng.next())
    const small = Math.floor(lambda * (2 ** doublings / 2) ** (rng.next() ** 2))
    const maxGenerations = Math.ceil(spent.large / 2 / small)
    return { number: number + 1, lambda: small, sigmaFactor, maxGenerations, regime: 'small', doublings, spent }
  }
  const doubled = Math.min(doublings + 1, MAX_DOUBLINGS)
  const large = lambda * 2 ** doubled
  return {
    number: number + 1,
    lambda: large,
    sigmaFactor: 1,
    maxGenerations: null,
    regime: 'large',
    doublings: doubled,
    spent,
  }
}
