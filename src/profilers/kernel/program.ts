import { type Config, fault, ParetuneError, show } from '../../core/index.js'
import type { KernelDefinition } from './definition.js'
import type { KernelProgram } from './device.js'

/** The source of a configuration, and what it finds defined. Throws a ParetuneError `InvalidProfiler` where the definition gives no such. */
export const programOf = <C extends Config>(definition: KernelDefinition<C>, config: C): KernelProgram => {
  const { source, entry, constants, defines, options } = definition
  const text: unknown = typeof source === 'function' ? source(config) : source
  if (typeof text !== 'string' || text === '') throw invalid('`source` to be or return a text', text)
  if (typeof entry !== 'string' || entry === '') throw invalid('`entry` to be the name of the kernel', entry)
  const defined = { ...constants, ...(defines?.(config) ?? config) }
  for (const [name, value] of Object.entries<unknown>(defined)) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw invalid(`a text, a number, true or false to define \`${name}\` as`, value)
    }
  }
  const given: unknown = options?.(config) ?? []
  if (!Array.isArray(given) || given.some(option => typeof option !== 'string')) {
    throw invalid('`options` to return an array of texts', given)
  }
  return { source: text, entry, defines: defined, options: given }
}

/** What every configuration needs alike. Throws a ParetuneError `InvalidProfiler`. */
export const checkDefinition = <C extends Config>({ workgroup, grid, inputSets = 1 }: KernelDefinition<C>): void => {
  for (const [place, axes] of Object.entries({ workgroup, grid })) {
    if (!Array.isArray(axes) || axes.length < 1 || axes.length > 3) throw invalid(`1 to 3 axes as \`${place}\``, axes)
    const odd = axes.find(axis => !['number', 'string', 'function'].includes(typeof axis))
    if (odd !== undefined) throw invalid(`numbers, expressions and functions as \`${place}\``, odd)
  }
  if (!Number.isSafeInteger(inputSets) || inputSets < 1) {
    throw invalid('`inputSets` to be a whole number, 1 or more', inputSets)
  }
}

const invalid = (expected: string, got: unknown): ParetuneError =>
  new ParetuneError(fault('InvalidProfiler', `expected ${expected}, got ${show(got)}`))
