import { fault, ParetuneError, type Rng } from '../core/index.js'
import { type Component, isFree } from './components.js'
import type { Axis, Row } from './constraints.js'
import type { Diagram } from './diagram.js'
import type { Domain } from './domain.js'
import type { Model } from './model.js'
import { countOf, pathAt } from './paths.js'
import { holdAll } from './rows.js'

const MAX_DRAWS = 100_000

/**
 * Draws one component into `row`. Where its solutions are known they are drawn from uniformly, and its real parameters
 * uniformly in their scale, again until the rules between them hold. Otherwise each parameter is drawn alone in declared order,
 * again until all rules hold: then a configuration with inactive parameters is as likely as all that share its active ones.
 *
 * So it is in any case where conditions alone tie a component together and the space has infinitely many configurations: to count those of its
 * finite part would leave a choice between learners to the one with the most whole numbers among its parameters.
 */
export const drawComponent = (
  model: Model,
  component: Component,
  diagram: Diagram | undefined,
  rng: Rng,
  row: Row,
): void => {
  const draw = (p: number): void => {
    const condition = model.conditions[p]
    const domain = model.domains[p] as Domain
    if (condition !== undefined && !condition.holds(row)) row[p] = undefined
    // All configurations of a finite space are equally likely; there is no such thing in an infinite one.
    else if (model.isFinite) row[p] = domain.valueAt(rng.integer(0, domain.size - 1))
    else row[p] = domain.valueOf(rng.next())
  }
  if (isFree(component)) {
    draw(component.parameters[0] as number)
    return
  }

  const { reals, rules, mixed } = component
  const isAlone = diagram === undefined || (component.isConditional && !model.isFinite)
  for (let draws = 0; draws < MAX_DRAWS; draws++) {
    if (isAlone) {
      for (const p of component.parameters) draw(p)
      if (holdAll(rules, row) && holdAll(mixed, row)) return
    } else {
      drawPath(diagram, rng, row)
      for (const p of reals) draw(p)
      if (holdAll(mixed, row)) return
    }
  }
  const names = component.parameters.map(p => `\`${model.names[p]}\``).join(', ')
  throw new ParetuneError(
    fault('EmptySpace', `expected a valid configuration within ${MAX_DRAWS} draws of ${names}, got none`),
  )
}

/** Each solution is as likely as any other. One number has 32 random bits: not enough to choose among very many. */
const drawPath = (diagram: Diagram, rng: Rng, row: Row): void => {
  const { axes } = diagram
  const count = countOf(diagram)
  const part = count < 1 << 24 ? rng.next() : rng.next() + rng.next() / 2 ** 32
  pathAt(diagram, Math.min(Math.floor(part * count), count - 1), path)
  for (let d = 0; d < axes.length; d++) {
    const { parameter, values } = axes[d] as Axis
    row[parameter] = values[path[d] as number]
  }
}

const path: number[] = []
