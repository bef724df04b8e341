import test from 'ava'
import { type Policy, parsePolicy, ppo, reinforce } from '#src/agents/index.js'
import { defaultObservation, history } from '#src/env/index.js'
import { trainPpoPolicy } from '#src/experiments/index.js'
import { createStudy, defineSpace, minimize, ordinal, profiler, real, simulatedClock } from '#src/index.js'

const space = defineSpace({ tile: ordinal(8, 16, 32, 64), unroll: ordinal(1, 2, 4), rate: real(0, 1) })

/** A device on which tile 32 and unroll 4 are fast, by `speed`. */
const device = (speed: number) =>
  profiler({
    name: 'device',
    metrics: { timeMs: { unit: 'ms' } },
    measure: async ({ tile, unroll, rate }: { tile: number; unroll: number; rate: number }) => ({
      timeMs: speed * ((tile === 32 ? 1 : 3) + (unroll === 4 ? 0 : 2) + Math.abs(rate - 0.5)),
    }),
  })

const study = (agent: ReturnType<typeof ppo>, seed = 1, more = {}) =>
  createStudy({
    space,
    profiler: device(2),
    objectives: { time: minimize('timeMs') },
    agent,
    budget: { trials: 64 },
    clock: simulatedClock(),
    seed,
    ...more,
  })

/** How many of the first 16 trials are of the fast tile and unroll; 1 of 12 by chance. */
const fastAtOnce = async (agent: ReturnType<typeof ppo>, seed: number): Promise<number> => {
  const one = await study(agent, seed)
  const { trials } = await one.run()
  await one.close()
  return trials.slice(0, 16).filter(({ config }) => config.tile === 32 && config.unroll === 4).length
}

for (const [name, make] of [
  ['ppo', (policy?: Policy) => ppo({ rolloutTrials: 8, ...(policy && { policy }) })],
  ['reinforce', (policy?: Policy) => reinforce({ episodesPerUpdate: 8, ...(policy && { policy }) })],
] as const)
  test(`what ${name} has learnt goes through a file to another device, where it begins with what is fast`, async t => {
    const teacher = await study(make())
    await teacher.run()
    const policy = parsePolicy(JSON.stringify(teacher.policy()))
    await teacher.close()
    t.is(policy.agent, name)
    let [cold, warm] = [0, 0]
    for (let seed = 2; seed < 6; seed++) {
      cold += await fastAtOnce(make(), seed)
      warm += await fastAtOnce(make(policy), seed)
    }
    t.true(warm > 2 * cold && warm > 24, `${warm} of 64 against ${cold}`)
  })

test('a policy of other parameters or observations is refused, and says what differs', async t => {
  const teacher = await study(ppo())
  const policy = teacher.policy() as Policy
  await teacher.close()
  const other = defineSpace({ tile: ordinal(8, 16, 32, 65), unroll: ordinal(1, 2, 4), rate: real(0, 1) })
  await t.throwsAsync(async () => study(ppo({ policy }), 1, { space: other }), {
    code: 'InvalidAgent',
    message: /^ppo: expected a policy whose choices\[0\] are \["tile=8",.*"tile=65"\], got .*"tile=64"\]$/,
  })
  await t.throwsAsync(async () => study(ppo({ policy }), 1, { observe: [...defaultObservation(), history(2)] }), {
    code: 'InvalidAgent',
    message: /^ppo: expected a policy whose inputs\[\d+\] is "history\/1\/failed", got "nothing"$/,
  })
  await t.throwsAsync(async () => study(reinforce({ policy })), {
    code: 'InvalidAgent',
    message: 'reinforce: expected a policy whose agent is "reinforce", got "ppo"',
  })
})

test('a part of the trials is drawn from the whole space where it is told to explore, a fifth where others taught it', async t => {
  const explored = async (agent: ReturnType<typeof ppo>): Promise<number> => {
    const one = await study(agent, 3)
    const { trials } = await one.run()
    await one.close()
    return trials.filter(({ reason }) => reason === 'drawn at random: to explore').length
  }
  const teacher = await study(ppo())
  const policy = teacher.policy() as Policy
  await teacher.close()
  t.is(await explored(ppo({ explore: 1 })), 64)
  t.is(await explored(ppo()), 0)
  const some = await explored(ppo({ policy }))
  t.true(some >= 4 && some <= 24, `${some} of 64`)
  t.throws(() => ppo({ explore: 2 }), { code: 'InvalidAgent', message: 'ppo: expected explore in [0, 1], got 2' })
})

test('agents without a policy say so', async t => {
  const { random } = await import('#src/search/index.js')
  const one = await study(random())
  t.is(one.policy(), undefined)
  await one.close()
})

test('a policy is trained over several devices, the same one for the same seed', async t => {
  const problem = (name: string, speed: number) => ({
    name,
    space: space as never,
    profiler: device(speed),
    objectives: { time: minimize('timeMs') },
    population: { losses: Float64Array.of(speed, 4 * speed, 7 * speed), costsMs: new Float64Array(3) },
  })
  const done: number[] = []
  const train = () =>
    trainPpoPolicy([problem('a', 1), problem('b', 3)], {
      studies: 3,
      trials: 32,
      rolloutTrials: 8,
      onProgress: progress => {
        done.push(progress.done)
        t.true(progress.training < 0 && progress.training > -3)
      },
    })
  const [policy, again] = [await train(), await train()]
  t.is(again.theta, policy.theta)
  t.deepEqual(done.slice(0, 3), [1 / 3, 2 / 3, 1])
  t.deepEqual(policy.trained, { problems: ['a', 'b'], studies: 3, trials: 32, seed: 0 })
  await t.throwsAsync(trainPpoPolicy([]), { code: 'InvalidStudy' })
  await t.throwsAsync(trainPpoPolicy([problem('a', 1)], { studies: 0 }), {
    code: 'InvalidStudy',
    message: 'trainPpoPolicy: expected studies to be whole and >= 1, got 0',
  })
  const early = await trainPpoPolicy([problem('a', 1)], { trials: 8, rolloutTrials: 4, signal: AbortSignal.abort() })
  t.is(early.agent, 'ppo')
})
