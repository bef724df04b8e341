import { checkWithin } from '../checks.js'

export interface FidelityOptions {
  /** The least part of a measurement that says something, in [0.000001, 1]. Default 1/27. */
  readonly minFidelity?: number
  /** Of so many configurations one goes on to so many times the fidelity. At least 2. */
  readonly eta?: number
}

/** 1, 1/eta, 1/eta^2, ... down to `minFidelity`, the lowest first. Throws InvalidAgent for options out of range. */
export const fidelitiesOf = (owner: string, { minFidelity = 1 / 27, eta = 3 }: FidelityOptions): readonly number[] => {
  checkWithin(owner, 'minFidelity', minFidelity, 1e-6, 1)
  checkWithin(owner, 'eta', eta, 2, Number.MAX_VALUE)
  const fidelities = [1]
  for (let k = 1; eta ** -k >= minFidelity * (1 - ROUNDING); k++) fidelities.unshift(eta ** -k)
  return fidelities
}

/** 3 ** -3 is a little less than 1 / 27. */
const ROUNDING = 1e-9

/** Of `count` configurations each `eta`-th, `rounds` times over. */
export const thinned = (count: number, eta: number, rounds: number): number =>
  Math.floor(count * eta ** -rounds * (1 + ROUNDING))

/** As people read it. */
export const shownFidelity = (fidelity: number): string => `fidelity ${Number(fidelity.toPrecision(3))}`
