/** How hot it is: what of a cooling goes on from trial to trial, as plain data. */
export interface Heat {
  /** In units of the loss; 0 accepts nothing worse. */
  readonly temperature: number
  /** Of this cooling. */
  readonly trials: number
  /** Moving average of the part of proposals that were accepted. */
  readonly acceptance: number
}

/** A cooling of `length` trials: the heat after one more of them. */
export type Cooling = (heat: Heat, first: number, length: number, isAccepted: boolean) => Heat

/** Part of the first temperature that the last one is, in a geometric cooling. */
const LAST = 1e-3

/** The temperature falls by the same factor with each trial, to a thousandth. @see Kirkpatrick, Gelatt & Vecchi 1983 */
export const geometric: Cooling = ({ trials, acceptance }, first, length) => ({
  temperature: first * LAST ** Math.min(1, (trials + 1) / length),
  trials: trials + 1,
  acceptance,
})

/**
 * The temperature follows the part of proposals that are accepted: it falls while that is above its target, and rises while it is
 * below. Boyan averages over 500 trials and changes the temperature by a thousandth with each; a cooling of fewer than 10,000
 * trials averages over a twentieth of them, and changes the temperature as much within that time.
 * @see Swartz 1993, "Row-based placement"; Boyan 1998, "Learning evaluation functions", appendix B: "modified Lam" schedule
 */
export const adaptive: Cooling = ({ temperature, trials, acceptance }, _, length, isAccepted) => {
  const window = Math.max(5, Math.min(500, length / 20))
  const mean = acceptance + ((isAccepted ? 1 : 0) - acceptance) / window
  const factor = 0.999 ** (500 / window)
  return {
    temperature: mean > targetAcceptance(trials / length) ? temperature * factor : temperature / factor,
    trials: trials + 1,
    acceptance: mean,
  }
}

/** The part of proposals to accept, after a part of the cooling: from all to 0.44, which is held for half of the time, then to nearly none. */
export const targetAcceptance = (part: number): number => {
  if (part < 0.15) return 0.44 + 0.56 * 560 ** (-part / 0.15)
  if (part < 0.65) return 0.44
  return 0.44 * 440 ** (-(part - 0.65) / 0.35)
}
