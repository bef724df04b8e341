/** What is measured: a name, and a function whose result is read by nobody. */
export interface Subject {
  readonly name: string
  readonly run: () => unknown
}

/** So many steps of arithmetic that no compiler can foresee. */
export const spin = (steps: number): number => {
  let x = steps
  for (let i = 0; i < steps; i++) x = Math.sqrt(x * 1.0001 + i)
  return x
}

/** Steps of `spin` that take about so long here and now; the best of several tries, compiled. */
export const stepsFor = (ms: number): number => {
  let best = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 30; attempt++) {
    const beganMs = performance.now()
    spin(100_000)
    best = Math.min(best, performance.now() - beganMs)
  }
  return Math.max(1, Math.round((100_000 * ms) / best))
}

/** From nanoseconds to milliseconds, with garbage and with promises. */
export const subjects = (): readonly Subject[] => {
  const [short, long] = [stepsFor(0.1), stepsFor(5)]
  const points = Array.from({ length: 1000 }, (_, i) => i)
  return [
    { name: 'arithmetic, some ns', run: () => spin(10) },
    { name: 'allocates 1000 objects', run: () => points.map(x => ({ x, y: [x] })) },
    { name: 'computes 0.1 ms', run: () => spin(short) },
    { name: 'computes 5 ms', run: () => spin(long) },
    { name: 'async, a promise and 0.1 ms', run: async () => spin(short) },
  ]
}
