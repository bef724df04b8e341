// Tunes a training loop in PyTorch, as a program that knows nothing of Paretune: how to feed it, how to compute, on how many processes and
// threads. Where there is no PyTorch, a stand-in in plain Python runs in its place.
//
//   npm run build && node build/examples/pytorch/tune.js --python python3 --trials 20
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  atMost,
  type ConfigOf,
  choice,
  command,
  createStudy,
  defineSpace,
  flag,
  integer,
  maximize,
  nsga2,
  ordinal,
  type Pruner,
} from 'paretune'

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    trials: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
})
const { python } = values

/** The version of PyTorch and whether it has a GPU; undefined where it cannot be imported. */
const torch = (() => {
  const probe = spawnSync(python, ['-c', 'import torch; print(torch.__version__, torch.cuda.is_available())'])
  const [version, hasGpu] = probe.stdout?.toString().trim().split(' ') ?? []
  return probe.status === 0 ? { version, hasGpu: hasGpu === 'True' } : undefined
})()
console.log(
  torch
    ? `training.py runs, in PyTorch ${torch.version} on ${torch.hasGpu ? 'a GPU' : 'the CPU'}`
    : `stand_in.py runs, in plain Python: ${python} has no PyTorch. Its figures say nothing about PyTorch`,
)
const script = fileURLToPath(
  new URL(`../../../examples/pytorch/${torch ? 'training' : 'stand_in'}.py`, import.meta.url),
)

const cores = availableParallelism()
const space = defineSpace(
  {
    batchSize: ordinal(16, 32, 64, 128, 256),
    accumulation: ordinal(1, 2, 4),
    workers: integer(0, Math.min(4, cores)),
    persistentWorkers: flag(),
    prefetch: ordinal(1, 2, 4, 8),
    cache: flag(),
    pinMemory: flag(),
    precision: torch?.hasGpu ? choice('float32', 'bfloat16', 'float16') : choice('float32', 'bfloat16'),
    compile: choice('none', 'script', 'compile'),
    worldSize: ordinal(1, 2),
    threads: ordinal(1, 2, 4),
  },
  {
    where: ['batchSize * accumulation * worldSize <= 512', `worldSize * (workers + threads) <= ${2 * cores + 1}`],
    when: { persistentWorkers: c => c.workers !== 0, prefetch: c => c.workers !== 0 },
  },
)

const training = command({
  name: torch ? 'training.py' : 'stand_in.py',
  command: [python, script, '--epochs', '3'],
  env: { PYTHONDONTWRITEBYTECODE: '1' },
  metrics: {
    samplesPerSecond: { unit: 'samples/s', better: 'higher' },
    loss: { unit: '', better: 'lower' },
    peakRssBytes: { unit: 'bytes', better: 'lower' },
  },
  exitCodes: { 77: 'CompileFailed' },
  memoryLimitBytes: 8 * 2 ** 30,
})

/** Ends a trial that is after an epoch at less than a third of the best speed. */
const pruner: Pruner = {
  shouldStop: (_trial, _step, { samplesPerSecond = 0 }, told) => {
    const speeds = told.map(({ outcome }) => (outcome._tag === 'Measured' ? (outcome.objectives.throughput ?? 0) : 0))
    return samplesPerSecond < Math.max(0, ...speeds) / 3
  },
}

const baseline: ConfigOf<typeof space> = {
  batchSize: 32,
  accumulation: 1,
  workers: 0,
  cache: false,
  pinMemory: false,
  precision: 'float32',
  compile: 'none',
  worldSize: 1,
  threads: 1,
}
const study = await createStudy({
  name: 'training',
  space,
  profiler: training,
  objectives: { throughput: maximize('samplesPerSecond') },
  constraints: { loss: atMost('loss', 0.2), memory: atMost('peakRssBytes', 2 * 2 ** 30) },
  agent: nsga2({ population: 8 }),
  pruner,
  baseline,
  budget: { trials: Number(values.trials) },
  timeoutMs: 180_000,
  seed: Number(values.seed),
  onTrial: ({ number, config, outcome }) => {
    const shown =
      outcome._tag === 'Measured'
        ? `${outcome.objectives.throughput?.toFixed(0)} samples/s, loss ${Number(outcome.profile.metrics.loss).toFixed(3)}`
        : outcome._tag === 'Failed'
          ? `${outcome.failure._tag}: ${outcome.failure.message.split('\n').at(-1)}`
          : `stopped after epoch ${outcome.step}`
    console.log(`${number}`.padStart(3), shown, JSON.stringify(config))
  },
})
await study.run()
const { winner } = await study.confirm({ rounds: Number(values.rounds) })
await study.close()
if (winner?.speedup === undefined) console.log('no trial kept to the limits on loss and memory')
else {
  const { median, low, high } = winner.speedup
  const times = `${median.toFixed(2)} times the baseline's samples/s (95%: ${low.toFixed(2)} to ${high.toFixed(2)})`
  console.log(`the fastest: ${JSON.stringify(winner.config)}`)
  console.log(`measured again: ${times}${low > 1 ? '' : ', so not surely faster'}`)
}
