import test from 'ava'
import fc from 'fast-check'
import { isRight } from '#src/core/fp.js'
import { type Config, makeRng, ParetuneError, type Value } from '#src/core/index.js'
import { choice, defineSpace, flag, integer, on, ordinal, real } from '#src/space/index.js'
import type { Space } from '#src/space/space.js'
import { samples, spaces } from './arbitrary-spaces.js'

test('every valid configuration is enumerated, in declared order with the last parameter fastest, and nothing else', t => {
  fc.assert(
    fc.property(spaces(), ({ space, valid }) => {
      t.deepEqual([...space.enumerate()], valid)
      t.is(space.count(), valid.length)
      for (const [i, config] of valid.entries()) t.is(space.enumerate().indexOf(config), i)
    }),
  )
})

test('a space is empty exactly where a search of all combinations finds nothing', t => {
  fc.assert(
    fc.property(samples(), ({ make, valid }) => {
      if (valid.length > 0) t.is(make().count(), valid.length)
      else t.is(t.throws(make, { instanceOf: ParetuneError })?.code, 'EmptySpace')
    }),
  )
})

test('decode(encode(c)) is c, for every valid configuration', t => {
  fc.assert(
    fc.property(spaces(), ({ space, valid }) => {
      for (const config of valid) {
        const point = space.encode(config)
        t.is(point.length, space.dimension)
        t.true(point.every(coordinate => coordinate >= 0 && coordinate <= 1))
        t.deepEqual(space.decode(point), config)
      }
    }),
  )
})

test('samples are valid', t => {
  fc.assert(
    fc.property(spaces(), fc.integer(), ({ space, valid }, seed) => {
      const known = new Set(valid.map(config => space.fingerprint(config)))
      const rng = makeRng(seed)
      for (let i = 0; i < 20; i++) {
        const config = space.sample(rng)
        t.true(known.has(space.fingerprint(config)))
        t.true(isRight(space.parse(config)))
      }
    }),
  )
})

test('fingerprints tell configurations apart, whatever the order of their keys', t => {
  fc.assert(
    fc.property(spaces(), ({ space, valid }) => {
      t.is(new Set(valid.map(config => space.fingerprint(config))).size, valid.length)
      for (const config of valid) {
        t.is(space.fingerprint(Object.fromEntries(Object.entries(config).reverse())), space.fingerprint(config))
      }
    }),
  )
})

test('allowed says what enumeration says, for each prefix in declared order', t => {
  fc.assert(
    fc.property(spaces(), ({ space, valid }) => {
      const check = (prefix: Config, matching: readonly Config[]): void => {
        const open = space.names.find(name => !(name in prefix) && matching.some(config => name in config))
        if (open === undefined) return
        const expected = new Set(matching.map(config => config[open] as Value))
        t.deepEqual(new Set(space.allowed(prefix)), expected)
        for (const value of expected)
          check(
            { ...prefix, [open]: value },
            matching.filter(config => config[open] === value),
          )
      }
      check({}, valid)
    }),
  )
})

test('allowed says what enumeration says where later parameters are bound, too', t => {
  fc.assert(
    fc.property(spaces(), fc.nat(), fc.subarray(['b', 'c', 'd']), ({ space, valid }, pick, bound) => {
      const config = valid[pick % valid.length] as Config
      const prefix = Object.fromEntries(bound.filter(name => name in config).map(name => [name, config[name] as Value]))
      const matching = valid.filter(other => Object.entries(prefix).every(([name, value]) => other[name] === value))
      t.deepEqual(new Set(space.allowed(prefix)), new Set(matching.map(other => other.a as Value)))
    }),
  )
})

test('neighbours are valid, distinct and differ; without conditions they are the one-parameter changes, and mutual', t => {
  fc.assert(
    fc.property(spaces(), ({ space, valid }) => {
      const known = new Set(valid.map(config => space.fingerprint(config)))
      const isConditional = valid.some(config => Object.keys(config).length < 4)
      const changes = (a: Config, b: Config): number => space.names.filter(name => a[name] !== b[name]).length
      for (const config of valid) {
        const prints = space.neighbours(config, 'hamming').map(other => space.fingerprint(other))
        t.true(prints.every(print => known.has(print) && print !== space.fingerprint(config)))
        t.is(new Set(prints).size, prints.length)
        if (isConditional) continue
        t.deepEqual(
          prints.sort(),
          valid
            .filter(other => changes(config, other) === 1)
            .map(other => space.fingerprint(other))
            .sort(),
        )
        for (const other of space.neighbours(config, 'adjacent')) {
          t.true(prints.includes(space.fingerprint(other)))
          const back = space.neighbours(other, 'adjacent').map(third => space.fingerprint(third))
          t.true(back.includes(space.fingerprint(config)))
        }
      }
    }),
    { numRuns: 50 },
  )
})

