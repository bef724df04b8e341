import { type Ruling, ruleOn } from './automaton.js'
import { type Component, componentsOf, isFree } from './components.js'
import type { Axis } from './constraints.js'
import { type Diagram, makeDiagram } from './diagram.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import { countOf } from './paths.js'

/** The components of a model and their solutions, worked out when first asked for and then kept. */
export interface Solving {
  readonly components: readonly Component[]
  /** Solutions over a component's finite parameters and rules; undefined for a free component, and where it is too large. */
  diagramOf(component: Component): Diagram | undefined
  /** Solutions over all parameters, which must be finite; undefined where they are too many. */
  diagramOfAll(): Diagram | undefined
  /** Names of the fewest constraints that together leave a component without a solution; undefined where it has one, or may have. */
  conflictOf(component: Component): readonly string[] | undefined
}

/** A parameter that rules speak of is not spelt out beyond this many values. */
const MAX_VALUES = 1 << 20
/** Edges of the diagram of a component, which is made whenever there are rules, and of the whole space, made to enumerate it. */
const MAX_EDGES = 1 << 22
const MAX_ALL_EDGES = 1 << 25

export const makeSolving = (model: Model): Solving => {
  const components = componentsOf(model)
  const axes = new Map<number, Axis>()
  const rulings = new Map<Component, Ruling>()
  const diagrams = new Map<Component, Diagram | undefined>()

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
  const diagramOf = (component: Component): Diagram | undefined => {
    if (!diagrams.has(component) && !isFree(component) && isSmall(component.finite)) {
      diagrams.set(component, makeDiagram(component.finite.map(axisOf), rulingOf(component), MAX_EDGES))
    }
    return diagrams.get(component)
  }

  return {
    components,
    diagramOf,
    diagramOfAll: () => {
      const parameters = [...model.names.keys()]
      if (!isSmall(parameters)) return undefined
      const rulings = components.map(rulingOf)
      const automata = rulings.flatMap(ruling => ruling.automata)
      const tests = rulings.flatMap(ruling => ruling.tests)
      return makeDiagram(parameters.map(axisOf), { automata, tests }, MAX_ALL_EDGES)
    },
    conflictOf: component => {
      const isEmpty = (diagram: Diagram | undefined): boolean => diagram !== undefined && countOf(diagram) === 0
      if (!isEmpty(diagramOf(component))) return undefined
      // Leaves out one constraint after the other, for good where there is still no solution without it.
      let rules = component.rules
      const names = new Set(model.constraints.filter(rule => rules.includes(rule)).map(({ name }) => name))
      for (const name of names) {
        const fewer = rules.filter(rule => rule.name !== name)
        if (!isEmpty(makeDiagram(component.finite.map(axisOf), ruleOn(fewer, sizeOf, axisOf), MAX_EDGES))) continue
        rules = fewer
        names.delete(name)
      }
      return [...names]
    },
  }
}
