import {
  choice,
  createStudy,
  defineSpace,
  hyperband,
  integer,
  makeRng,
  medianPruner,
  minimize,
  normalised,
  nsga2,
  on,
  operatorPolicy,
  ppo,
  profiler,
  real,
  relativeLoss,
  type Study,
  type StudyOptions,
  standardOperators,
} from '#src/index.js'

// A deterministic problem with two objectives, a constraint, failures, and trials that finish out of order.

export const space = defineSpace(
  { backend: choice('cpu', 'wasm', 'webgpu'), batch: integer(1, 64), rate: real(0.001, 1, { scale: 'log' }) },
  { where: [on(['backend', 'batch'], c => c.backend !== 'cpu' || c.batch <= 32, { name: 'small on cpu' })] },
)

/** Later trials tend to finish first; every seventh batch size fails, and tells so at the end. `delayMs` is the longest delay. */
export const delayed = (delayMs: number, delaySeed: number) =>
  profiler({
    name: 'delayed',
    metrics: { latencyMs: { unit: 'ms', better: 'lower' }, loss: { unit: '' } },
    measure: async (config: { backend: string; batch: number; rate: number }, { seed, report }) => {
      const wait = makeRng(`${delaySeed}/${seed}`).next() * delayMs
      await new Promise(resolve => setTimeout(resolve, wait))
      const loss = Math.log10(config.rate) ** 2 / 10 + 1 / config.batch
      for (let step = 1; step <= 3; step++) if (report(step, { loss: loss + 1 / step }) === 'stop') break
      if (config.batch % 7 === 0) throw new Error('a multiple of seven')
      return {
        latencyMs: config.batch ** 0.5 * (config.backend === 'cpu' ? 4 : config.backend === 'wasm' ? 2 : 1),
        loss,
      }
    },
  })

/** Ways to run it. PPO's updates take most of the time, so that what stops it at random stops it inside of one. */
export const variants = {
  plain: {},
  'normalised rewards': { reward: normalised(relativeLoss()) },
  PPO: { agent: ppo({ rolloutTrials: 4, epochs: 60, hidden: [16] }) },
  'Hyperband and a pruner': {
    agent: hyperband({ minFidelity: 1 / 9 }),
    pruner: medianPruner({ metric: 'loss', startup: 3 }),
  },
  'an operator policy': { agent: operatorPolicy(standardOperators(), { rolloutTrials: 4, epochs: 60 }) },
} satisfies Record<string, Partial<Pick<StudyOptions, 'agent' | 'reward' | 'pruner'>>>

export const openProblem = (
  options: Partial<
    Pick<StudyOptions, 'store' | 'executor' | 'seed' | 'budget' | 'checkpointEvery' | 'agent' | 'reward' | 'pruner'>
  > & {
    delayMs?: number
    delaySeed?: number
  } = {},
): Promise<Study<{ backend: 'cpu' | 'wasm' | 'webgpu'; batch: number; rate: number }>> => {
  const { delayMs = 3, delaySeed = 0, ...rest } = options
  return createStudy({
    name: 'problem',
    space,
    profiler: delayed(delayMs, delaySeed),
    objectives: { latency: minimize('latencyMs'), loss: minimize('loss') },
    agent: nsga2({ population: 8 }),
    baseline: { backend: 'cpu', batch: 1, rate: 0.001 },
    budget: { trials: 60 },
    seed: 11,
    checkpointEvery: 10,
    ...rest,
  })
}

/** What must not depend on timing: numbers, configurations, fidelities, outcomes, rewards. */
export const essence = (trials: Study['trials']): string[] =>
  trials.map(
    trial =>
      `${trial.number} ${trial.fingerprint} ${trial.fidelity} ${trial.outcome._tag} ${trial.outcome._tag === 'Measured' ? trial.outcome.losses : trial.reports?.length} ${trial.reward}`,
  )
