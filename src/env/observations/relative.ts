import { fault, ParetuneError, show, type Trial } from '../../core/index.js'

/** Gain over the reference in units of its size, squashed into (-1, 1) by x / (1 + |x|); 0 where one of the two is not known. */
export const relative = (loss: number | undefined, reference: number | undefined): number => {
  if (loss === undefined || reference === undefined) return 0
  const gain = (reference - loss) / (Math.abs(reference) || 1)
  return gain / (1 + Math.abs(gain))
}

/** 1 where there is no judged measurement. */
export const failed = ({ outcome }: Trial): number => (outcome._tag === 'Measured' ? 0 : 1)

/** Throws InvalidStudy where a number of things is no whole number of at least 1. */
export const expectCount = (part: string, count: number): void => {
  if (Number.isInteger(count) && count >= 1) return
  throw new ParetuneError(fault('InvalidStudy', `${part}: expected a whole number >= 1, got ${show(count)}`))
}
