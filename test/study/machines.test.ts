import test from 'ava'
import { right } from '#src/core/fp.js'
import { createStudy, defineSpace, integer, memory, minimize, type Profiler, random, type Store } from '#src/index.js'
import { differencesOfMachines, machineFingerprint } from '#src/profilers/index.js'

/** Measures on the machine that is told. */
const measuring = (machineOf: (tile: number) => string): Profiler<{ tile: number }, 'latencyMs'> => ({
  name: 'measuring',
  metrics: [{ name: 'latencyMs', unit: 'ms' }],
  profile:
    ({ tile }) =>
    async () =>
      right({ metrics: { latencyMs: tile }, costMs: 1, phases: {}, machine: machineOf(tile) }),
})

const run = async (store: Store, trials: number, machineOf: (tile: number) => string) => {
  const study = await createStudy({
    space: defineSpace({ tile: integer(1, 16) }),
    profiler: measuring(machineOf),
    objectives: { latency: minimize('latencyMs') },
    agent: random(),
    budget: { trials },
    store,
  })
  return (await study.run()).warnings
}

test('a study that goes on with another driver, library or device says so, once for each change', async t => {
  const store = memory()
  const before = machineFingerprint({ driver: '550.1', tfjs: '4.21.0', device: 'A100' })
  t.deepEqual(await run(store, 4, () => before), [])
  t.deepEqual(await run(store, 6, () => before), [])
  const after = machineFingerprint({ driver: '560.2', tfjs: '4.22.0', device: 'A100', webgpu: '0.6.2' })
  t.deepEqual(await run(store, 10, () => after), [
    'goes on with figures of another machine: driver was 550.1 and is now 560.2',
    'goes on with figures of another machine: tfjs was 4.21.0 and is now 4.22.0',
  ])
})

test('what a study used by turns before is no change, and a new study has nothing to differ from', async t => {
  const store = memory()
  const byTurns = (tile: number) => machineFingerprint({ device: tile % 2 === 0 ? 'cpu' : 'gpu' })
  t.deepEqual(await run(store, 10, byTurns), [])
  t.deepEqual(await run(store, 16, byTurns), [])
})

test('a study that goes on in another process on another processor says so, whatever its trials tell', async t => {
  const store = memory()
  await run(store, 4, () => machineFingerprint())
  const moved: Store = {
    ...store,
    load: name => async () => {
      const loaded = await store.load(name)()
      if (loaded._tag === 'Left' || !loaded.right) return loaded
      const { header, ...rest } = loaded.right
      return right({ ...rest, log: [], header: { ...header, machine: 'cpu: another one x4; system: minix' } })
    },
  }
  const [cpu, system, ...others] = await run(moved, 4, () => machineFingerprint())
  t.regex(cpu ?? '', /cpu was another one x4 and is now /)
  t.regex(system ?? '', /system was minix and is now /)
  t.deepEqual(others, [])
})

test('differences of machines are named by part; a part that was never told of is none', t => {
  t.deepEqual(differencesOfMachines(['a: 1; b: 2', 'a: 3'], 'a: 4; b: 2; c: 5'), ['a was 1 or 3 and is now 4'])
  t.deepEqual(differencesOfMachines(['url: http://x: y'], 'url: http://x: z'), [
    'url was http://x: y and is now http://x: z',
  ])
  t.deepEqual(differencesOfMachines(['a: 1; b: 2', 'a: 3'], 'a: 3; b: 2'), [])
  t.deepEqual(differencesOfMachines([], 'a: 1'), [])
  t.deepEqual(differencesOfMachines(['recorded'], 'a: 1'), [])
})
