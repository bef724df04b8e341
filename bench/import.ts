// Time that `import 'paretune'` adds to a Node process that does nothing: fresh processes, one of each kind in turn.
// `--json` prints the figures as JSON.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const runs = 21
const root = fileURLToPath(new URL('../../', import.meta.url))

const processMs = (program: string): number => {
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root })
  if (status !== 0) throw new Error(`expected \`${program}\` to run, got ${stderr}`)
  return performance.now() - started
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const pairs = Array.from({ length: runs }, () => [processMs('0'), processMs("import 'paretune'")] as const)
const figures = {
  runs,
  emptyMs: median(pairs.map(([empty]) => empty)),
  importingMs: median(pairs.map(([, importing]) => importing)),
  addedMs: median(pairs.map(([empty, importing]) => importing - empty)),
}

if (process.argv.includes('--json')) console.log(JSON.stringify(figures))
else
  console.log(
    `node -e 0: ${figures.emptyMs.toFixed(0)} ms; with import 'paretune': ${figures.importingMs.toFixed(0)} ms; ` +
      `added: ${figures.addedMs.toFixed(0)} ms (medians of ${runs} pairs)`,
  )
