import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { float32, input, kernelProfiler, output } from '#src/profilers/kernel/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { contextOf } from '../context.js'
import { type FakeKernel, fakeBackend } from './fake-backend.js'

const scale: FakeKernel = ({ launch, bytes }) => {
  const from = new Float32Array(bytes(0).buffer)
  const to = new Float32Array(bytes(1).buffer)
  const factor = launch.args[2] as { value: number }
  for (let i = 0; i < from.length; i++) to[i] = (from[i] as number) * factor.value
  return 2
}

test('it keeps the contract', async t => {
  const fake = fakeBackend({ kernels: { scale } })
  const data = Float32Array.from({ length: 64 }, (_, i) => i)
  const profiler = kernelProfiler(fake.backend, {
    source: 'void scale()',
    entry: 'scale',
    constants: { n: 64 },
    inputs: () => [input(data), output(data), float32(3)],
    workgroup: ['block'],
    grid: ['-(-n // block)'],
    reference: () => ({ expected: [data.map(x => 3 * x)] }),
    limits: { timeMs: 5, warmupMs: 1 },
  })
  const answer = await profiler.profile({ block: 16 }, contextOf())()
  if (isLeft(answer)) throw t.fail(answer.left.message)
  t.log(answer.right)
  t.deepEqual(await checkProfiler(profiler, { configs: [{ block: 16 }], invalidConfig: { block: 2048 } }), [])
  t.deepEqual(fake.alive, { devices: 0, kernels: 0, buffers: 0 })
})
