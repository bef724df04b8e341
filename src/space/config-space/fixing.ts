import type { Config, Value } from '../../core/index.js'
import type { Declared } from './declared.js'
import { expected } from './malformed.js'
import { type Look, namesIn, OPEN, type Rule, verdict } from './rules.js'

/** A file's parameters once some have their values: what is left to choose. */
export interface Fixing {
  /** Parameters to be chosen, each after those that its condition reads. */
  readonly kept: readonly string[]
  /** The condition of one of them; undefined where it is active whatever is chosen. */
  conditionOf(name: string): Rule | undefined
  /** Sees what holds for all configurations, and all else as open. */
  readonly inGeneral: Look
  /** Sees the values of one configuration, and what is given beside it. */
  inside(config: Partial<Config>): Look
  /** The kept parameters that a rule depends on. */
  readsOf(rule: Rule): readonly string[]
}

/**
 * @param rules the condition of each child
 * @param given values that are not chosen; they are there where their parameter is active
 * @param without parameters that are never active
 * Throws Malformed.
 */
export const fixing = (
  declared: ReadonlyMap<string, Declared>,
  rules: ReadonlyMap<string, Rule>,
  given: ReadonlyMap<string, Value>,
  without: readonly string[],
): Fixing => {
  /** Undefined where it depends on what is chosen. */
  const activity = new Map<string, boolean | undefined>()
  const inGeneral: Look = name => {
    const isActive = activity.get(name)
    if (isActive === false) return undefined
    return (isActive && given.get(name)) ?? OPEN
  }
  for (const name of parentsFirst([...declared.keys()], rules)) {
    const rule = rules.get(name)
    activity.set(name, !without.includes(name) && (rule === undefined || verdict(rule, inGeneral)))
  }
  const kept = new Set([...activity.keys()].filter(name => activity.get(name) !== false && !given.has(name)))
  const readsOf = (rule: Rule): readonly string[] =>
    namesIn(rule).flatMap(name => {
      const own = given.has(name) ? rules.get(name) : undefined
      return kept.has(name) ? [name] : own === undefined ? [] : readsOf(own)
    })
  return {
    kept: [...kept],
    conditionOf: name => (activity.get(name) === true ? undefined : rules.get(name)),
    inGeneral,
    inside: config => {
      const look: Look = name => {
        if (kept.has(name)) return config[name]
        if (activity.get(name) === false) return undefined
        const rule = rules.get(name)
        return rule === undefined || verdict(rule, look) ? given.get(name) : undefined
      }
      return look
    },
    readsOf,
  }
}

/** Names in their order, but each after those that its condition reads. Throws Malformed. */
const parentsFirst = (names: readonly string[], rules: ReadonlyMap<string, Rule>): readonly string[] => {
  const placed = new Set<string>()
  const place = (name: string, children: readonly string[]): void => {
    if (placed.has(name)) return
    if (children.includes(name)) expected('conditions without a circle', '`conditions`', [...children, name])
    const rule = rules.get(name)
    for (const parent of rule === undefined ? [] : namesIn(rule)) place(parent, [...children, name])
    placed.add(name)
  }
  for (const name of names) place(name, [])
  return [...placed]
}
