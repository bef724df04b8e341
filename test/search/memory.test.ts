import test from 'ava'
import { isBetter, memoryOf, type Place } from '#src/search/memory.js'
import { defineSpace, integer } from '#src/space/index.js'

const line = defineSpace({ x: integer(0, 9) })
const at = (trial: number, x: number, losses: readonly number[] | null, violation = 0) => ({
  trial,
  config: { x },
  losses,
  violation,
  fidelity: 1,
  costMs: 1,
  own: true,
  memo: null,
})

test('what was found of a configuration is there under any order of keys, the best is the first of the best, and all is saved', t => {
  const memory = memoryOf(line)
  t.is(memory.best, undefined)
  for (const evaluation of [at(0, 4, null), at(1, 5, [3]), at(2, 6, [1], 2), at(3, 7, [2]), at(4, 8, [2])])
    memory.add(evaluation)
  const again = memoryOf(line, JSON.parse(JSON.stringify(memory.save())))
  for (const one of [memory, again]) {
    t.is(one.of({ x: 3 }), undefined)
    t.is(one.of({ x: 4 })?.losses, null)
    t.is(one.best?.trial, 3)
    t.deepEqual(
      one.recent(2).map(({ trial }) => trial),
      [3, 4],
    )
  }
})

test('nothing without losses is better than anything, and whatever has losses is better than nothing', t => {
  const [failed, bad, good] = [at(0, 1, null), at(1, 2, [2]), at(2, 3, [1])] as readonly Place[] as [
    Place,
    Place,
    Place,
  ]
  t.deepEqual(
    [
      isBetter(failed, null),
      isBetter(failed, bad),
      isBetter(bad, failed),
      isBetter(bad, undefined),
      isBetter(good, bad),
      isBetter(bad, good),
    ],
    [false, false, true, true, true, false],
  )
})
