import test from 'ava'
import { openEngine } from '#src/agents/networks/engine.js'
import { ppoLoss } from '#src/agents/ppo/loss.js'

/** One transition each: the loss's terms, with epsilon = 0.2, c1 = 0.5, c2 = 0.1. */
const terms = async ({
  ratio = 1,
  advantage = 1,
  value = 0,
  oldValue = 0,
  returns = 0,
  entropy = 0,
  clipValue = true,
}) => {
  const { tf } = await openEngine()
  return tf.tidy(() => {
    const one = (number: number) => tf.tensor1d([number])
    const loss = ppoLoss(
      tf,
      {
        logProbability: one(Math.log(ratio) - 1),
        oldLogProbability: one(-1),
        entropy: one(entropy),
        value: one(value),
        oldValue: one(oldValue),
        advantage: one(advantage),
        returns: one(returns),
      },
      { clip: 0.2, clipValue, valueWeight: 0.5, entropyWeight: 0.1 },
    )
    const number = (scalar: typeof loss.loss) => Number((scalar.dataSync()[0] as number).toFixed(5))
    return { loss: number(loss.loss), policy: number(loss.policyLoss), value: number(loss.valueLoss) }
  })
}

test.serial('a ratio counts up to 1 + epsilon for a good action and from 1 - epsilon for a bad one', async t => {
  t.is((await terms({ ratio: 1.1, advantage: 2 })).policy, -2.2)
  t.is((await terms({ ratio: 1.5, advantage: 2 })).policy, -2.4)
  t.is((await terms({ ratio: 0.5, advantage: 2 })).policy, -1)
  t.is((await terms({ ratio: 0.5, advantage: -2 })).policy, 1.6)
  t.is((await terms({ ratio: 1.5, advantage: -2 })).policy, 3)
})

test.serial('the value loss is the larger one of the plain and of the one kept near the old value', async t => {
  t.is((await terms({ value: 1, oldValue: 0, returns: 1 })).value, 0.64)
  t.is((await terms({ value: 1, oldValue: 0, returns: 1, clipValue: false })).value, 0)
  t.is((await terms({ value: 3, oldValue: 2.9, returns: 1 })).value, 4)
})

test.serial('the loss is -(L_CLIP - c1 L_VF + c2 S)', async t => {
  t.is(
    (await terms({ ratio: 1, advantage: 2, value: 3, oldValue: 3, returns: 1, entropy: 5 })).loss,
    -2 + 0.5 * 4 - 0.1 * 5,
  )
})
