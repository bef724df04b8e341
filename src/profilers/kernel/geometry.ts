import { isLeft } from '../../core/fp.js'
import { type Config, fault, ParetuneError, show } from '../../core/index.js'
import { compileValue } from '../../space/index.js'
import { ProfileError } from '../failure.js'
import type { Expression, KernelDefinition } from './definition.js'
import type { Extent, WorkgroupLimits } from './device.js'

/** How a configuration is launched. */
export interface Geometry {
  readonly grid: Extent
  readonly workgroup: Extent
  readonly sharedBytes: number
}

const AXES = ['x', 'y', 'z'] as const
const ANY: Extent = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]

/**
 * Works out grid and workgroup of a configuration.
 * @throws ProfileError `RunFailed` where the device cannot launch them; ParetuneError `InvalidProfiler` for an expression that no
 *   configuration could give a value (its syntax, a name that there is not).
 */
export const geometryOf = <C extends Config>(
  { workgroup, grid, sharedBytes = 0, constants = {} }: KernelDefinition<C>,
  config: C,
  limits: WorkgroupLimits,
): Geometry => {
  const twice = Object.keys(constants).find(name => Object.hasOwn(config, name))
  if (twice !== undefined) throw invalid(`expected constants named unlike the parameters, got \`${twice}\` in both`)
  const value = { config, constants }
  const extent = extentOf('workgroup', workgroup, value, limits.size)
  const items = extent[0] * extent[1] * extent[2]
  if (items > limits.items) {
    throw cannotLaunch(
      `expected a workgroup of at most ${limits.items} work items, got ${items} (${extent.join(' x ')})`,
    )
  }
  return {
    workgroup: extent,
    grid: extentOf('grid', grid, value, ANY),
    sharedBytes: wholeNumber('sharedBytes', sharedBytes, value, 0, limits.sharedBytes),
  }
}

interface Values<C> {
  readonly config: C
  readonly constants: Readonly<Record<string, number>>
}

const extentOf = <C extends Config>(
  what: string,
  axes: readonly Expression<C>[],
  values: Values<C>,
  most: Extent,
): Extent => {
  const axis = (index: 0 | 1 | 2): number =>
    wholeNumber(`${what} axis ${AXES[index]}`, axes[index] ?? 1, values, 1, most[index])
  return [axis(0), axis(1), axis(2)]
}

const wholeNumber = <C extends Config>(
  place: string,
  expression: Expression<C>,
  values: Values<C>,
  least: number,
  most: number,
): number => {
  const value = evaluate(place, expression, values)
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`
  throw cannotLaunch(`expected ${place} to be a whole number ${range}, got ${show(value)}${origin(expression)}`)
}

const evaluate = <C extends Config>(
  place: string,
  expression: Expression<C>,
  { config, constants }: Values<C>,
): unknown => {
  if (typeof expression === 'function') return expression(config)
  if (typeof expression === 'number') return expression
  const values = { ...constants, ...config }
  const compiled = compileValue(expression, Object.keys(values))
  if (isLeft(compiled)) throw invalid(`${place}: ${compiled.left.message}`)
  const value = compiled.right(values)
  if (isLeft(value)) throw cannotLaunch(`${place}: ${value.left.message}`)
  return value.right
}

const origin = (expression: Expression<never>): string =>
  typeof expression === 'string' ? ` from '${expression}'` : typeof expression === 'function' ? ' from a function' : ''

const cannotLaunch = (message: string): ProfileError => new ProfileError('RunFailed', message)

const invalid = (message: string): ParetuneError => new ParetuneError(fault('InvalidProfiler', message))
