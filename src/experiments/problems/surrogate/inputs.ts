import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, fault, messageOf, orThrow, ParetuneError, show } from '../../../core/index.js'
import { type ConfigSpaceInput, readConfigSpace } from '../../../space/index.js'
import type { Space } from '../../../space/space.js'
import type { SurrogateScenario } from './scenarios.js'

/** What a folder tells of a surrogate's inputs. */
export interface Inputs {
  /** The space of `config_space.json`. */
  readonly space: Space
  /** The same with hyperparameters that are fixed. */
  fix(fixed: Config): ConfigSpaceInput
  /** A configuration with all its fixed values as the network takes it. What is inactive is `#na#` or 0, as it was in training. */
  encode(config: Config): { readonly codes: Int32Array; readonly numbers: Float32Array }
}

/** The code of an inactive choice. */
const INACTIVE = '#na#'

/** Reads `config_space.json` and `encoding.json`. Throws ParetuneError: InvalidSpace, InvalidProfiler. */
export const readInputs = async (folder: string, { numbers, choices }: SurrogateScenario): Promise<Inputs> => {
  const [declared, encoding] = await Promise.all([
    readJson(folder, 'config_space.json'),
    readJson(folder, 'encoding.json'),
  ])
  const { space } = orThrow(readConfigSpace(declared))
  const missing = [...choices, ...numbers].find(name => space.parameters[name] === undefined)
  if (missing !== undefined)
    throw invalid(`expected the hyperparameter \`${missing}\` in ${join(folder, 'config_space.json')}, got none`)
  const codesBy = choices.map(name => {
    const parameter = space.parameters[name]
    const values = parameter !== undefined && 'values' in parameter ? parameter.values : [false, true]
    const codes = new Map(Object.entries((encoding as Readonly<Record<string, object>>)[name] ?? {}))
    const unknown = values.find(value => typeof codes.get(String(value)) !== 'number')
    if (unknown === undefined) return codes as ReadonlyMap<string, number>
    throw invalid(`expected a code for ${show(unknown)} of \`${name}\` in ${join(folder, 'encoding.json')}, got none`)
  })
  return {
    space,
    fix: fixed => orThrow(readConfigSpace(declared, { fixed })),
    encode: config => ({
      codes: Int32Array.from(choices, (name, i) => codesBy[i]?.get(String(config[name] ?? INACTIVE)) ?? 0),
      numbers: Float32Array.from(numbers, name => Number(config[name] ?? 0)),
    }),
  }
}

const readJson = async (folder: string, name: string): Promise<unknown> => {
  const file = join(folder, name)
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw invalid(`expected JSON in ${file}, got: ${messageOf(cause)}`, cause)
  }
}

const invalid = (message: string, cause?: unknown): ParetuneError =>
  new ParetuneError(fault('InvalidProfiler', message, { cause }))
