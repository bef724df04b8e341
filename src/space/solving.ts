import { type Component, componentsOf, isFree } from './components.js'
import type { Axis } from './constraints.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import { type Solutions, solve, solveFirst } from './solver.js'
import { type Ruling, ruleOn } from './tables.js'

/** The components of a model and their solutions, worked out when first asked for and then kept. */
export interface Solving {
  readonly components: readonly Component[]
  /** Solutions over a component's finite parameters and rules; undefined for a free component, and where they are too many. */
  solutionsOf(component: Component): Solutions | undefined
  /** Solutions over all parameters, which must be finite; undefined where they are too many. */
  solveAll(): Solutions | undefined
  /** Whether the finite part of a component has a solution with the given indices of values; 'unknown' where that is too hard. */
  isSolvable(component: Component, pinned: ReadonlyMap<number, number>): boolean | 'unknown'
  /** Names of the fewest constraints that together leave a component without a solution; undefined where it has one, or may have. */
  conflictOf(component: Component): readonly string[] | undefined
}

/** A parameter that rules speak of is not spelt out beyond this many values. */
const MAX_VALUES = 1 << 20
/** Partial solutions kept for a component, and for the whole space. */
const MAX_COMPONENT_ROWS = 1 << 22
export const MAX_ROWS = 1 << 25
const MAX_STEPS = 200_000

export const makeSolving = (model: Model): Solving => {
  const components = componentsOf(model)
  const axes = new Map<number, Axis>()
  const rulings = new Map<Component, Ruling>()
  const solutions = new Map<Component, Solutions | undefined>()

  const sizeOf = (parameter: number): number =>
    (model.domains[parameter] as Domain).size + (model.conditions[parameter] === undefined ? 0 : 1)
  const axisOf = (parameter: number): Axis => {
    const known = axes.get(parameter)
    if (known !== undefined) return known
    const domain = model.domains[parameter] as Domain
    const values = Array.from({ length: sizeOf(parameter) }, (_, i) =>
      i < domain.size ? domain.valueAt(i) : undefined,
    )
    const axis = { parameter, values }
    axes.set(parameter, axis)
    return axis
  }
  const rulingOf = (component: Component): Ruling => {
    const known = rulings.get(component)
    if (known !== undefined) return known
    const ruling = ruleOn(component.rules, sizeOf, axisOf)
    rulings.set(component, ruling)
    return ruling
  }
  const isSmall = (parameters: readonly number[]): boolean => parameters.every(p => sizeOf(p) <= MAX_VALUES)

  return {
    components,
    solutionsOf: component => {
      if (!solutions.has(component) && !isFree(component) && isSmall(component.finite)) {
        solutions.set(component, solve(component.finite.map(axisOf), rulingOf(component), MAX_COMPONENT_ROWS))
      }
      return solutions.get(component)
    },
    solveAll: () => {
      const parameters = [...model.names.keys()]
      if (!isSmall(parameters)) return undefined
      const rulings = components.map(rulingOf)
      const ruling = { tables: rulings.flatMap(({ tables }) => tables), tests: rulings.flatMap(({ tests }) => tests) }
      return solve(parameters.map(axisOf), ruling, MAX_ROWS)
    },
    isSolvable: (component, pinned) => {
      if (!isSmall(component.finite)) return 'unknown'
      return solveFirst(component.finite.map(axisOf), rulingOf(component), pinned, MAX_STEPS)
    },
    conflictOf: component => {
      if (!isSmall(component.finite)) return undefined
      const isEmpty = (ruling: Ruling): boolean =>
        solveFirst(component.finite.map(axisOf), ruling, new Map(), MAX_STEPS) === false
      if (!isEmpty(rulingOf(component))) return undefined
      // Leaves out one constraint after the other, for good where there is still no solution without it.
      let rules = component.rules
      const names = new Set(model.constraints.filter(rule => rules.includes(rule)).map(({ name }) => name))
      for (const name of names) {
        const fewer = rules.filter(rule => rule.name !== name)
        if (!isEmpty(ruleOn(fewer, sizeOf, axisOf))) continue
        rules = fewer
        names.delete(name)
      }
      return [...names]
    },
  }
}
