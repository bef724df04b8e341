/** How long it takes to reach a target, where some runs ended before they did: a step function and what it says. */
interface SurvivalCurve {
  /** Where it steps down: the distinct times at which a target was reached, ascending. */
  readonly times: readonly number[]
  /** Part that has not reached the target, from each of these times up to the next. Before the first it is 1. */
  readonly survival: readonly number[]
  /** The first time at which at least half have reached the target; undefined where the curve does not come down to that. */
  readonly median: number | undefined
  /** Mean time, where what takes longer than the horizon counts as the horizon: the area under the curve. */
  readonly restrictedMean: number
}

/**
 * The product-limit estimate. A run that is censored at the time at which another one reaches its target counts as still running then.
 *
 * @param times When each run reached its target, or ended without.
 * @param censored Whether it ended without.
 * @param horizon Of the restricted mean. Default: the largest time. Beyond the last time the curve is taken as flat.
 * @see Kaplan & Meier 1958, "Nonparametric estimation from incomplete observations"
 */
export const kaplanMeier = (
  times: readonly number[],
  censored: readonly boolean[],
  horizon = Math.max(0, ...times),
): SurvivalCurve => {
  const order = [...times.keys()].sort((a, b) => (times[a] as number) - (times[b] as number))
  const steps: { time: number; survival: number }[] = []
  let survival = 1
  for (let first = 0, end = 0; first < order.length; first = end) {
    const time = times[order[first] as number] as number
    let hits = 0
    for (; end < order.length && times[order[end] as number] === time; end++) {
      if (!censored[order[end] as number]) hits++
    }
    if (hits === 0) continue
    survival *= 1 - hits / (order.length - first)
    steps.push({ time, survival })
  }

  let [area, since, height] = [0, 0, 1]
  for (const step of steps) {
    if (step.time > horizon) break
    area += height * (step.time - since)
    since = step.time
    height = step.survival
  }
  return {
    times: steps.map(step => step.time),
    survival: steps.map(step => step.survival),
    median: steps.find(step => step.survival <= HALF)?.time,
    restrictedMean: area + height * (horizon - since),
  }
}

/** A product that is 1/2 but for rounding is 1/2. */
const HALF = 0.5 + 1e-12

/**
 * Expected running time to a target with independent restarts: all that was spent, up to the hit or to the end without one, over the
 * number of hits. Infinite where nothing hits.
 *
 * @param spent By each run: evaluations, or seconds.
 * @param censored Whether it ended without a hit.
 * @see Hansen et al. 2021, "COCO: a platform for comparing continuous optimizers in a black-box setting"
 */
export const expectedRunningTime = (spent: readonly number[], censored: readonly boolean[]): number => {
  const hits = censored.filter(isCensored => !isCensored).length
  return hits === 0 ? Number.POSITIVE_INFINITY : spent.reduce((sum, each) => sum + each, 0) / hits
}
