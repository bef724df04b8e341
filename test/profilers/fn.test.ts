import test from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import { machineFingerprint, ProfileError, type Profiler, profiler } from '#src/profilers/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { abortedAfter, contextOf, never } from './context.js'

interface Batch {
  readonly [key: string]: number
  readonly batch: number
}

test('a plain function is a profiler: costs timed, machine noted, logged metrics added', async t => {
  const logged: [string, number][] = []
  const fn = profiler({
    name: 'fn',
    metrics: ['latencyMs', 'accuracy'],
    measure: async (config: Batch, context) => {
      context.log('epochs', 3)
      return { latencyMs: config.batch, accuracy: 0.9 }
    },
  })
  const answer = await fn.profile({ batch: 8 }, contextOf({ log: (metric, value) => logged.push([metric, value]) }))()
  if (isLeft(answer)) return t.fail(answer.left.message)
  t.deepEqual(answer.right.metrics as object, { latencyMs: 8, accuracy: 0.9, epochs: 3 })
  t.deepEqual(logged, [['epochs', 3]])
  t.true(answer.right.costMs >= 0)
  t.is(answer.right.machine, machineFingerprint())
})

test('metric names are a union of their own, and units are read off names', t => {
  const fn = profiler({
    name: 'fn',
    metrics: ['latencyMs', 'sizeBytes', 'energyJ', 'accuracy'],
    measure: () => ({ latencyMs: 1, sizeBytes: 2, energyJ: 3, accuracy: 1 }),
  })
  const typed: Profiler<Batch, 'latencyMs' | 'sizeBytes' | 'energyJ' | 'accuracy'> = fn
  t.deepEqual(
    typed.metrics.map(({ name, unit }) => `${name} ${unit}`),
    ['latencyMs ms', 'sizeBytes bytes', 'energyJ J', 'accuracy '],
  )
  // @ts-expect-error: `accuracy` is promised and not returned
  profiler({ name: 'fn', metrics: ['latencyMs', 'accuracy'], measure: () => ({ latencyMs: 1 }) })
  const full = profiler({
    name: 'fn',
    metrics: { speed: { unit: 'm/s', better: 'higher' } },
    measure: () => ({ speed: 1 }),
  })
  t.deepEqual(full.metrics, [{ name: 'speed', unit: 'm/s', better: 'higher' }])
})

test('a throw is a failure, and a ProfileError says which', async t => {
  const fn = profiler({
    name: 'fn',
    metrics: ['latencyMs'],
    measure: ({ batch }: Batch) => {
      if (batch === 1) throw new Error('no')
      throw new ProfileError('CompileFailed', 'too large')
    },
  })
  const tags = await Promise.all([1, 2].map(batch => fn.profile({ batch }, contextOf())()))
  t.deepEqual(
    tags.map(answer => isLeft(answer) && [answer.left._tag, answer.left.message]),
    [
      ['RunFailed', 'no'],
      ['CompileFailed', 'too large'],
    ],
  )
})

test('an abort is answered even where the function does not look at its signal', async t => {
  const fn = profiler({ name: 'fn', metrics: ['latencyMs'], measure: () => never() })
  const answer = await fn.profile({}, contextOf({ signal: abortedAfter(10) }))()
  t.is(isLeft(answer) && answer.left._tag, 'Cancelled')
})

test('a function without promises is a profiler with and without them', async t => {
  const fn = profiler({
    name: 'fn',
    metrics: ['latencyMs'],
    measureSync: ({ batch }: Batch) => {
      if (batch > 4) throw new ProfileError('OutOfMemory', 'batch too large')
      return { latencyMs: batch }
    },
  })
  const answer = fn.profileSync?.({ batch: 2 }, contextOf())
  t.is(answer !== undefined && isRight(answer) && answer.right.metrics.latencyMs, 2)
  t.deepEqual(await checkProfiler(fn, { configs: [{ batch: 1 }, { batch: 4 }], invalidConfig: { batch: 5 } }), [])
})
