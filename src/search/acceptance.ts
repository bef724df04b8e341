import type { Rng } from '../core/index.js'
import { median } from '../numeric/index.js'
import { compareEvaluations, type Verdict } from './evaluation.js'

/** The probability with which a walk goes to what is worse by a difference of losses. */
export type Acceptance = (difference: number) => number

/** exp(-difference / temperature). @see Metropolis et al. 1953; Kirkpatrick, Gelatt & Vecchi 1983 */
export const metropolis =
  (temperature: number): Acceptance =>
  difference =>
    Math.exp(-difference / temperature)

/**
 * (1 - (1 - qa) difference / temperature)^(1 / (1 - qa)), and 0 where that is of a negative number; with `qa` 1 that of Metropolis.
 * @see Tsallis & Stariolo 1996, equation 5; the sign of qa as in Xiang et al. 1997
 */
export const generalisedAcceptance = (qa: number, temperature: number): Acceptance =>
  qa === 1
    ? metropolis(temperature)
    : difference => Math.max(0, 1 - ((1 - qa) * difference) / temperature) ** (1 / (1 - qa))

/**
 * Whether a walk goes from one place to another: always where that is no worse, else by chance; what is infeasible only where
 * that is no worse, what failed never.
 */
export const isAccepted = (next: Verdict, place: Verdict, acceptance: Acceptance, rng: Rng): boolean => {
  if (next.losses === null) return false
  if (compareEvaluations(next, place) <= 0) return true
  if (next.violation > 0 || place.violation > 0) return false
  return rng.next() < acceptance((next.losses[0] as number) - (place.losses?.[0] as number))
}

/** From the best to the median of some losses: what makes temperatures independent of the unit of the losses. 0 of fewer than two. */
export const spreadOf = (losses: readonly number[]): number =>
  losses.length < 2 ? 0 : median(losses) - Math.min(...losses)
