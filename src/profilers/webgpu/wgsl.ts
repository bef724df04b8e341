import { show } from '../../core/index.js'
import { ProfileError } from '../failure.js'

// What of a shader in WGSL has to be known beside its compiler.

/** An override as it is declared. */
interface Override {
  /** What pipelines call it: its `@id`, or else its name. */
  readonly key: string
  readonly type: string | undefined
  readonly initial: string | undefined
}

/** The overrides of a source, by name. */
export const overridesOf = (source: string): ReadonlyMap<string, Override> => {
  const declaration = /(?:@id\s*\(\s*(\d+)\s*\)\s*)?\boverride\s+(\w+)(?:\s*:\s*(\w+))?(?:\s*=\s*([^;]+))?\s*;/g
  const found = withoutComments(source).matchAll(declaration)
  return new Map(
    [...found].map(({ 1: id, 2: name = '', 3: type, 4: initial }) => [name, { key: id ?? name, type, initial }]),
  )
}

/** The constants of a pipeline: those of the values that the source declares as overrides. */
export const constantsOf = (
  overrides: ReadonlyMap<string, Override>,
  values: Readonly<Record<string, string | number | boolean>>,
): Record<string, number> => {
  const constants: Record<string, number> = {}
  for (const [name, value] of Object.entries(values)) {
    const override = overrides.get(name)
    if (override === undefined) continue
    const { key, type } = override
    const isWhole = type === 'u32' || type === 'i32'
    // Dawn would cut off the fraction without a word.
    const fits = typeof value === 'boolean' || (isWhole ? Number.isInteger(value) : Number.isFinite(value))
    if (fits) constants[key] = Number(value)
    else {
      const expected = isWhole ? 'a whole number' : 'a number, true or false'
      throw new ProfileError('CompileFailed', `expected ${expected} for \`override ${name}\`, got ${show(value)}`)
    }
  }
  return constants
}

/** The `@workgroup_size` of an entry point along each axis; undefined where it takes more than reading to know it. */
export const workgroupSizeOf = (
  source: string,
  entry: string,
  constants: Readonly<Record<string, number>>,
): readonly (number | undefined)[] => {
  const overrides = overridesOf(source)
  const attributes = new RegExp(`((?:@\\w+\\s*(?:\\([^@]*\\)\\s*)?)+)fn\\s+${entry}\\b`)
  const [, before = ''] = attributes.exec(withoutComments(source)) ?? []
  const [, list = ''] = /@workgroup_size\s*\(([^@()]*)\)/.exec(before) ?? []
  const sizes = list.split(',').map(size => size.trim())
  return [0, 1, 2].map(axis => {
    const size = sizes[axis] || (list === '' ? '' : '1')
    const override = overrides.get(size)
    return override === undefined ? literal(size) : (constants[override.key] ?? literal(override.initial?.trim() ?? ''))
  })
}

const literal = (text: string): number | undefined => (/^\d+[iu]?$/.test(text) ? Number.parseInt(text, 10) : undefined)

const withoutComments = (source: string): string => source.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, ' ')
