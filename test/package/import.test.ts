import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import test from 'ava'

interface Imported {
  readonly scripts: readonly string[]
  readonly changed: readonly string[]
  readonly held: readonly string[]
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

const root = fileURLToPath(new URL('../../../', import.meta.url))
const program = fileURLToPath(new URL('./programs/import.js', import.meta.url))
const { exports: entries, peerDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest
const modules = Object.keys(entries).flatMap(path => (path.endsWith('.json') ? [] : [`paretune${path.slice(1)}`]))

/** What each module brings with it into one fresh process. */
const imported = async (...specifiers: string[]): Promise<Readonly<Record<string, Imported>>> => {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...specifiers], {
    cwd: root,
    timeout: 60_000,
  })
  return JSON.parse(stdout) as Record<string, Imported>
}

/** Libraries of `names` among the loaded scripts. */
const librariesIn = (scripts: readonly string[], names: readonly string[]) =>
  names.filter(name => scripts.some(url => url.includes(`/node_modules/${name}/`)))

const heavy = ['@tensorflow', 'echarts', 'libsql', ...Object.keys(peerDependencies)]

test('importing paretune loads no heavy library', async t => {
  const scripts = (await imported('paretune')).paretune?.scripts ?? []
  t.true(
    scripts.some(url => url.endsWith('/dist/index.js')),
    'the probe sees the modules of the package',
  )
  t.deepEqual(librariesIn(scripts, ['seedrandom', 'fp-ts']), ['seedrandom'], 'and those of its dependencies')
  t.deepEqual(librariesIn(scripts, heavy), [])
})

test('importing any entry of the package loads no optional package and leaves the process as it was', async t => {
  for (const [specifier, { scripts, changed, held }] of Object.entries(await imported(...modules))) {
    const optional = librariesIn(scripts, Object.keys(peerDependencies))
    t.deepEqual({ optional, changed, held }, { optional: [], changed: [], held: [] }, specifier)
  }
})

test('every entry of the package has a module and its types', async t => {
  for (const [path, entry] of Object.entries(entries)) {
    for (const file of typeof entry === 'string' ? [entry] : [entry.types, entry.default]) {
      t.notThrows(() => readFileSync(root + file), `${path}: ${file}`)
    }
  }
})

test('what is no entry of the package cannot be imported', async t => {
  const specifier: string = 'paretune/dist/core/rng.js'
  await t.throwsAsync(import(specifier), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' })
})
