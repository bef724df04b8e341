import test from 'ava'
import fc from 'fast-check'
import { type Adjustment, cap, double, halve, lower, raise, set } from '#src/agents/index.js'
import { choice, type Domain, defineSpace, domainsOf, flag, integer, ordinal, real } from '#src/space/index.js'

type Parameter = Parameters<typeof defineSpace>[0][string]

const domainOf = (parameter: Parameter): Domain => domainsOf(defineSpace({ p: parameter }))[0] as Domain
const apply = (change: Adjustment, parameter: Parameter, present: number | string): unknown =>
  change.from(present, domainOf(parameter))

const list = ordinal(1, 3, 8, 32, 64)
const wide = integer(1, 256, { scale: 'log' })
const tens = integer(10, 60, { step: 10 })
const rate = real(1e-4, 1, { scale: 'log' })

test('half and double are the nearest values of the parameter on that side', t => {
  t.is(apply(halve('p'), list, 64), 32)
  t.is(apply(halve('p'), list, 8), 3)
  t.is(apply(double('p'), list, 8), 32)
  t.is(apply(halve('p'), wide, 100), 50)
  t.is(apply(double('p'), wide, 200), 256)
  t.is(apply(halve('p'), wide, 3), 2)
  t.is(apply(halve('p'), tens, 50), 30)
  t.is(apply(double('p'), tens, 20), 40)
  t.is(apply(halve('p'), rate, 0.5), 0.25)
  t.is(apply(double('p'), rate, 0.6), 1)
  t.is(apply(halve('p'), real(0, 1, { step: 0.1 }), 0.6), 0.3)
})

test('a value that differs is taken also where the present one is nearer, and none at the end', t => {
  t.is(apply(double('p'), integer(10, 12), 10), 12)
  t.is(apply(halve('p'), integer(10, 12), 11), 10)
  t.is(apply(halve('p'), ordinal(1, 100), 100), 1)
  t.is(apply(halve('p'), list, 1), undefined)
  t.is(apply(double('p'), wide, 256), undefined)
  t.is(apply(halve('p'), rate, 1e-4), undefined)
  t.is(apply(double('p'), integer(0, 8), 0), undefined)
})

test('of all values below, half is the nearest; of all above, double is', t => {
  const parameter = fc
    .record({
      low: fc.integer({ min: -20, max: 20 }),
      span: fc.integer({ min: 0, max: 60 }),
      step: fc.integer({ min: 1, max: 7 }),
    })
    .map(({ low, span, step }) => integer(low, low + span, { step }))
  fc.assert(
    fc.property(parameter, fc.nat(), (p, at) => {
      const domain = domainOf(p)
      const values = Array.from({ length: domain.size }, (_, i) => domain.valueAt(i) as number)
      const present = values[at % values.length] as number
      for (const [change, target] of [[halve('p'), present / 2] as const, [double('p'), present * 2] as const]) {
        const found = change.from(present, domain) as number | undefined
        const others = values.filter(value => (value - present) * (target - present) > 0)
        if (found === undefined) t.deepEqual(others, [])
        else t.is(Math.abs(found - target), Math.min(...others.map(value => Math.abs(value - target))))
      }
    }),
  )
})

test('raise and lower take the next value: of numbers by size, of others in their order', t => {
  t.is(apply(raise('p'), list, 8), 32)
  t.is(apply(lower('p'), list, 8), 3)
  t.is(apply(raise('p'), ordinal(64, 32, 16), 32), 64)
  t.is(apply(raise('p'), tens, 60), undefined)
  t.is(apply(lower('p'), tens, 20), 10)
  t.is(apply(raise('p'), ordinal('low', 'middle', 'high'), 'low'), 'middle')
  t.is(apply(lower('p'), ordinal('low', 'middle', 'high'), 'low'), undefined)
  t.is(apply(raise('p'), real(0, 1), 0.5), 0.5625)
  t.is(apply(raise('p'), real(0, 1), 1), undefined)
})

test('bounds hold', t => {
  t.is(apply(double('p', { upTo: 12 }), wide, 8), 12)
  t.is(apply(double('p', { upTo: 12 }), ordinal(1, 8, 11, 16), 8), 11)
  t.is(apply(double('p', { upTo: 12 }), wide, 12), undefined)
  t.is(apply(halve('p', { downTo: 0.4 }), rate, 0.6), 0.4)
  t.is(apply(halve('p', { downTo: 25 }), tens, 40), 30)
  t.is(apply(raise('p', { upTo: 12 }), list, 8), undefined)
  t.is(apply(lower('p', { downTo: 3 }), list, 8), 3)
})

test('cap takes the largest value within the limit, where the present one is beyond', t => {
  t.is(apply(cap('p', 10), list, 64), 8)
  t.is(apply(cap('p', 35), tens, 60), 30)
  t.is(apply(cap('p', 10), list, 8), undefined)
  t.is(apply(cap('p', 5), tens, 60), undefined)
})

test('a change refuses a parameter that it is not for', t => {
  const refusal = (change: Adjustment, parameter: Parameter) => change.refuses(domainOf(parameter))
  t.is(refusal(halve('p'), ordinal('a', 'b')), 'be one of numbers for halve')
  t.is(refusal(double('p'), flag()), 'be one of numbers for double')
  t.is(refusal(cap('p', 1), choice('a', 'b')), 'be one of numbers for cap')
  t.is(refusal(raise('p'), choice('a', 'b')), 'have an order for raise')
  t.is(refusal(lower('p', { downTo: 2 }), ordinal('a', 'b')), 'be one of numbers for lower with a bound')
  t.is(refusal(set('p', 'c'), choice('a', 'b')), 'have "c" among its values')
  t.is(refusal(set('p', 'b'), choice('a', 'b')), undefined)
  t.is(refusal(halve('p'), choice(1, 2)), undefined)
})
