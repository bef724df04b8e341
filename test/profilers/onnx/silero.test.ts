import { fileURLToPath } from 'node:url'
import test from 'ava'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { makeRng } from '#src/core/index.js'
import { type OnnxDefinition, type OnnxSessionOptions, type OnnxTensors, onnx } from '#src/profilers/onnx/index.js'
import { limits, profileOf } from './profiles.js'

// Silero's detector of voices, as @ricky0123/vad-web ships it: a recurrent model with control flow in it.

const model = fileURLToPath(new URL('silero_vad_v5.onnx', import.meta.resolve('@ricky0123/vad-web')))
const FRAMES = 3
/** 512 samples and the 64 before them. */
const SAMPLES = 576

const rng = makeRng('frames')
const frames = Array.from({ length: FRAMES }, () => Float32Array.from({ length: SAMPLES }, () => 0.1 * rng.normal()))

const voices: OnnxDefinition<Record<string, never>> = {
  model,
  dimensions: () => ({ input: [1, SAMPLES], state: [2, 1, 128] }),
  feeds: () => frames.map(input => ({ input, sr: 16000, state: 0 })),
  carry: { stateN: 'state' },
  limits,
}

/** How sure it is of a voice in each frame, by ONNX Runtime alone. */
const expected = async (): Promise<readonly number[]> => {
  const session = await InferenceSession.create(model, { graphOptimizationLevel: 'disabled' })
  const said: number[] = []
  let state = new Tensor('float32', new Float32Array(2 * 128), [2, 1, 128])
  for (const frame of frames) {
    const input = new Tensor('float32', frame, [1, SAMPLES])
    const sr = new Tensor('int64', BigInt64Array.of(16000n), [])
    const { output, stateN } = (await session.run({ input, state, sr })) as OnnxTensors
    said.push(Number(output?.data[0]))
    state = stateN as typeof state
  }
  await session.release()
  return said
}

const said = await expected()

for (const session of [
  { graphOptimizationLevel: 'disabled', intraOpNumThreads: 1 },
  { graphOptimizationLevel: 'all', executionMode: 'parallel', interOpNumThreads: 2, enableMemPattern: false },
] as const satisfies readonly OnnxSessionOptions[]) {
  test.serial(`Silero says the same of frame after frame with ${JSON.stringify(session)}`, async t => {
    t.is(new Set(said).size, FRAMES)
    const profiler = onnx({
      ...voices,
      session: () => session,
      reference: (_feeds, _config, set) => ({ expected: { output: [said[set] as number] } }),
    })
    const { metrics, ops, notes } = await profileOf(profiler, {})
    t.true((metrics.peakArenaBytes as number) > 0)
    t.regex(notes?.[0] ?? '', /^ran on cpu \(\d+ nodes\)$/)
    const names = ops?.map(({ name }) => name) ?? []
    t.true(names.includes('LSTM'), names.join())
    // Their time is that of the nodes within them.
    t.false(names.includes('If'), names.join())
  })
}

test.serial("ONNX Runtime's optimisations leave fewer nodes to run", async t => {
  const nodes = async (graphOptimizationLevel: 'disabled' | 'all'): Promise<number> => {
    const { notes } = await profileOf(onnx({ ...voices, session: () => ({ graphOptimizationLevel }) }), {})
    return Number(/\((\d+) nodes\)/.exec(notes?.[0] ?? '')?.[1])
  }
  t.true((await nodes('all')) < (await nodes('disabled')))
})

test.serial('a state that is not carried on is found out by the reference', async t => {
  const { carry: _carry, ...forgetful } = voices
  const profiler = onnx({
    ...forgetful,
    reference: (_feeds, _config, set) => ({ expected: { output: [said[set] as number] }, relative: 0, absolute: 1e-6 }),
  })
  await t.throwsAsync(profileOf(profiler, {}), {
    message: /^WrongOutput: set 1 of feeds: output `output`: 1 of 1 numbers/,
  })
})
