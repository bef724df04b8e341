import test from 'ava'
import { QNetwork } from '#src/agents/dqn/q-network.js'
import { openEngine } from '#src/agents/networks/engine.js'
import { makeRng } from '#src/index.js'

for (const backend of ['wasm', 'cpu'] as const)
  test.serial(`values that are acted on are those that are learnt on ${backend}`, async t => {
    const engine = await openEngine(backend)
    const { tf } = engine
    const rng = makeRng(1)
    const network = new QNetwork(engine, 3, [8, 6], 4, rng)
    const n = 5
    const observations = Float32Array.from({ length: 3 * n }, () => rng.normal())
    const { told } = network.model.gradient((blocks, apply, tell) => {
      const q = network.apply(blocks, apply, tf.tensor2d(observations, [n, 3]))
      tell(q)
      return tf.sum(q)
    })
    const q = network.evaluate(observations, n)
    t.is(q.length, 4 * n)
    for (const [i, expected] of (told[0] as Float32Array).entries())
      t.true(Math.abs((q[i] as number) - expected) < 1e-6, `${i}: ${q[i]}, ${expected}`)
    network.model.close()
  })
