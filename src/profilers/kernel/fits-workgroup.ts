import { fault, ParetuneError, show } from '../../core/index.js'
import type { WorkgroupLimits } from './device.js'

/** The shape of a workgroup, by the expressions that the kernel's definition has. */
export interface WorkgroupShape {
  readonly workgroup: readonly (number | string)[]
  readonly sharedBytes?: number | string
  /** Names in the expressions that are no parameters. */
  readonly constants?: Readonly<Record<string, number>>
}

/**
 * Constraints that keep a space to workgroups that a device can launch.
 *
 * @example
 * const shape = { workgroup: ['block_x', 'block_y'] }
 * const space = defineSpace(
 *   { block_x: ordinal(8, 16, 32, 64), block_y: ordinal(8, 16, 32, 64) },
 *   { where: fitsWorkgroup(await webgpuLimits(), shape) },
 * )
 */
export const fitsWorkgroup = (
  limits: WorkgroupLimits,
  { workgroup, sharedBytes, constants = {} }: WorkgroupShape,
): readonly string[] => {
  const text = (expression: number | string): string => {
    if (typeof expression === 'number' || typeof expression === 'string') return inlined(String(expression), constants)
    throw invalid(
      `expected a number or an expression, got ${show(expression)}: a constraint from a function takes on([...], ...)`,
    )
  }
  if (workgroup.length < 1 || workgroup.length > 3) throw invalid(`expected 1 to 3 axes, got ${show(workgroup)}`)
  const axes = workgroup.map(axis => `(${text(axis)})`)
  return [
    ...axes.map((axis, index) => `1 <= ${axis} <= ${limits.size[index]}`),
    `${axes.join(' * ')} <= ${limits.items}`,
    ...(sharedBytes === undefined ? [] : [`(${text(sharedBytes)}) <= ${limits.sharedBytes}`]),
  ]
}

/** The expression with constants in place of their names; texts in quotes stay as they are. */
const inlined = (expression: string, constants: Readonly<Record<string, number>>): string =>
  expression.replaceAll(/"[^"]*"|'[^']*'|\b[A-Za-z_]\w*/g, word =>
    Object.hasOwn(constants, word) ? `(${constants[word]})` : word,
  )

const invalid = (message: string): ParetuneError => new ParetuneError(fault('InvalidProfiler', message))
