import test from 'ava'
import { guarded } from '#src/profilers/index.js'
import { kernelProfiler } from '#src/profilers/kernel/index.js'
import { abortedAfter, contextOf } from '../context.js'
import { scale, scaling } from './definitions.js'
import { type FakeKernel, fakeBackend } from './fake-backend.js'

const opened = (log: readonly string[]): number => log.filter(entry => entry === 'open').length

test('the device is opened at the first profile, kept between profiles, and opened anew after it was closed', async t => {
  const fake = fakeBackend({ kernels: { scale } })
  const profiler = kernelProfiler(fake.backend, scaling())
  t.is(opened(fake.log), 0)
  const profile = async (block: number) => (await profiler.profile({ block }, contextOf())())._tag
  t.deepEqual([await profile(16), await profile(2048), await profile(32)], ['Right', 'Left', 'Right'])
  t.deepEqual([opened(fake.log), fake.alive.devices], [1, 1])
  await profiler.close?.()
  await profiler.close?.()
  t.is(fake.alive.devices, 0)
  t.is(await profile(16), 'Right')
  t.deepEqual([opened(fake.log), fake.alive.devices], [2, 1])
  await profiler.close?.()
  t.is(fake.alive.devices, 0)
})

test('a device that is lost is closed, and the next profile opens another', async t => {
  const fake = fakeBackend({ kernels: { scale } })
  const profiler = kernelProfiler(fake.backend, scaling())
  t.is((await profiler.profile({ block: 16 }, contextOf())())._tag, 'Right')
  fake.lose()
  t.is((await profiler.profile({ block: 16 }, contextOf())())._tag, 'Right')
  t.deepEqual([opened(fake.log), fake.alive.devices], [2, 1])
  await profiler.close?.()
})

test('a launch that does not end is TimedOut; its device is given up, and freed if the launch ends after all', async t => {
  let end = (): void => {}
  const hangs: FakeKernel = call => {
    scale(call)
    if (call.program.defines.block !== 64) return 2
    return new Promise(resolve => {
      end = () => resolve(2)
    })
  }
  const fake = fakeBackend({ kernels: { scale: hangs } })
  const profiler = guarded(kernelProfiler(fake.backend, scaling()))
  const hung = await profiler.profile({ block: 64 }, contextOf({ timeoutMs: 50 }))()
  t.is(hung._tag === 'Left' && hung.left._tag, 'TimedOut')

  const beside = await profiler.profile({ block: 16 }, contextOf())()
  if (beside._tag === 'Left') throw t.fail(beside.left.message)
  t.true(beside.right.notes?.includes('launches that were aborted still ran beside it: 1'))
  t.is(opened(fake.log), 2)
  t.deepEqual(fake.alive, { devices: 2, kernels: 1, buffers: 2 })

  end()
  await new Promise(resolve => setImmediate(resolve))
  t.deepEqual(fake.alive, { devices: 1, kernels: 0, buffers: 0 })
  const after = await profiler.profile({ block: 16 }, contextOf())()
  t.false(after._tag === 'Right' && after.right.notes?.some(note => note.includes('beside')))
  await profiler.close?.()
  t.is(fake.alive.devices, 0)
})

test('an abort between launches is Cancelled, and the device stays', async t => {
  const fake = fakeBackend({ kernels: { scale } })
  const profiler = kernelProfiler(
    fake.backend,
    scaling({ limits: { timeMs: 60_000, relativeWidth: 0, maxSamples: 1e9 } }),
  )
  const answer = await profiler.profile({ block: 16 }, contextOf({ signal: abortedAfter(20) }))()
  t.is(answer._tag === 'Left' && answer.left._tag, 'Cancelled')
  t.deepEqual(fake.alive, { devices: 1, kernels: 0, buffers: 0 })
  await profiler.close?.()
})
