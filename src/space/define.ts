import { orThrow } from '../core/index.js'
import type { ConfigFrom, Parameters, SpaceOptions } from './constraints.js'
import { makeSpace } from './make.js'
import type { Space } from './space.js'

/**
 * A space from parameters, constraints (`where`) and conditions (`when`). Throws a ParetuneError (InvalidSpace,
 * InvalidConstraint, EmptySpace) that names what is wrong.
 *
 * ```ts
 * const space = defineSpace(
 *   { backend: choice('cpu', 'wasm'), batch: integer(1, 256, { scale: 'log' }), tile: ordinal(8, 16, 32), simd: flag() },
 *   {
 *     where: [on(['batch', 'tile'], c => c.batch * c.tile <= 4096, { name: 'fits' }), 'batch % 2 == 0 or tile == 8'],
 *     when: { simd: c => c.backend === 'wasm' },
 *   },
 * )
 * ```
 */
export const defineSpace = <const P extends Parameters, K extends keyof P & string = never>(
  parameters: P,
  options: SpaceOptions<P, K> = {},
): Space<ConfigFrom<P, K>> => orThrow(makeSpace(parameters, options))
