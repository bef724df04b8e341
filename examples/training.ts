// Hyperparameters of a training, most of them tried for a few epochs only: Hyperband, checkpoints that a promoted trial goes on from, and a
// median pruner. The model is a logistic regression on random features, in plain code: which of two noisy spirals does a point belong to?
import {
  type ConfigOf,
  createStudy,
  defineSpace,
  hyperband,
  integer,
  makeRng,
  maximize,
  medianPruner,
  profiler,
  type Rng,
  real,
} from 'paretune'

const EPOCHS = 54

interface Point {
  readonly at: readonly [number, number]
  /** 1 or 0: which spiral. */
  readonly label: number
}
const spirals = (count: number, rng: Rng): readonly Point[] =>
  Array.from({ length: count }, (_, i) => {
    const turn = 0.5 + 2 * Math.sqrt(rng.next())
    const angle = Math.PI * (turn + (i % 2))
    const noisy = (value: number): number => (turn / 2.5) * value + rng.normal(0, 0.1)
    return { at: [noisy(Math.cos(angle)), noisy(Math.sin(angle))], label: i % 2 }
  })
const [seen, unseen] = [spirals(300, makeRng('seen')), spirals(300, makeRng('unseen'))]

const space = defineSpace({
  rate: real(1e-3, 10, { scale: 'log' }),
  momentum: real(0, 0.99),
  features: integer(8, 128, { scale: 'log' }),
  frequency: real(0.1, 30, { scale: 'log' }),
})

/** A model in training. */
interface Model {
  readonly weights: Float64Array
  readonly velocity: Float64Array
  epochs: number
}

/** Points as the model sees them: waves of random directions, of lengths about `frequency`. */
const inputsOf = (
  points: readonly Point[],
  { features, frequency }: ConfigOf<typeof space>,
): readonly Float64Array[] => {
  const rng = makeRng('features')
  const waves = Array.from({ length: features }, () => [rng.normal() * frequency, rng.normal() * frequency, rng.next()])
  return points.map(({ at: [x, y] }) =>
    Float64Array.from(waves, ([a = 0, b = 0, c = 0]) => Math.cos(a * x + b * y + 2 * Math.PI * c)),
  )
}

const chanceOf = ({ weights }: Model, inputs: Float64Array): number =>
  1 / (1 + Math.exp(-weights.reduce((sum, weight, j) => sum + weight * (inputs[j] as number), 0)))

const trainAnEpoch = (
  model: Model,
  { rate, momentum }: ConfigOf<typeof space>,
  inputs: readonly Float64Array[],
): void => {
  const gradient = new Float64Array(model.weights.length)
  for (const [i, { label }] of seen.entries()) {
    const row = inputs[i] as Float64Array
    const error = (chanceOf(model, row) - label) / seen.length
    for (let j = 0; j < gradient.length; j++) gradient[j] = (gradient[j] as number) + error * (row[j] as number)
  }
  for (const [j, slope] of gradient.entries()) {
    model.velocity[j] = momentum * (model.velocity[j] as number) - rate * slope
    model.weights[j] = (model.weights[j] as number) + (model.velocity[j] as number)
  }
  model.epochs++
}

const accuracyOf = (model: Model, inputs: readonly Float64Array[]): number =>
  unseen.filter(({ label }, i) => chanceOf(model, inputs[i] as Float64Array) > 0.5 === (label === 1)).length /
  unseen.length

/** By the number of the trial that left it: a trial at a higher fidelity goes on from there. */
const checkpoints = new Map<number, Model>()
let trained = 0

const training = profiler({
  name: 'spirals',
  metrics: { accuracy: { unit: '', better: 'higher' } },
  measure: async (config: ConfigOf<typeof space>, { fidelity, trial = 0, resumeFrom = -1, report }) => {
    const [inputs, tests] = [inputsOf(seen, config), inputsOf(unseen, config)]
    const empty = { weights: new Float64Array(config.features), velocity: new Float64Array(config.features), epochs: 0 }
    const model = structuredClone(checkpoints.get(resumeFrom) ?? empty)
    let accuracy = 0
    while (model.epochs < Math.round(fidelity * EPOCHS)) {
      trainAnEpoch(model, config, inputs)
      trained++
      accuracy = accuracyOf(model, tests)
      if (report(model.epochs, { accuracy }) === 'stop') break
    }
    checkpoints.set(trial, model)
    return { accuracy }
  },
})

const study = await createStudy({
  name: 'spirals',
  space,
  profiler: training,
  objectives: { accuracy: maximize('accuracy') },
  agent: hyperband({ minFidelity: 1 / 27 }),
  pruner: medianPruner({ warmup: 2 }),
  budget: { fullTrials: 15 },
  seed: 1,
})
const { best, trials } = await study.run()
const count = (holds: (trial: (typeof trials)[number]) => boolean): number => trials.filter(holds).length
console.log(`${trials.length} trials, ${count(({ fidelity }) => fidelity === 1)} of them at full fidelity`)
console.log(`${count(({ resumeFrom }) => resumeFrom !== undefined)} went on from a checkpoint`)
console.log(`${count(({ outcome }) => outcome._tag === 'Pruned')} were pruned`)
console.log(`${trained} epochs, where as many whole trainings take ${trials.length * EPOCHS}`)
console.log('the best:', best?.config, best?.objectives)
