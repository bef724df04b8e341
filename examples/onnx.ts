// A real ONNX model, Silero's detector of voices: how many threads, spinning or not, and which optimisations, for little
// latency and little processor time a frame?
import { fileURLToPath } from 'node:url'
import { type ConfigOf, choice, createStudy, defineSpace, flag, makeRng, minimize, ordinal } from 'paretune'
import { cpuTime, metered } from 'paretune/meters'
import { onnx } from 'paretune/profilers/onnx'

const space = defineSpace(
  { threads: ordinal(1, 2, 4), spinning: flag(), optimization: choice('disabled', 'basic', 'all'), arena: flag() },
  { when: { spinning: c => c.threads !== 1 } },
)
type Config = ConfigOf<typeof space>

const rng = makeRng(1)
/** Noise: a frame of 512 samples at 16 kHz and the 64 before them. */
const frame = Float32Array.from({ length: 576 }, () => 0.01 * rng.normal())

const model = onnx({
  name: 'Silero VAD',
  model: fileURLToPath(new URL('silero_vad_v5.onnx', import.meta.resolve('@ricky0123/vad-web'))),
  session: ({ threads, spinning = false, optimization, arena }: Config) => ({
    intraOpNumThreads: threads,
    extra: { 'session.intra_op.allow_spinning': spinning },
    graphOptimizationLevel: optimization,
    enableCpuMemArena: arena,
  }),
  dimensions: () => ({ input: [1, frame.length], state: [2, 1, 128] }),
  feeds: () => ({ input: frame, sr: 16_000, state: 0 }),
  carry: { stateN: 'state' },
  verify: ({ output }) => Number(output?.data[0]) < 0.5 || 'expected noise to be no voice',
  limits: { timeMs: 100, warmupMs: 50 },
})

const study = await createStudy({
  space,
  profiler: metered(model, [cpuTime()]),
  objectives: { latency: minimize('latencyMs'), cpu: minimize('cpuMs') },
  baseline: { threads: 2, spinning: true, optimization: 'all', arena: true }, // ONNX Runtime's own on two cores
  budget: { trials: 16 },
  seed: 1,
})
const { front, trials } = await study.run()
console.log(`${trials.length} trials, ${front.length} of them on the front:`)
for (const { config, objectives } of front) console.log({ ...config, ...objectives })

const [fastest] = [...front].sort((a, b) => (a.objectives.latency ?? 0) - (b.objectives.latency ?? 0))
const outcome = trials.find(({ number }) => number === fastest?.trials.at(-1))?.outcome
const ops = outcome?._tag === 'Measured' ? (outcome.profile.ops ?? []) : []
console.log('where the time of the fastest goes:')
for (const { name, count, share } of ops.slice(0, 3)) console.log(`  ${(100 * share).toFixed(0)}% ${name} (${count})`)
