import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { globSync } from 'tinyglobby'
import { fault, messageOf, ParetuneError, show } from '../core/index.js'
import { suggestion } from '../space/index.js'

/** A JSON file that says what is to be done, read field by field; each error names the file and the field. */
export class Spec {
  readonly #place: string
  /** Where the file lies: what paths in it are relative to. */
  readonly folder: string
  readonly fields: Readonly<Record<string, unknown>>

  /** Throws InvalidStudy for what is no JSON object, and for fields other than those known, where these are given. */
  static read(file: string, known?: readonly string[]): Spec {
    let fields: unknown
    try {
      fields = JSON.parse(readFileSync(file, 'utf8'))
    } catch (thrown) {
      throw new ParetuneError(fault('InvalidStudy', `expected a JSON file, got ${file}: ${messageOf(thrown)}`))
    }
    return new Spec(file, dirname(resolve(file)), fields, known)
  }

  private constructor(place: string, folder: string, fields: unknown, known?: readonly string[]) {
    this.#place = place
    this.folder = folder
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) throw this.#invalid('an object', fields)
    this.fields = fields as Record<string, unknown>
    for (const name of Object.keys(fields))
      if (known && !known.includes(name))
        throw this.#invalid('a known field', `\`${name}\`${suggestion(name, known)}`, true)
  }

  #invalid(expected: string, got: unknown, isText = false): ParetuneError {
    return new ParetuneError(
      fault('InvalidStudy', `${this.#place}: expected ${expected}, got ${isText ? got : show(got)}`),
    )
  }

  /** A whole number of at least `least`, or the default. */
  whole(name: string, least: number, otherwise: number): number {
    const value = this.fields[name] ?? otherwise
    if (Number.isInteger(value) && (value as number) >= least) return value as number
    throw this.#invalid(`a whole number of at least ${least} for \`${name}\``, value)
  }

  /** One of some names, or the default. */
  oneOf<T extends string>(name: string, names: readonly T[], otherwise: T): T {
    const value = this.fields[name] ?? otherwise
    const found = names.find(known => known === value)
    if (found !== undefined) return found
    throw this.#invalid(`one of ${names.join(', ')} for \`${name}\``, value)
  }

  /** A list of some names; undefined where there is none. */
  listOf<T extends string>(name: string, names: readonly T[]): readonly T[] | undefined {
    const list = this.fields[name]
    if (list === undefined) return undefined
    if (!Array.isArray(list)) throw this.#invalid(`a list for \`${name}\``, list)
    return list.map(value => {
      const found = names.find(known => known === value)
      if (found !== undefined) return found
      throw this.#invalid(
        `names among ${names.join(', ')} for \`${name}\``,
        `${show(value)}${suggestion(String(value), names)}`,
        true,
      )
    })
  }

  /** The files that paths and globs name, relative to the spec's folder, sorted. Each has to name one at least. */
  files(name: string): readonly string[] {
    const patterns = this.fields[name] ?? []
    if (!Array.isArray(patterns) || !patterns.every(pattern => typeof pattern === 'string'))
      throw this.#invalid(`a list of files or globs for \`${name}\``, patterns)
    const found = patterns.flatMap(pattern => {
      const files = globSync(pattern, { cwd: this.folder, absolute: true })
      if (files.length === 0) throw this.#invalid(`files for \`${name}\``, `none that ${show(pattern)} names`, true)
      return files
    })
    return [...new Set(found)].sort()
  }

  /** Options that go through as they are, fields other than those known excepted. */
  part(name: string, known: readonly string[]): Readonly<Record<string, unknown>> {
    const part = this.fields[name] ?? {}
    const read = new Spec(`${this.#place}, \`${name}\``, this.folder, part, known)
    for (const [key, value] of Object.entries(read.fields))
      if (value === null) throw read.#invalid(`a value for \`${key}\``, null)
    return read.fields
  }
}
