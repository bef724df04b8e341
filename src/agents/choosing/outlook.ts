import type { Json } from '../../core/index.js'
import { Ranks } from '../bandits/ranks.js'
import type { Change } from './progress.js'

/** Trials that count as recent. */
const RECENT = 20
/** Uses of each member that count. */
const USES = 10

/** A trial that was told, in short. */
interface Note {
  readonly member: number | null
  readonly isMeasured: boolean
  readonly gain: number
  /** Part of the rewards up to it that are no better. */
  readonly rank: number
}

/**
 * What a policy sees before it chooses a member: how the search goes on the whole, and how each member has done lately. As many numbers
 * for every space, each in [0, 1], so that a policy serves problems that it was not trained on.
 */
export class Outlook {
  readonly #members: number
  readonly #ranks: Ranks
  readonly #recent: Note[]
  readonly #uses: Note[][]
  #told: number
  #stale: number

  constructor(members: number, saved?: Json) {
    const state = saved as unknown as Saved | undefined
    this.#members = members
    this.#ranks = new Ranks(state?.ranks)
    this.#recent = state?.recent.slice() ?? []
    this.#uses = state?.uses.map(list => [...list]) ?? Array.from({ length: members }, () => [])
    this.#told = state?.told ?? 0
    this.#stale = state?.stale ?? 0
  }

  /** Takes in a trial that a member proposed, or none of them. */
  tell(member: number | undefined, { isMeasured, gain }: Change, reward: number): void {
    const note: Note = { member: member ?? null, isMeasured, gain, rank: this.#ranks.add(reward) }
    this.#told++
    this.#stale = gain > 0 ? 0 : this.#stale + 1
    this.#recent.push(note)
    if (this.#recent.length > RECENT) this.#recent.shift()
    const uses = member === undefined ? undefined : this.#uses[member]
    uses?.push(note)
    if (uses && uses.length > USES) uses.shift()
  }

  /** @param budgetLeft 1 at the start, 0 when it is spent. */
  features(budgetLeft: number): Float32Array {
    const row = new Float32Array(widthOf(this.#members))
    const part = (list: readonly Note[], holds: (note: Note) => boolean): number =>
      list.length === 0 ? 0 : list.filter(holds).length / list.length
    const gains = this.#recent.reduce((sum, { gain }) => sum + gain, 0)
    row[0] = budgetLeft
    row[1] = this.#told / (this.#told + RECENT)
    row[2] = this.#stale / (this.#stale + USES)
    row[3] = part(this.#recent, ({ isMeasured }) => !isMeasured)
    row[4] = gains / (gains + 0.1)
    const last = this.#recent.at(-1)?.member
    for (const [member, uses] of this.#uses.entries()) {
      const at = GENERAL.length + member * PER_MEMBER.length
      row[at] = part(this.#recent, note => note.member === member)
      row[at + 1] = part(uses, ({ gain }) => gain > 0)
      row[at + 2] = uses.length === 0 ? 0.5 : uses.reduce((sum, { rank }) => sum + rank, 0) / uses.length
      row[at + 3] = part(uses, ({ isMeasured }) => !isMeasured)
      row[at + 4] = Number(last === member)
    }
    return row
  }

  save(): Json {
    return {
      ranks: this.#ranks.save(),
      recent: [...this.#recent],
      uses: this.#uses.map(list => [...list]),
      told: this.#told,
      stale: this.#stale,
    } satisfies Saved as unknown as Json
  }
}

interface Saved {
  readonly ranks: readonly number[]
  readonly recent: readonly Note[]
  readonly uses: readonly (readonly Note[])[]
  readonly told: number
  readonly stale: number
}

const GENERAL = ['budgetLeft', 'told', 'stagnation', 'recent/failed', 'recent/gain']
const PER_MEMBER = ['recent/share', 'gained', 'rank', 'failed', 'last']
const widthOf = (members: number): number => GENERAL.length + members * PER_MEMBER.length

/** Names of the features, in order. */
export const featureNames = (members: readonly string[]): readonly string[] => [
  ...GENERAL,
  ...members.flatMap(member => PER_MEMBER.map(name => `${member}/${name}`)),
]

/** What a trial is worth to a policy: its gain, times the part of the budget that is left to profit from it. So an episode's rewards add up to an area under the curve of the best. */
export const worthOf = ({ gain }: Change, budgetLeft: number): number => gain * budgetLeft
