// Compiles (tsc: modules into build/, types into dist/), then bundles the modules of the package into dist/: a process that imports
// hundreds of files starts late.
import { existsSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'
import { runTool } from './run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = `${root}dist/`

/** What can be imported, what can be run, and what is run in a process of its own. */
export const entryPoints = async () => {
  const { exports } = JSON.parse(await readFile(`${root}package.json`, 'utf8'))
  const imported = Object.values(exports).flatMap(({ types, default: module }) =>
    module === undefined
      ? []
      : [[basename(module, '.js'), types.replace('./dist/', 'build/src/').replace(/\.d\.ts$/, '.js')]],
  )
  return {
    ...Object.fromEntries(imported),
    cli: 'build/src/cli/main.js',
    'module-worker': 'build/src/profilers/module-worker.js',
    'experiment-worker': 'build/src/defaults/experiment-worker.js',
  }
}

/** All in one folder: a module finds another by its URL beside its own, bundled or not. */
const bundled = async () => {
  for (const name of await readdir(dist)) if (name.endsWith('.js')) await rm(dist + name)
  await bundle({
    absWorkingDir: root,
    entryPoints: await entryPoints(),
    outdir: dist,
    chunkNames: 'paretune-[hash]', // by this name profilers/traces/cpu-profile.ts knows where we are
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  })
}

/** What was compiled from a file that is gone: a test among it would still run. */
const removeStale = async () => {
  const folders = {
    'build/src': 'src',
    'build/test': 'test',
    'build/bench': 'bench',
    'build/examples': 'examples',
    dist: 'src',
  }
  for (const [folder, source] of Object.entries(folders)) {
    for (const file of await readdir(root + folder, { recursive: true }).catch(() => [])) {
      const compiled = folder === 'dist' ? /^(.+)\.d\.ts$/ : /^(.+?)(\.d\.ts|\.js)$/
      const [, name] = compiled.exec(file) ?? []
      if (name !== undefined && !existsSync(`${root}${source}/${name}.ts`)) await rm(`${root}${folder}/${file}`)
    }
  }
}

/** Resolves to the exit code; what is wrong has been printed then. */
export const build = async () => {
  await removeStale()
  const code = await runTool('tsc', ['-b'])
  return code === 0
    ? bundled().then(
        () => 0,
        () => 1,
      )
    : code
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await build()
