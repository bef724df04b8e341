// What PPO costs: environment steps a second on CartPole-v1 with the hyperparameters of the learning run, rollouts and updates apart, and what a
// policy takes to act on one observation (in typed arrays), learning on tfjs wasm and cpu, in turns.
//   npm run bench:rl -- [--json] [--steps 10000] [--runs 3] [--backend wasm]... [--peer PYTHON]
// --peer: the Python of a virtual environment with `pip install stable-baselines3`; it then trains in turns with ours, in the same minutes.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type NetworkBackend, openEngine } from '#src/agents/networks/engine.js'
import { trainPpo } from '#src/agents/ppo/train.js'
import { vectorEnv } from '#src/env/index.js'
import { median } from '#src/numeric/index.js'
import { CART_POLE } from '../test/agents/ppo/settings.js'
import { cartPole } from '../test/env/reference/cart-pole.js'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    steps: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '3' },
    backend: { type: 'string', multiple: true, default: ['wasm', 'cpu'] },
    peer: { type: 'string' },
  },
})
const [steps, runs] = [Number(options.steps), Number(options.runs)]
const backends = (['wasm', 'cpu'] as const).filter(backend => options.backend.includes(backend))
const { envs, rolloutSteps, ...settings } = CART_POLE

/** Trains for some steps and then asks the policy about one observation, again and again. */
const measure = async (backend: NetworkBackend, seed: number) => {
  const env = vectorEnv(Array.from({ length: envs }, (_, i) => cartPole(i)))
  const train = (totalSteps: number) => trainPpo(env, { ...settings, rolloutSteps, totalSteps, backend, seed })
  ;(await train(4 * envs * rolloutSteps)).close() // compiled by now
  const started = performance.now()
  const learner = await train(steps)
  const elapsedMs = performance.now() - started
  const observation = new Float32Array(4)
  const passes = 500
  for (let n = 0; n < passes; n++) await learner.values(observation, 1)
  const forwardStarted = performance.now()
  for (let n = 0; n < passes; n++) await learner.act(observation, 1)
  const forwardMs = (performance.now() - forwardStarted) / passes

  // A rollout alone, as it is between two updates.
  let { observations } = await env.reset({ seed })
  const rolloutStarted = performance.now()
  const rounds = 10
  for (let t = 0; t < rounds * rolloutSteps; t++) {
    const { drawn } = await learner.act(observations, envs)
    observations = (await env.step(drawn.map(({ action }) => action))).observations
  }
  const rolloutMs = (performance.now() - rolloutStarted) / rounds
  learner.close()
  const updates = Math.ceil(steps / (envs * rolloutSteps))
  return {
    stepsPerSecond: (1000 * updates * envs * rolloutSteps) / elapsedMs,
    updateMs: elapsedMs / updates - rolloutMs,
    rolloutMs,
    forwardMs,
  }
}

const peer = (python: string): number => {
  const program = fileURLToPath(new URL('../../bench/peers/rl.py', import.meta.url))
  const { status, stdout, stderr } = spawnSync(python, [program, String(steps)], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`expected ${program} to run, got ${stderr}`)
  return JSON.parse(stdout).stepsPerSecond
}

type Figures = Awaited<ReturnType<typeof measure>>
const figures: Record<NetworkBackend, Figures[]> = { wasm: [], cpu: [] }
const peers: number[] = []
for (let run = 0; run < runs; run++) {
  for (const backend of backends) {
    await openEngine(backend)
    figures[backend].push(await measure(backend, run))
  }
  if (options.peer !== undefined) peers.push(peer(options.peer))
}
const medians = (list: readonly Figures[]): Figures => ({
  stepsPerSecond: median(list.map(figure => figure.stepsPerSecond)),
  updateMs: median(list.map(figure => figure.updateMs)),
  rolloutMs: median(list.map(figure => figure.rolloutMs)),
  forwardMs: median(list.map(figure => figure.forwardMs)),
})
const result = Object.fromEntries(backends.map(backend => [backend, medians(figures[backend])]))
const peerSteps = peers.length > 0 ? median(peers) : undefined
const ratios = figures.wasm.map((figure, run) => figure.stepsPerSecond / (peers[run] ?? Number.NaN))

if (options.json)
  console.log(JSON.stringify({ steps, runs, ...result, ...(peerSteps && { peer: peerSteps, ratio: median(ratios) }) }))
else {
  for (const backend of backends) {
    const { stepsPerSecond, updateMs, rolloutMs, forwardMs } = result[backend] as Figures
    console.log(
      `tfjs ${backend}: ${stepsPerSecond.toFixed(0)} steps a second; an update ${updateMs.toFixed(1)} ms, ` +
        `its rollout ${rolloutMs.toFixed(1)} ms; one observation ${forwardMs.toFixed(3)} ms`,
    )
  }
  if (peerSteps)
    console.log(
      `Stable-Baselines3: ${peerSteps.toFixed(0)} steps a second; ours on wasm ${median(ratios).toFixed(2)} times as many ` +
        `(${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} in ${runs} pairs)`,
    )
}