test('mixed neighbours are those of any value where a parameter has six values at most, and the next ones where it has more', t => {
  const space = defineSpace({ few: integer(1, 6), many: integer(1, 7), rate: real(0, 1), mode: choice('a', 'b', 'c') })
  const config = { few: 2, many: 2, rate: 0.5, mode: 'a' } as const
  t.deepEqual(
    space.neighbours(config, 'mixed', 0.25).map(other => JSON.stringify(other)),
    [
      ...[1, 3, 4, 5, 6].map(few => ({ ...config, few })),
      ...[1, 3].map(many => ({ ...config, many })),
      ...[0.25, 0.75].map(rate => ({ ...config, rate })),
      ...['b', 'c'].map(mode => ({ ...config, mode })),
    ].map(other => JSON.stringify(other)),
  )
})

test('repair leaves a valid configuration as it is, and makes any other point valid with the fewest changes', t => {
  fc.assert(
    fc.property(spaces(), fc.integer(), ({ space, valid }, seed) => {
      for (const config of valid) t.deepEqual(space.repair(config), config)
      const rng = makeRng(seed)
      const broken = space.decode(Float64Array.from({ length: space.dimension }, () => rng.next()))
      const repaired = space.repair(broken)
      t.true(isRight(space.parse(repaired)))
      t.deepEqual(space.repair(broken), repaired)
      const changes = (other: Config): number => space.names.filter(name => other[name] !== broken[name]).length
      t.is(changes(repaired), Math.min(...valid.map(changes)))
    }),
  )
})

test('sampling is uniform over the valid configurations, inactive parameters included', t => {
  const space = defineSpace(
    { mode: choice('a', 'b'), size: integer(1, 4), deep: flag() },
    { where: [on(['mode', 'size'], c => c.mode === 'a' || c.size > 2)], when: { deep: c => c.mode === 'b' } },
  )
  // a with 4 sizes, b with 2 sizes and 2 values of deep
  t.is(space.count(), 8)
  const counts = new Map<string, number>()
  const rng = makeRng(3)
  const draws = 8000
  for (let i = 0; i < draws; i++) {
    const print = space.fingerprint(space.sample(rng))
    counts.set(print, (counts.get(print) ?? 0) + 1)
  }
  const expected = draws / 8
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  t.is(counts.size, 8)
  // 99.9% quantile of chi-square with 7 degrees of freedom
  t.true(chiSquare < 24.32)
})

test('real parameters come back from the unit cube to 1e-12, and both ends exactly', t => {
  const space = defineSpace({ rate: real(1e-5, 1e-1, { scale: 'log' }), share: real(-2, 6) })
  const shares = fc.double({ min: -2, max: 6, noNaN: true })
  fc.assert(
    fc.property(fc.double({ min: 1e-5, max: 1e-1, noNaN: true }), shares, (rate, share) => {
      const back = space.decode(space.encode({ rate, share }))
      t.true(Math.abs(back.rate - rate) <= 1e-12 * rate)
      t.true(Math.abs(back.share - share) <= 1e-12 * 8)
    }),
  )
  t.deepEqual(space.decode([0, 1]), { rate: 1e-5, share: 6 })
  t.deepEqual(space.decode([1, 0]), { rate: 1e-1, share: -2 })
  t.is(space.size, Number.POSITIVE_INFINITY)
  t.is(space.count(), Number.POSITIVE_INFINITY)
  t.is(t.throws(() => space.enumerate(), { instanceOf: ParetuneError })?.code, 'TooLarge')
})

test('a log scale spaces positions by ratio, an ordinal by rank; inactive slots are one half', t => {
  const space = defineSpace(
    { kind: choice('p', 'q', 'r'), batch: integer(1, 256, { scale: 'log' }), tile: ordinal(8, 16, 64), simd: flag() },
    { when: { simd: c => c.kind === 'q' } },
  )
  t.deepEqual([...space.encode({ kind: 'r', batch: 16, tile: 16 })], [0, 0, 1, 0.5, 0.5, 0.5])
  t.deepEqual([...space.encode({ kind: 'q', batch: 1, tile: 64, simd: true })], [0, 1, 0, 0, 1, 1])
})

test('steps of a real parameter are the decimal numbers that were meant', t => {
  const space = defineSpace({ rate: real(0, 0.5, { step: 0.1 }) })
  t.deepEqual(
    [...space.enumerate()].map(({ rate }) => rate),
    [0, 0.1, 0.2, 0.3, 0.4, 0.5],
  )
  t.deepEqual(space.parse({ rate: 0.1 + 0.2 }), { _tag: 'Right', right: { rate: 0.3 } } as never)
})

test('an adjacent value of a real parameter is a sixteenth of its scale away, or as far as the step says', t => {
  const space = defineSpace({ rate: real(1, 100, { scale: 'log' }), x: real(0, 1) })
  const near = (realStep?: number) => space.neighbours({ rate: 10, x: 1 }, 'adjacent', realStep)
  const logs = (configs: readonly { rate: number }[]) => configs.map(({ rate }) => Math.log10(rate).toFixed(9))
  t.deepEqual(logs(near()), ['0.875000000', '1.125000000', '1.000000000'])
  t.is(near()[2]?.x, 1 - 1 / 16)
  t.deepEqual(logs(near(0.01)), ['0.980000000', '1.020000000', '1.000000000'])
  t.is(near(0.01)[2]?.x, 0.99)
})

