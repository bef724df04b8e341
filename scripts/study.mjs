// The project's own study: every spec of docs/results runs (build/study/NAME, where a second run goes on), and what the page there shows is
// copied beside it.
import { cp, mkdir, readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { build } from './build.mjs'
import { run } from './run.mjs'

const shown = [
  'pictures/performance.svg',
  'pictures/performance-time.svg',
  'pictures/ecdf.svg',
  'pictures/critical-difference.svg',
  'pictures/heat-map.svg',
  'pictures/proposal-time.svg',
  'tables/overall.csv',
  'tables/overall.md',
  'tables/scores.csv',
  'tables/scores.md',
  'tables/pairs.csv',
]

if ((await build()) !== 0) process.exit(1)
const specs = (await readdir('docs/results'))
  .filter(file => file.endsWith('.json'))
  .map(file => basename(file, '.json'))
for (const name of specs.sort()) {
  const out = `build/study/${name}`
  const code = await run(process.execPath, [
    'build/src/cli/main.js',
    'experiment',
    `docs/results/${name}.json`,
    '--out',
    out,
  ])
  if (code !== 0) process.exit(code)
  await mkdir(`docs/results/${name}`, { recursive: true })
  for (const file of shown) {
    // There is no picture of what there is no data for.
    await cp(`${out}/${file}`, `docs/results/${name}/${basename(file)}`).catch(() => {})
  }
}
