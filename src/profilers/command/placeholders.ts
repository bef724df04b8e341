import { type Config, fault, ParetuneError, type Value } from '../../core/index.js'

const PLACEHOLDER = /\{(\w+)(\?)?\}/g

/** Values by name, as text in place of their placeholders; `used` learns which names were asked for. */
export interface Filler {
  /** Undefined where the text names an optional parameter that is inactive. */
  fill(text: string): string | undefined
  readonly used: ReadonlySet<string>
}

/**
 * Fills in values of a configuration, and others besides; a parameter goes before another value of its name.
 * @throws ParetuneError `InvalidProfiler` for a placeholder that names neither
 */
export const fillerOf = (config: Config, others: Readonly<Record<string, Value>>): Filler => {
  const values: Readonly<Record<string, Value | undefined>> = { ...others, ...config }
  const used = new Set<string>()
  const lookUp = (name: string, isOptional: boolean, text: string): Value | undefined => {
    used.add(name)
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined && !isOptional) throw unknownPlaceholder(name, text, Object.keys(values))
    return value
  }
  const fill = (text: string): string | undefined => {
    let isActive = true
    const filled = text.replace(PLACEHOLDER, (_whole, name: string, mark: string | undefined) => {
      const value = lookUp(name, mark !== undefined, text)
      isActive &&= value !== undefined
      return String(value)
    })
    return isActive ? filled : undefined
  }
  return { fill, used }
}

const unknownPlaceholder = (name: string, text: string, names: readonly string[]): ParetuneError => {
  const message =
    `expected one of ${names.join(', ')} in the placeholder {${name}} of ${JSON.stringify(text)}, got ${name} ` +
    `(a parameter that may be inactive is written {${name}?})`
  return new ParetuneError(fault('InvalidProfiler', message))
}
