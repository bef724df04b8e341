import test from 'ava'
import type { Env, Reset, Step } from '#src/env/index.js'
import { makeRng } from '#src/index.js'
import { type CheckEnvOptions, checkEnv } from '#src/testing/index.js'

/** What a planted fault may change. */
interface Plant {
  readonly space?: Partial<Env<readonly number[]>>
  /** Of what `reset` gives; told how many resets there were. */
  readonly reset?: (start: Reset, resets: number) => Partial<Reset>
  /** Of what `step` gives; told the number of the step in its episode. */
  readonly step?: (step: Step, n: number) => Partial<Record<keyof Step, unknown>>
  readonly seedless?: boolean
  /** Steps that should be refused are not. */
  readonly lenient?: readonly ('fresh' | 'ended' | 'closed')[]
  /** Resets that are refused. */
  readonly stubborn?: 'running' | 'ended'
}

/** A walk of five steps from a random place, right where the action is [_, 1]; the second place has its first alternative masked in odd steps. */
const planted = (plant: Plant = {}): Env<readonly number[]> => {
  let rng = makeRng(0)
  let state: 'fresh' | 'running' | 'ended' | 'closed' = 'fresh'
  let resets = 0
  let n = 0
  let place = 0
  const shown = (): Reset => ({
    observation: Float32Array.of(place),
    info: {},
    mask: Uint8Array.of(1, 1, 1, 1 - (n % 2), 1),
  })
  return {
    observationSpace: { kind: 'box', size: 1, names: ['place'], low: Float32Array.of(-6), high: Float32Array.of(6) },
    actionSpace: { kind: 'multi-discrete', sizes: [3, 2] },
    reset: async ({ seed } = {}) => {
      if (plant.stubborn === state) throw new Error(`no reset while ${state}`)
      if (seed !== undefined && !plant.seedless) rng = makeRng(seed)
      if (seed !== undefined && plant.seedless) rng = makeRng(1)
      state = 'running'
      n = 0
      place = rng.next()
      return { ...shown(), ...plant.reset?.(shown(), ++resets) }
    },
    step: async action => {
      if (state !== 'running' && !plant.lenient?.includes(state)) throw new Error('expected reset()')
      if (n % 2 === 1 && action[1] === 0) throw new Error('masked')
      n++
      place += action[1] === 1 ? 1 : -1
      if (n === 5) state = 'ended'
      const step: Step = { ...shown(), reward: place, terminated: n === 5, truncated: false }
      return { ...step, ...(plant.step?.(step, n) as Partial<Step>) }
    },
    close: async () => {
      state = 'closed'
    },
    ...plant.space,
  }
}
const check = (plant?: Plant, more: Partial<CheckEnvOptions<readonly number[]>> = {}) =>
  checkEnv(planted(plant), {
    actions: [
      [0, 0],
      [1, 1],
      [2, 1],
    ],
    random: true,
    ...more,
  })

test('an environment that keeps the rules passes, also when its episodes are cut by the checker', async t => {
  t.deepEqual(await check(), [])
  t.deepEqual(await check({}, { steps: 3 }), [])
})

test('only actions that the mask allows are taken', async t => {
  t.deepEqual(
    await check(
      {},
      {
        actions: [
          [0, 0],
          [1, 0],
        ],
      },
    ),
    [],
  )
})

