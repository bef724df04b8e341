// Time of the first construction of a constrained space in a fresh process: T1 file read, expressions parsed, every valid
// configuration materialised, with all code still cold; the start of the process and imports are not in it.
//   npm run bench:space -- [--json] [--runs 9] [--folder ../shared/recorded] [--peer PYTHON]
// PYTHON is an interpreter with `pip install kernel_tuner`: then its runs (bench/peers/space.py) take turns with ours.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { orThrow } from '#src/core/index.js'
import { readT1 } from '#src/space/index.js'

const FILES = ['hotspot_milo.json', 'gemm_milo.json', 'dedispersion_milo.json', 'convolution_milo.json']
const root = fileURLToPath(new URL('../../', import.meta.url))
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '9' },
    folder: { type: 'string', default: join(root, '../shared/recorded') },
    peer: { type: 'string' },
    once: { type: 'string', multiple: true },
  },
})

interface Once {
  readonly valid: number
  readonly combinations: number
  /** Index columns over all valid configurations. */
  readonly indexMs: number
  /** The same, and then one object for each configuration. */
  readonly objectsMs: number
}

const measureOnce = (file: string): Once => {
  const began = performance.now()
  const { space } = orThrow(readT1(readFileSync(file, 'utf8')))
  const enumeration = space.enumerate()
  const indexed = performance.now()
  const configurations = [...enumeration]
  const objectsMs = performance.now() - began
  return { valid: configurations.length, combinations: space.size, indexMs: indexed - began, objectsMs }
}

const runChild = <T>(command: string, inputs: readonly string[]): T => {
  const { status, stdout, stderr } = spawnSync(command, inputs, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`expected ${command} ${inputs.join(' ')} to run, got ${stderr}`)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T
}

/** Ours, each file in turn in one fresh process. */
const inOneProcess = (files: readonly string[]): readonly Once[] =>
  runChild(process.execPath, [fileURLToPath(import.meta.url), ...files.flatMap(file => ['--once', file])])

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const measureFile = (file: string, runs: number) => {
  const ours: Once[] = []
  const theirs: { readonly seconds: number; readonly valid: number; readonly version: string }[] = []
  for (let run = 0; run < runs; run++) {
    ours.push(...inOneProcess([file]))
    if (options.peer !== undefined) theirs.push(runChild(options.peer, [join(root, 'bench/peers/space.py'), file]))
  }
  const [first] = ours as [Once]
  const [peer] = theirs
  return {
    valid: first.valid,
    combinations: first.combinations,
    indexMs: median(ours.map(({ indexMs }) => indexMs)),
    objectsMs: median(ours.map(({ objectsMs }) => objectsMs)),
    ...(peer && {
      peer: {
        version: peer.version,
        valid: peer.valid,
        ms: median(theirs.map(({ seconds }) => seconds * 1000)),
        timesSlower: median(theirs.map(({ seconds }, run) => (seconds * 1000) / (ours[run]?.indexMs ?? Number.NaN))),
      },
    }),
  }
}

const main = (): void => {
  const files = FILES.filter(file => existsSync(join(options.folder, file)))
  if (files.length === 0)
    throw new Error(`expected the T1 files in ${options.folder}, got none; name their folder by --folder`)
  const runs = Number(options.runs)
  const together = Array.from({ length: runs }, () => inOneProcess(files.map(file => join(options.folder, file))))
  const figures = files.map((file, i) => ({
    file,
    runs,
    ...measureFile(join(options.folder, file), runs),
    /** Index columns, in a process that has built the files before it in the list. */
    laterMs: median(together.map(run => run[i]?.indexMs ?? Number.NaN)),
  }))
  if (options.json) {
    console.log(JSON.stringify(figures))
    return
  }
  console.log(`first construction in a fresh process, medians of ${runs} processes`)
  for (const [i, { file, valid, combinations, indexMs, objectsMs, laterMs, peer }] of figures.entries()) {
    const later = i === 0 ? '' : `, ${laterMs.toFixed(1)} ms (index columns) in a process that has built those above`
    const beside = peer
      ? `; Kernel Tuner ${peer.version}: ${peer.ms.toFixed(1)} ms (${peer.timesSlower.toFixed(1)} times ours)`
      : ''
    console.log(
      `${file}: ${valid.toLocaleString('en')} valid of ${combinations.toLocaleString('en')}; ` +
        `${indexMs.toFixed(1)} ms as index columns, ${objectsMs.toFixed(1)} ms as objects${later}${beside}`,
    )
  }
}

if (options.once === undefined) main()
else {
  // What V8 still compiles in the background from the start of the process is not ours to measure.
  await setTimeout(300)
  console.log(JSON.stringify(options.once.map(measureOnce)))
}
