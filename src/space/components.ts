import type { Predicate } from './constraints.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'

/**
 * Parameters that rules tie together. A space is the product of its components: what is chosen in one does not limit another,
 * so that counting, sampling and masking need the solutions of each component only, never those of the whole space.
 */
export interface Component {
  /** Indices of its parameters, in declared order: those with finitely many values, and the others. */
  readonly parameters: readonly number[]
  readonly finite: readonly number[]
  readonly reals: readonly number[]
  /** Rules over finite parameters alone, and rules that a real parameter takes part in. */
  readonly rules: readonly Predicate[]
  readonly mixed: readonly Predicate[]
  /** Its rules are conditions, and no constraint is among them. */
  readonly isConditional: boolean
}

export const componentsOf = (model: Model): readonly Component[] => {
  const rules = [
    ...model.constraints,
    ...model.conditions.flatMap((condition, p) => (condition ? [activity(condition, p)] : [])),
  ]
  const group = model.names.map((_, p) => p)
  const rootOf = (p: number): number => {
    let root = p
    while (group[root] !== root) root = group[root] as number
    return root
  }
  for (const { parameters } of rules) {
    const roots = parameters.map(rootOf)
    const root = Math.min(...roots)
    for (const other of roots) group[other] = root
  }
  const isReal = (p: number): boolean => (model.domains[p] as Domain).size === Number.POSITIVE_INFINITY
  return model.names.flatMap((_, root) => {
    if (group[root] !== root) return []
    const parameters = model.names.flatMap((_, p) => (rootOf(p) === root ? [p] : []))
    const own = rules.filter(rule => rule.parameters.length > 0 && rootOf(rule.parameters[0] as number) === root)
    return [
      {
        parameters,
        finite: parameters.filter(p => !isReal(p)),
        reals: parameters.filter(isReal),
        rules: own.filter(rule => !rule.parameters.some(isReal)),
        mixed: own.filter(rule => rule.parameters.some(isReal)),
        isConditional: !own.some(rule => model.constraints.includes(rule)),
      },
    ]
  })
}

/** A condition as a rule over the parameter that it switches, too: active exactly where the condition holds. */
const activity = (condition: Predicate, parameter: number): Predicate => ({
  name: condition.name,
  parameters: [...condition.parameters, parameter],
  holds: row => condition.holds(row) === (row[parameter] !== undefined),
})

/** Whether a component is one parameter that no rule speaks of. */
export const isFree = (component: Component): boolean => component.rules.length + component.mixed.length === 0
