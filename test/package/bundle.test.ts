import test from 'ava'
import { hotSpots } from 'paretune/profilers'

// What the bundle could break: its modules lie elsewhere than the files they were made of.

test("functions of the package that only call the program's are no hot spots of it", async t => {
  const busy = (): void => {
    const until = performance.now() + 100
    while (performance.now() < until);
  }
  const spots = await hotSpots(busy)
  t.true(spots.some(({ name, selfMs }) => name === 'busy' && selfMs > 0))
  t.deepEqual(
    spots.filter(({ place, selfMs }) => /^dist\/.*\.js:/.test(place) && selfMs === 0),
    [],
  )
})