const box = { kind: 'box', size: 1, names: ['place'], low: Float32Array.of(-6), high: Float32Array.of(6) } as const
const shared = new Float32Array(1)
let drift = 0
const faults: Readonly<Record<string, readonly [Plant, RegExp]>> = {
  'an observation space without numbers': [
    { space: { observationSpace: { ...box, size: 0 } } },
    /observation space has the size 0/,
  ],
  'bounds of another length': [
    { space: { observationSpace: { ...box, low: new Float32Array(2) } } },
    /observation space has 2 numbers in `low`, not 1/,
  ],
  'bounds in the wrong order': [
    { space: { observationSpace: { ...box, low: Float32Array.of(7) } } },
    /`place` in the observation space has the bounds \[7, 6\]/,
  ],
  'bounds that are NaN': [
    { space: { observationSpace: { ...box, high: Float32Array.of(Number.NaN) } } },
    /has the bounds \[-6, NaN\]/,
  ],
  'two numbers of one name': [
    {
      space: {
        observationSpace: {
          ...box,
          size: 2,
          names: ['a', 'a'],
          low: new Float32Array(2),
          high: new Float32Array(2),
        },
      },
    },
    /two numbers of the observation space are called `a`/,
  ],
  'an action space without places': [
    { space: { actionSpace: { kind: 'multi-discrete', sizes: [] } } },
    /no places to choose in/,
  ],
  'a place without alternatives': [
    { space: { actionSpace: { kind: 'multi-discrete', sizes: [3, 0] } } },
    /place 1 of the action space has 0 alternatives/,
  ],
  'a box of actions without bounds in order': [
    { space: { actionSpace: { ...box, high: Float32Array.of(-7) } } },
    /`place` in the action space has the bounds/,
  ],
  'an action space of no kind': [
    { space: { actionSpace: { kind: 'discrete' } as never } },
    /no box, multi-discrete or config: {"kind":"discrete"}/,
  ],
  'an observation that is a plain list': [{ step: () => ({ observation: [0] }) }, /step 1 is not a Float32Array/],
  'an observation of another length': [
    { reset: () => ({ observation: new Float32Array(2) }) },
    /observation of reset has 2 numbers, not 1/,
  ],
  'an observation out of bounds': [
    { step: () => ({ observation: Float32Array.of(7) }) },
    /`place` in the observation of step 1 is 7, outside \[-6, 6\]/,
  ],
  'an observation that is NaN': [
    { step: (_, n) => (n === 2 ? { observation: Float32Array.of(Number.NaN) } : {}) },
    /`place` in the observation of step 2 is NaN, not a finite number/,
  ],
  'an infinite observation within infinite bounds': [
    {
      space: {
        observationSpace: { ...box, low: Float32Array.of(-Infinity), high: Float32Array.of(Infinity) },
      },
      step: () => ({ observation: Float32Array.of(Infinity) }),
    },
    /step 1 is Infinity, not a finite number/,
  ],
  'an array of observations that is used again': [
    {
      step: ({ observation }) => {
        shared.set(observation)
        return { observation: shared }
      },
    },
    /the observation of step 1 changed after it was given/,
  ],
  'an array of observations that is given twice, the same numbers in it': [
    { reset: () => ({ observation: shared.fill(0) }) },
    /the observation of .*reset.* is an array that was given before/,
  ],
  'a mask of another length': [
    { reset: () => ({ mask: new Uint8Array(2).fill(1) }) },
    /mask of reset has 2 bytes, not 5/,
  ],
  'a mask that is a plain list': [{ step: () => ({ mask: [1, 1, 1, 1, 1] }) }, /mask of step 1 is not a Uint8Array/],
  'a mask that allows nothing in a place': [
    { step: (_, n) => (n === 2 ? { mask: Uint8Array.of(0, 0, 0, 1, 1) } : {}) },
    /mask of step 2 allows nothing in place 0/,
  ],
  'a mask with other bytes': [{ step: () => ({ mask: Uint8Array.of(1, 1, 2, 1, 1) }) }, /bytes other than 0 and 1/],
  'a mask beside real actions': [
    { space: { actionSpace: box } },
    /reset has a mask, but there are no alternatives in actions of kind box/,
  ],
  'a mask that changes later': [
    (() => {
      const mask = new Uint8Array(5).fill(1)
      return { step: (_: Step, n: number) => ({ mask: mask.fill(1, 0, 4).fill(n % 2, 3, 4) }) }
    })(),
    /the mask of step \d changed after it was given/,
  ],
  'a reward that is NaN': [
    { step: () => ({ reward: Number.NaN }) },
    /the reward of step 1 is NaN, not a finite number/,
  ],
  'a reward that is a text': [{ step: () => ({ reward: '1' }) }, /the reward of step 1 is 1, not a finite number/],
  'an end that is a number': [{ step: () => ({ truncated: 0 }) }, /`truncated` of step 1 is 0, not true or false/],
  'an end of both kinds': [{ step: (_, n) => ({ truncated: n === 5 }) }, /step 5 is both terminated and truncated/],
  'a step before the first reset': [{ lenient: ['fresh'] }, /step before the first reset was not refused/],
  'a step after the end': [{ lenient: ['ended'] }, /a step after the end of the episode was not refused/],
  'a step after close': [{ lenient: ['closed'] }, /a step after close was not refused/],
  'no reset after the end': [{ stubborn: 'ended' }, /should be possible failed: Error: no reset while ended/],
  'no reset in the middle of an episode': [
    { stubborn: 'running' },
    /should be possible failed: Error: no reset while running/,
  ],
  'a seed that changes nothing': [{ seedless: true }, /two episodes with different seeds are the same/],
  'a reward that the seed does not decide': [
    { step: () => ({ reward: drift++ }) },
    /two episodes with the same seed and the same actions differ/,
  ],
  'a reset without a seed that the one before does not decide': [
    { reset: (_, resets) => (resets === 4 ? { observation: Float32Array.of(5) } : {}) },
    /two resets without a seed after the same episode differ/,
  ],
  'a reset in the middle of an episode that goes on where it was': [
    { reset: (_, resets) => (resets === 7 ? { observation: Float32Array.of(5) } : {}) },
    /a reset in the middle of an episode starts otherwise/,
  ],
}
for (const [name, [plant, sentence]] of Object.entries(faults))
  test(`it finds ${name}`, async t => {
    const wrong = await check(plant)
    t.true(
      wrong.some(found => sentence.test(found)),
      wrong.join('\n'),
    )
  })

test('what a measured environment need not keep is left out where it says so', async t => {
  t.deepEqual(await check({ step: () => ({ reward: drift++ }) }, { deterministic: false }), [])
  t.deepEqual(await check({ seedless: true }, { random: false }), [])
})

test('one action is not enough to check with', async t => {
  t.deepEqual(await check({}, { actions: [[0, 1]] }), ['expected at least two actions to check with'])
})
