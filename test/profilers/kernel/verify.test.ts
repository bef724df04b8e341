import test from 'ava'
import { float32, input, output } from '#src/profilers/kernel/index.js'
import { failureOf, floats, numbers, profileOf, scale, scaling } from './definitions.js'
import { type FakeKernel, fakeBackend } from './fake-backend.js'

const config = { block: 25 }
/** The kernel, and then what it does besides. */
const spoilt = (spoil: (output: Uint8Array) => void) =>
  fakeBackend({
    kernels: {
      scale: call => {
        const elapsedMs = scale(call)
        spoil(call.bytes(1))
        return elapsedMs
      },
    },
  })
const wrongOutput = async (
  t: Parameters<typeof failureOf>[0],
  fake: ReturnType<typeof fakeBackend>,
  definition = scaling(),
) => {
  const failure = await failureOf(t, fake, definition, config)
  t.is(failure._tag, 'WrongOutput')
  return failure.message
}

test('a kernel that writes nothing is WrongOutput, with a reference and without, even where it wrote before', async t => {
  const nothing = 'output 0: expected the kernel to write to it, got nothing written'
  const { reference: _, ...unchecked } = scaling()
  for (const definition of [scaling(), unchecked]) {
    t.is(await wrongOutput(t, fakeBackend({ kernels: { scale: () => 1 } }), definition), nothing)
  }
  // A device that hands out used memory: the right result is in it already.
  const used: FakeKernel = () => 1
  const fake = fakeBackend({ kernels: { scale: used } })
  const recycling: typeof fake.backend = {
    ...fake.backend,
    open: async () => {
      const device = await fake.backend.open()
      return {
        ...device,
        buffer: byteLength => {
          const buffer = device.buffer(byteLength)
          void buffer.write(new Uint8Array(numbers.map(x => 3 * x).buffer))
          return buffer
        },
      }
    },
  }
  t.is(await wrongOutput(t, { ...fake, backend: recycling }), nothing)
})

test('what a kernel leaves out is WrongOutput and named with its place', async t => {
  const message = await wrongOutput(t, fakeBackend({ kernels: { scale } }), scaling({ grid: [3] }))
  t.regex(message, /^output 0: 25 of 100 numbers are off; the worst is at \[75\]: expected 228, got NaN/)
})

test('a write past the end of an output is WrongOutput and says how far', async t => {
  const message = await wrongOutput(
    t,
    spoilt(bytes => bytes.set([7], numbers.byteLength + 12)),
  )
  t.is(message, 'expected output 0 to be written within its 400 bytes, got a write 12 bytes past its end')
})

test('a device that keeps kernels within their buffers gets buffers as long as the arrays', async t => {
  const lengths: number[] = []
  const fake = fakeBackend({
    device: { guardBytes: 0 },
    kernels: {
      scale: call => {
        lengths.push(call.bytes(1).byteLength)
        return scale(call)
      },
    },
  })
  await profileOf(t, fake, scaling(), config)
  t.deepEqual([...new Set(lengths)], [numbers.byteLength])
})

test('a wrong number in one input set only is found, and the set is named', async t => {
  const definition = scaling({
    inputSets: 3,
    reference: set => ({ expected: [numbers.map((x, i) => (set === 1 && i === 7 ? 0 : 3 * x))] }),
  })
  const message = await wrongOutput(t, fakeBackend({ kernels: { scale } }), definition)
  t.regex(message, /^input set 1, output 0: 1 of 100 numbers are off; the worst is at \[7\]: expected 0, got 24 /)
})

test('the tolerances are those of the reference', async t => {
  const fake = () => spoilt(bytes => floats(bytes, 1).set([3.3]))
  const off = (relative: number, absolute: number) =>
    scaling({ reference: () => ({ expected: [numbers.map(x => 3 * x)], relative, absolute }) })
  await profileOf(t, fake(), off(0.11, 0), config)
  await profileOf(t, fake(), off(0, 0.31), config)
  t.regex(await wrongOutput(t, fake(), off(0.09, 0)), /^output 0: 1 of 100/)
})

test('a comparison of its own decides in place of the tolerances', async t => {
  const sum = (values: ArrayLike<unknown>): number => Array.from(values, Number).reduce((a, b) => a + b, 0)
  const definition = (excess: number) =>
    scaling({
      reference: () => ({
        expected: [[3 * sum(numbers) + excess]],
        compare: (got, expected, index) => sum(got) === expected[0] || `sum ${sum(got)} of output ${index}`,
      }),
    })
  await profileOf(t, fakeBackend({ kernels: { scale } }), definition(0), config)
  t.is(await wrongOutput(t, fakeBackend({ kernels: { scale } }), definition(1)), 'output 0: sum 15150 of output 0')
})

test('of several outputs, the one that is wrong is named, and one without an expectation has to be written only', async t => {
  const two: FakeKernel = call => {
    call.bytes(2).fill(1, 0, 8)
    return scale(call)
  }
  const outputs = [output(new Float32Array(numbers.length)), output(new Int32Array(2))]
  const definition = (expected: readonly (ArrayLike<number> | undefined)[]) =>
    scaling({ inputs: () => [input(numbers), ...outputs, float32(3)], reference: () => ({ expected }) })
  const kernels = { scale: two }
  const right = numbers.map(x => 3 * x)
  await profileOf(t, fakeBackend({ kernels }), definition([right, undefined]), config)
  await profileOf(t, fakeBackend({ kernels }), definition([right, [0x01010101, 0x01010101]]), config)
  // Whole numbers have no tolerance unless it is given.
  t.regex(
    await wrongOutput(t, fakeBackend({ kernels }), definition([right, [0x01010101, 0x01010102]])),
    /^output 1: 1 of 2 /,
  )
  t.is(
    await wrongOutput(t, fakeBackend({ kernels }), definition([right])),
    'expected a reference with `expected` for 2 outputs, got 1',
  )
})

test('whole numbers of 64 bits are compared to the last bit', async t => {
  const big: FakeKernel = ({ bytes }) => {
    const first = bytes(0)
    new BigInt64Array(first.buffer, first.byteOffset, 2).set([2n ** 53n, 2n ** 53n + 1n])
    return 1
  }
  const definition = (last: bigint) =>
    scaling({ inputs: () => [output(new BigInt64Array(2))], reference: () => ({ expected: [[2n ** 53n, last]] }) })
  await profileOf(t, fakeBackend({ kernels: { scale: big } }), definition(2n ** 53n + 1n), config)
  t.is(
    await wrongOutput(t, fakeBackend({ kernels: { scale: big } }), definition(2n ** 53n)),
    'output 0: the first wrong number is at [1]: expected 9007199254740992, got 9007199254740993',
  )
})

test('a reference that throws is WrongOutput, since nothing was verified', async t => {
  const definition = scaling({
    reference: () => {
      throw new Error('no data')
    },
  })
  t.regex(await wrongOutput(t, fakeBackend({ kernels: { scale } }), definition), /could not be verified: no data/)
})