test('constraints over real parameters hold in samples, repairs and neighbours', t => {
  const space = defineSpace(
    {
      backend: choice('cpu', 'wasm'),
      rate: real(1e-4, 1, { scale: 'log' }),
      warmup: integer(1, 100),
      momentum: real(0, 1),
    },
    { where: ['rate + momentum <= 0.5 or backend == "wasm"', 'rate * warmup < 10'], when: { momentum: 'warmup > 3' } },
  )
  const rng = makeRng(5)
  for (let i = 0; i < 200; i++) {
    const config = space.sample(rng)
    t.deepEqual(space.broken(config), [])
    t.true(isRight(space.parse(config)))
    const raw = space.decode(Float64Array.from({ length: space.dimension }, () => rng.next()))
    t.true(isRight(space.parse(space.repair(raw))))
    for (const other of space.neighbours(config, 'adjacent')) t.true(isRight(space.parse(other)))
  }
})

test('allowed leaves out rules between real parameters, and lists no real values', t => {
  const space = defineSpace(
    { rate: real(0, 1), share: real(0, 1), tile: ordinal(1, 2, 4) },
    { where: ['rate + share <= 1', 'tile != 2'] },
  )
  t.deepEqual(space.allowed({ rate: 0.5, share: 0.25 }), [1, 4])
  t.is(t.throws(() => space.allowed({}), { instanceOf: ParetuneError })?.code, 'TooLarge')
})

test('constraints with very many solutions are counted and sampled without being spelt out', t => {
  const names = Array.from({ length: 10 }, (_, i) => `d${i}`)
  const space = defineSpace(Object.fromEntries(names.map(name => [name, integer(0, 9)])), {
    where: names.slice(1).map((name, i) => `d${i} <= ${name}`),
  })
  // Ascending sequences of ten digits: multisets, 19 choose 10.
  t.is(space.count(), 92_378)
  const config = space.sample(makeRng(2))
  t.deepEqual(space.broken(config), [])
})

test('large spaces count and sample by their parts, and say so when they cannot be enumerated', t => {
  const wide = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`p${i}`, integer(1, 10)]))
  const space = defineSpace(wide, { where: ['p0 * p11 < 50', 'p3 == p4'] })
  // Pairs of 1 .. 10 with a product under 50, times ten equal pairs, times the eight others
  let pairs = 0
  for (let i = 1; i <= 10; i++) for (let j = 1; j <= 10; j++) if (i * j < 50) pairs++
  t.is(space.count(), pairs * 10 * 1e8)
  const config = space.sample(makeRng(1))
  t.deepEqual(space.broken(config), [])
  t.deepEqual(space.allowed({ p0: 10 }), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  t.deepEqual(space.allowed({ ...config, p0: 10, p11: undefined } as never), [1, 2, 3, 4])
  t.is(t.throws(() => space.enumerate(), { instanceOf: ParetuneError })?.code, 'TooLarge')
})

test('a parameter that a move makes active takes the middle of its values, or the next one that fits', t => {
  const space = defineSpace(
    { mode: choice('plain', 'tiled'), tile: ordinal(1, 2, 4, 8, 16) },
    { when: { tile: "mode == 'tiled'" }, where: ['tile != 4'] },
  )
  t.deepEqual(space.neighbours({ mode: 'plain' }, 'hamming'), [{ mode: 'tiled', tile: 2 }])
  t.deepEqual(space.neighbours({ mode: 'tiled', tile: 2 }, 'adjacent'), [{ mode: 'plain' }, { mode: 'tiled', tile: 1 }])
  t.deepEqual(space.active({ mode: 'plain' }), ['mode'])
})

test('a logarithmic whole number is drawn by its logarithm beside a real one, and evenly where configurations are counted', t => {
  const sizes = { batch: integer(1, 1000, { scale: 'log' }) }
  const draw = (space: Space) => {
    const rng = makeRng('logarithmic')
    return Array.from({ length: 4000 }, () => space.sample(rng).batch as number)
  }
  const partUpTo = (batches: readonly number[], limit: number): number =>
    batches.filter(batch => batch <= limit).length / batches.length
  const scaled = draw(defineSpace({ ...sizes, rate: real(0, 1) }) as unknown as Space)
  // 1 has all from 0.5 to 1.5, and so on: log(3) / log(2001), log(63) / log(2001).
  t.true(Math.abs(partUpTo(scaled, 1) - Math.log(3) / Math.log(2001)) < 0.02)
  t.true(Math.abs(partUpTo(scaled, 31) - Math.log(63) / Math.log(2001)) < 0.025)
  t.true(Math.min(...scaled) === 1 && Math.max(...scaled) <= 1000)
  t.true(Math.abs(partUpTo(draw(defineSpace(sizes) as unknown as Space), 500) - 0.5) < 0.025)
})
