import { pathToFileURL } from 'node:url'
import { messageOf } from '../core/index.js'
import { invalid } from './invalid.js'

/** What somebody's module exports under a name. Throws InvalidExperiment. */
export const exportOf = async (file: string, name: string, place: string): Promise<unknown> => {
  let loaded: Readonly<Record<string, unknown>>
  try {
    loaded = await import(pathToFileURL(file).href)
  } catch (thrown) {
    throw invalid(place, 'a module that can be imported', `${file}: ${messageOf(thrown)}`)
  }
  if (name in loaded) return loaded[name]
  throw invalid(place, `an export \`${name}\` of ${file}`, Object.keys(loaded).join(', ') || 'none')
}
