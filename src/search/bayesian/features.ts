import type { Config, Value } from '../../core/index.js'
import { type Domain, domainsOf, type Space } from '../../space/index.js'

/** What trees see of a configuration. */
export interface Features {
  readonly dimension: number
  pointOf(config: Config): Float64Array
}

/** Sizes up to which their products in pairs are features: 45 of them. */
const maxSizes = 10

/**
 * The place of each ordered parameter in its scale, a flag for each alternative of an unordered one, and the logarithm of the product of
 * each two numeric parameters of at least three positive values: threads of a block and elements of a tile are such products, and a tree that
 * sees each factor alone takes many splits to follow one. What is inactive is below all values.
 */
export const featuresOf = (space: Space): Features => {
  const domains = domainsOf(space).filter(({ size }) => size > 1)
  const sizes = domains.filter(isSize)
  const factors = sizes.length <= maxSizes ? sizes : []
  const widths = domains.map(({ parameter, size }) => (parameter.kind === 'choice' ? size : 1))
  const plain = widths.reduce((sum, width) => sum + width, 0)
  const dimension = plain + (factors.length * (factors.length - 1)) / 2
  const logs = new Float64Array(factors.length)
  return {
    dimension,
    pointOf: config => {
      const point = new Float64Array(dimension)
      let slot = 0
      for (const [d, domain] of domains.entries()) {
        const value = config[domain.name]
        if (domain.parameter.kind === 'choice') {
          if (value !== undefined) point[slot + domain.indexOf(value)] = 1
        } else point[slot] = value === undefined ? -1 : domain.positionOf(value)
        slot += widths[d] as number
      }
      for (const [f, { name }] of factors.entries()) {
        const value = config[name]
        logs[f] = value === undefined ? Number.NEGATIVE_INFINITY : Math.log(value as number)
      }
      for (let a = 1; a < factors.length; a++)
        for (let b = 0; b < a; b++)
          point[slot++] = Math.max((logs[a] as number) + (logs[b] as number), -Number.MAX_VALUE)
      return point
    },
  }
}

/** Whether all its values are positive numbers, three at least. */
const isSize = ({ parameter, size }: Domain): boolean => {
  if (size < 3) return false
  switch (parameter.kind) {
    case 'real':
    case 'integer':
      return parameter.low > 0
    case 'ordinal':
      return parameter.values.every((value: Value) => typeof value === 'number' && value > 0)
    default:
      return false
  }
}
