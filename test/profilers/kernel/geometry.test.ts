import test from 'ava'
import fc from 'fast-check'
import { ParetuneError } from '#src/core/index.js'
import { ProfileError } from '#src/profilers/index.js'
import { geometryOf } from '#src/profilers/kernel/geometry.js'
import { fitsWorkgroup, type KernelDefinition, type WorkgroupLimits } from '#src/profilers/kernel/index.js'
import { defineSpace, integer } from '#src/space/index.js'
import { scaling } from './definitions.js'

const limits: WorkgroupLimits = { size: [1024, 512, 64], items: 1024, sharedBytes: 4096 }

type Shape = { readonly x: number; readonly y: number; readonly z: number }
const definition = (parts: Partial<KernelDefinition<Shape>>): KernelDefinition<Shape> => ({
  ...(scaling() as unknown as KernelDefinition<Shape>),
  constants: {},
  workgroup: ['x', 'y', 'z'],
  grid: [1],
  ...parts,
})
const small = fc.record({
  x: fc.integer({ min: 1, max: 40 }),
  y: fc.integer({ min: 1, max: 40 }),
  z: fc.integer({ min: 1, max: 40 }),
})

test('a grid by floor division of the negated size covers every item once', t => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1024 }), (m, x) => {
      const { grid, workgroup } = geometryOf(
        definition({ constants: { m }, workgroup: ['x'], grid: ['-(-m // x)'] }),
        { x, y: 1, z: 1 },
        limits,
      )
      t.deepEqual(
        [grid, workgroup],
        [
          [Math.ceil(m / x), 1, 1],
          [x, 1, 1],
        ],
      )
    }),
  )
})

test('an expression, a function and a number for the same thing are launched alike', t => {
  fc.assert(
    fc.property(small, config => {
      const forms: Partial<KernelDefinition<Shape>>[] = [
        { grid: ['x * y + z', 'max(x, y)', 'z if x > y else 7'] },
        { grid: [({ x, y, z }) => x * y + z, ({ x, y }) => Math.max(x, y), ({ x, y, z }) => (x > y ? z : 7)] },
        { grid: [config.x * config.y + config.z, Math.max(config.x, config.y), config.x > config.y ? config.z : 7] },
      ]
      const [first, ...others] = forms.map(form => geometryOf(definition({ ...form, workgroup: [1] }), config, limits))
      for (const other of others) t.deepEqual(other, first)
    }),
  )
})

test('fitsWorkgroup keeps exactly the configurations that can be launched', t => {
  const range = { min: 1, max: 60 }
  const arbitrary = fc.record({
    size: fc.tuple(fc.integer(range), fc.integer(range), fc.integer(range)),
    items: fc.integer({ min: 1, max: 500 }),
    sharedBytes: fc.integer({ min: 0, max: 3000 }),
  })
  const shape = { workgroup: ['x * k', 'y', '40 - z'], sharedBytes: '4 * x * y', constants: { k: 2 } }
  const canLaunch = (config: Shape, device: WorkgroupLimits): boolean => {
    try {
      geometryOf(definition(shape), config, device)
      return true
    } catch (thrown) {
      if (thrown instanceof ProfileError) return false
      throw thrown
    }
  }
  const parameters = { x: integer(1, 40), y: integer(1, 40), z: integer(1, 40) }
  fc.assert(
    fc.property(arbitrary, fc.array(small, { minLength: 20, maxLength: 20 }), (device, configs) => {
      const can = configs.filter(config => canLaunch(config, device))
      let fits: (config: Shape) => boolean = () => false
      try {
        const space = defineSpace(parameters, { where: fitsWorkgroup(device, shape) })
        fits = config => space.parse(config)._tag === 'Right'
      } catch (thrown) {
        // No configuration at all can be launched.
        t.is((thrown as ParetuneError).code, 'EmptySpace')
      }
      t.deepEqual(can, configs.filter(fits))
    }),
    { numRuns: 20 },
  )
})

const failing: readonly [Partial<KernelDefinition<Shape>>, string][] = [
  [{ workgroup: ['x / 3'] }, "expected workgroup axis x to be a whole number from 1 to 1024, got 12.5 from 'x / 3'"],
  [
    { workgroup: [1, 'x * 100'] },
    "expected workgroup axis y to be a whole number from 1 to 512, got 3750 from 'x * 100'",
  ],
  [
    { workgroup: [1, 1, 'x > 1'] },
    "expected workgroup axis z to be a whole number from 1 to 64, got true from 'x > 1'",
  ],
  [{ workgroup: [40, 40] }, 'expected a workgroup of at most 1024 work items, got 1600 (40 x 40 x 1)'],
  [
    { workgroup: [() => Number.NaN] },
    'expected workgroup axis x to be a whole number from 1 to 1024, got NaN from a function',
  ],
  [{ grid: [1, 0] }, 'expected grid axis y to be a whole number 1 or more, got 0'],
  [{ grid: ['x // 0'] }, 'grid axis x: expected an expression with a value, got a division by zero\n  x // 0\n  ^'],
  [{ sharedBytes: 4097 }, 'expected sharedBytes to be a whole number from 0 to 4096, got 4097'],
]
for (const [parts, message] of failing) {
  test(`what cannot be launched fails its trial: ${message.split('\n')[0]}`, t => {
    const config = { x: 37.5, y: 1, z: 1 }
    const error = t.throws(() => geometryOf(definition({ workgroup: [1], ...parts }), config, limits), { message })
    t.is(error instanceof ProfileError && error.failure._tag, 'RunFailed')
  })
}

test('constants stand in constraints as their values, whole words only and outside of texts', t => {
  const shape = { workgroup: ['mm * m', "layout == 'm' or m"], constants: { m: -2 } }
  t.deepEqual(fitsWorkgroup(limits, shape), [
    '1 <= (mm * (-2)) <= 1024',
    "1 <= (layout == 'm' or (-2)) <= 512",
    "(mm * (-2)) * (layout == 'm' or (-2)) <= 1024",
  ])
})

test('a function cannot become a constraint', t => {
  const shape = { workgroup: [(() => 8) as never] }
  t.throws(() => fitsWorkgroup(limits, shape), {
    instanceOf: ParetuneError,
    message: /a constraint from a function takes on/,
  })
})
