import type { Value } from '../../core/index.js'
import { type Domain, domainsOf, type Space } from '../../space/index.js'

/**
 * How a parameter enters the estimators: an ordered one as a number in [0, 1], at the centre of the cell of its value where it is
 * discrete; an unordered one as the number of its alternative.
 */
export interface Axis {
  readonly name: string
  readonly kind: 'continuous' | 'cells' | 'alternatives'
  /** Values; Infinity for a continuous one. */
  readonly size: number
  coordinateOf(value: Value): number
  valueOf(coordinate: number): Value
  /** The coordinate of the value whose cell a number in [0, 1] lies in. */
  snap(x: number): number
  /** Bounds of the cell around a coordinate; [x, x] where it is continuous. */
  cellAt(coordinate: number): readonly [low: number, high: number]
}

export const axesOf = (space: Space): readonly Axis[] => domainsOf(space).map(axisOf)

const axisOf = (domain: Domain): Axis => {
  const { name, size, ordered, parameter } = domain
  if (size === Number.POSITIVE_INFINITY) {
    return {
      name,
      kind: 'continuous',
      size,
      coordinateOf: domain.positionOf,
      valueOf: domain.valueNear,
      snap: x => x,
      cellAt: x => [x, x],
    }
  }
  if (!ordered) {
    return {
      name,
      kind: 'alternatives',
      size,
      coordinateOf: domain.indexOf,
      valueOf: domain.valueAt,
      snap: x => x,
      cellAt: x => [x, x],
    }
  }
  const isLog = 'scale' in parameter && parameter.scale === 'log' && size > 1
  const { edge, centre, indexAt } = isLog ? logarithmicCells(domain) : equalCells(size)
  return {
    name,
    kind: 'cells',
    size,
    coordinateOf: value => centre(domain.indexOf(value)),
    valueOf: coordinate => domain.valueAt(indexAt(coordinate)),
    snap: x => centre(indexAt(x)),
    cellAt: coordinate => {
      const index = indexAt(coordinate)
      return [edge(index), edge(index + 1)]
    },
  }
}

interface Cells {
  /** Lower bound of a cell; of `size` cells the last one ends at edge(size). */
  edge(index: number): number
  centre(index: number): number
  indexAt(x: number): number
}

const equalCells = (size: number): Cells => ({
  edge: index => index / size,
  centre: index => (index + 0.5) / size,
  indexAt: x => Math.max(0, Math.min(size - 1, Math.floor(x * size))),
})

/** Cells meet half way between their values; the first and the last one reach as far out as in, on the logarithmic scale. */
const logarithmicCells = ({ size, valueAt }: Domain): Cells => {
  const value = (index: number): number => valueAt(index) as number
  const between = (index: number): number => Math.log((value(index - 1) + value(index)) / 2)
  const low = 2 * Math.log(value(0)) - between(1)
  const span = 2 * Math.log(value(size - 1)) - between(size - 1) - low
  const step = (value(size - 1) - value(0)) / (size - 1)
  return {
    edge: index => (index === 0 ? 0 : index === size ? 1 : (between(index) - low) / span),
    centre: index => (Math.log(value(index)) - low) / span,
    indexAt: x => Math.max(0, Math.min(size - 1, Math.round((Math.exp(low + x * span) - value(0)) / step))),
  }
}
