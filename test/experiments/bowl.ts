import { type Problem, recordedProblem } from '#src/experiments/index.js'
import { makeRng } from '#src/index.js'

/** A small Kernel Tuner cache: a rugged bowl over three parameters, its bottom placed by the seed, a fifth of it failing. */
export const bowlFile = (seed: number): string => {
  const rng = makeRng(`bowl/${seed}`)
  const values = [1, 2, 4, 8, 16, 32]
  const bottom = [rng.integer(0, 5), rng.integer(0, 5), rng.integer(0, 5)]
  const cache: Record<string, unknown> = {}
  for (const [i, x] of values.entries())
    for (const [j, y] of values.entries())
      for (const [k, z] of values.entries()) {
        const distance = [i, j, k].reduce((sum, place, axis) => sum + (place - (bottom[axis] as number)) ** 2, 0)
        const isBottom = distance === 0
        const time = !isBottom && rng.next() < 0.2 ? 'RuntimeFailedConfig' : 1 + distance + rng.next()
        cache[`${x},${y},${z}`] = { x, y, z, time, compile_time: 1, benchmark_time: 1 }
      }
  return JSON.stringify({
    device_name: 'none',
    kernel_name: `bowl ${seed}`,
    problem_size: '1',
    tune_params_keys: ['x', 'y', 'z'],
    tune_params: { x: values, y: values, z: values },
    objective: 'time',
    cache,
  })
}

/** Three of them, the last of which is to be maximised. */
export const bowls = (): readonly Problem[] =>
  [1, 2, 3].map(seed =>
    recordedProblem(Buffer.from(bowlFile(seed)), { name: `bowl ${seed}`, better: seed === 3 ? 'higher' : 'lower' }),
  )
