import type { Json } from '../../core/index.js'
import type { AgentContext, AskRequest, Policy } from '../agent.js'
import { networkBuffers, networkFrom } from '../networks/bytes.js'
import type { Masking } from '../networks/head.js'
import { headOfPolicy, makePolicy, type PolicyShape, thetaOf } from '../policy.js'
import { Experience } from '../policy-gradient/experience.js'
import type { LearnerStart } from '../policy-gradient/learner.js'
import { type Noted, nextObservationsOf, rolloutOf } from '../ppo/experience.js'
import { PpoLearner } from '../ppo/learner.js'
import type { PpoSettings } from '../ppo/options.js'
import { partDone } from '../schedule.js'
import type { Choice, Chooser, Turn } from './chooser.js'
import { Outlook, worthOf } from './outlook.js'

interface SavedJson {
  readonly outlook: Json
  readonly told: number
  readonly experience: Json
  readonly learner: { readonly rng: Json; readonly t: number }
}

/** Opens the policy network that chooses; it learns after each `rolloutTrials` trials, or not at all where these are undefined. */
export const policyChooser =
  (
    policyShape: Omit<PolicyShape, 'hidden'>,
    settings: PpoSettings,
    policy: Policy | undefined,
    rolloutTrials: number | undefined,
  ) =>
  async (
    context: AgentContext,
    _: unknown,
    saved: { readonly json: Json; readonly buffers: Readonly<Record<string, Uint8Array>> } | undefined,
  ): Promise<Chooser> => {
    const json = saved?.json as unknown as SavedJson | undefined
    const start: LearnerStart | undefined =
      saved && json
        ? { ...networkFrom(saved.buffers, json.learner.t), rng: json.learner.rng }
        : policy && { theta: thetaOf(policy) }
    const head = headOfPolicy(policyShape)
    const outlook = new Outlook(head.sizes[0] as number, json?.outlook)
    const shape = { observationSize: policyShape.inputs.length, head }
    const learner = await PpoLearner.open(shape, settings, context.rng.fork('learner'), start)
    return new PolicyChooser({ context, policyShape, settings, learner, outlook, rolloutTrials }, json)
  }

/** What is noted with a choice, and found again with what came of it. */
interface Seen extends Noted {
  readonly features: readonly number[]
}

interface Parts {
  readonly context: AgentContext
  readonly policyShape: Omit<PolicyShape, 'hidden'>
  readonly settings: PpoSettings
  readonly learner: PpoLearner
  readonly outlook: Outlook
  /** undefined where it does not learn. */
  readonly rolloutTrials: number | undefined
}

class PolicyChooser implements Chooser {
  readonly #parts: Parts
  readonly #experience: Experience<Noted>
  #told: number

  constructor(parts: Parts, saved: SavedJson | undefined) {
    this.#parts = parts
    this.#experience = new Experience(saved?.experience)
    this.#told = saved?.told ?? 0
  }

  get #budgetLeft(): number {
    return 1 - partDone(this.#told, this.#parts.context.budget)
  }

  async choose(allowed: readonly number[], _: AskRequest): Promise<Choice> {
    const features = this.#parts.outlook.features(this.#budgetLeft)
    const masking: Masking = (_place, _before, mask) => {
      mask.fill(0)
      for (const member of allowed) mask[member] = 1
    }
    const { drawn, values } = await this.#parts.learner.act(features, 1, { masking: () => masking })
    const [{ action, logProbability, mask }] = drawn as [(typeof drawn)[number]]
    const seen: Seen = {
      action,
      logProbability,
      mask: mask.join(''),
      value: values[0] as number,
      features: [...features],
    }
    return { member: action[0] as number, memo: seen as unknown as Json }
  }

  chosen(): void {}

  async learn({ transition, choice, ...change }: Turn): Promise<void> {
    const reward = worthOf(change, this.#budgetLeft)
    this.#told++
    this.#parts.outlook.tell(choice?.member, change, transition.reward)
    if (this.#parts.rolloutTrials === undefined || choice?.memo === undefined) return
    const { features, ...memo } = choice.memo as unknown as Seen
    this.#experience.add({
      ...transition,
      memo: memo as unknown as Json,
      reward,
      observation: Float32Array.from(features),
      nextObservation: this.#parts.outlook.features(this.#budgetLeft),
      // Nothing is to be gained once the budget is spent, so that its end is an end.
      terminated: transition.terminated || transition.truncated,
      truncated: false,
    })
    if (this.#experience.length < this.#parts.rolloutTrials) return
    const { entries } = this.#experience
    const { learner, settings, context } = this.#parts
    const values = await learner.values(nextObservationsOf(entries), entries.length)
    await learner.learn(rolloutOf(entries, values, settings), partDone(this.#told, context.budget))
    this.#experience.clear()
  }

  save(): ReturnType<Chooser['save']> {
    const { theta, adam, rng } = this.#parts.learner.save()
    const json: SavedJson = {
      outlook: this.#parts.outlook.save(),
      told: this.#told,
      experience: this.#experience.save(),
      learner: { rng, t: adam.t },
    }
    return { json: json as unknown as Json, buffers: networkBuffers(theta, adam) }
  }

  policy(): Policy {
    const { policyShape, settings, learner } = this.#parts
    return makePolicy({ ...policyShape, hidden: settings.hidden }, learner.save().theta)
  }

  close(): void {
    this.#parts.learner.close()
  }
}
