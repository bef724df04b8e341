// Builds, runs ava (arguments are passed on) and ends with `N passed, N failed` alone on the last line.
// With --learning it runs the learning runs (*.learning.ts), which take many minutes, and these alone.
// No tests found, a failed build and a crash of ava itself count as failures.
import { build } from './build.mjs'
import { runTool } from './run.mjs'

const started = performance.now()
const isLearning = process.argv.includes('--learning')
const given = process.argv.slice(2).filter(argument => argument !== '--learning')
const [wanted, others] = isLearning ? ['learning', 'test'] : ['test', 'learning']
const files = given.some(argument => !argument.startsWith('-')) ? [] : [`build/test/**/*.${wanted}.js`]
const args = [...given, ...files, `!build/test/**/*.${others}.js`]
let tap = ''
let exitCode = await build()
if (exitCode !== 0) console.log('FAILED: the build')
else {
  exitCode = await runTool('ava', ['--tap', ...args], chunk => {
    tap += chunk
    process.stdout.write(chunk)
  })
}

// A test's own output goes to stderr, so these lines are ava's. Its own summary, which knows of tests that never ran,
// comes last and is missing where ava crashed.
const titles = pattern => [...tap.matchAll(pattern)].map(match => match[1])
const fine = titles(/^ok \d+ - (.*)$/gm)
const skipped = fine.filter(title => title.endsWith(' # SKIP'))
const notOk = titles(/^not ok \d+ - (.*)$/gm)
const summary = /^# fail (\d+)\s*$/m.exec(tap.slice(-100))

const passed = fine.length - skipped.length
const failed = Math.max(notOk.length, Number(summary?.[1] ?? 0), exitCode !== 0 || passed === 0 || !summary ? 1 : 0)

for (const title of skipped) console.log(`skipped: ${title.replace(/ # SKIP$/, '')}`)
for (const title of notOk) console.log(`FAILED: ${title}`)
if (tap !== '' && fine.length + notOk.length === 0) console.log('FAILED: no test ran')
if (tap !== '' && !summary) console.log('FAILED: ava ended before its summary')
console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`)
if (skipped.length > 0) console.log(`${skipped.length} skipped`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? exitCode || 1 : 0
