import { checkWithin } from '../checks.js'
import type { VariationOptions } from './variation.js'

/** Throws InvalidAgent for a chance outside [0, 1] or an eta below 0. */
export const checkVariation = (
  owner: string,
  groups: { readonly [Group in keyof VariationOptions]: Partial<VariationOptions[Group]> },
): void => {
  for (const [group, options] of Object.entries(groups)) {
    for (const [name, value] of Object.entries(options)) {
      checkWithin(owner, `${group}.${name}`, value, 0, name === 'eta' ? Number.MAX_VALUE : 1)
    }
  }
}
