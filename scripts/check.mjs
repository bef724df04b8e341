// The gate: every check runs, also after one failed, and the last lines say which ones did.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { run, runTool } from './run.mjs'

const maxPackedBytes = 1_000_000
const packed = await mkdtemp(join(tmpdir(), 'paretune-pack-'))
const tarball = async () => join(packed, (await readdir(packed)).find(name => name.endsWith('.tgz')) ?? 'missing.tgz')

/** Packs the build as it is; fails for a file that has no business in the package, and for a package grown too large. */
const pack = async () => {
  let json = ''
  const code = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', packed], chunk => {
    json += chunk
  })
  if (code !== 0) return code
  const result = JSON.parse(json)
  const { files, size } = Array.isArray(result) ? result[0] : Object.values(result)[0]
  const strangers = files
    .map(file => file.path)
    .filter(path => !/^dist\/([^/]+\.js|.+\.d\.ts)$|^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(path))
  for (const path of strangers) console.log(`not expected in the package: ${path}`)
  if (size > maxPackedBytes) console.log(`expected a package of at most ${maxPackedBytes} bytes, got ${size}`)
  console.log(`${files.length} files, ${size} bytes packed`)
  return strangers.length > 0 || size > maxPackedBytes ? 1 : 0
}

const steps = {
  build,
  'format and lint': () => runTool('biome', ['check', '--error-on-warnings', '.']),
  'layering and cycles': () => runTool('depcruise', ['src']),
  'dead exports and dependencies': () => runTool('knip', ['--no-progress']),
  'package content': pack,
  'package shape (publint)': async () => runTool('publint', ['--strict', await tarball()]),
  'package types (attw)': async () =>
    runTool('attw', ['--profile', 'esm-only', '--format', 'ascii', '--no-emoji', '--no-color', await tarball()]),
}

const results = []
for (const [name, step] of Object.entries(steps)) {
  console.log(`\n--- ${name}`)
  const started = performance.now()
  const code = await step()
  results.push({ name, passed: code === 0, seconds: ((performance.now() - started) / 1000).toFixed(1) })
}
await rm(packed, { recursive: true })

console.log('\n--- check')
for (const { name, passed, seconds } of results) console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`)
process.exitCode = results.every(result => result.passed) ? 0 : 1
