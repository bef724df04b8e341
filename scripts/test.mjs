// Builds, runs ava (arguments are passed on) and ends with `N passed, N failed` alone on the last line.
// No tests found, a failed build and a crash of ava itself count as failures.
import { runTool } from './run.mjs'

const started = performance.now()
let tap = ''
let exitCode = await runTool('tsc', ['-b'])
if (exitCode !== 0) console.log('FAILED: the build')
else {
  exitCode = await runTool('ava', ['--tap', ...process.argv.slice(2)], chunk => {
    tap += chunk
    process.stdout.write(chunk)
  })
}

// A test's own output goes to stderr, so these lines are ava's. The summary comes last and is missing after a crash.
const total = word => Number(tap.match(new RegExp(`^# ${word} (\\d+)$`, 'm'))?.[1] ?? 0)
const titles = pattern => [...tap.matchAll(pattern)].map(match => match[1])
const [passed, skipped] = [total('pass'), total('skip')]
const failed = Math.max(total('fail'), exitCode !== 0 || passed === 0 ? 1 : 0)

for (const title of titles(/^ok \d+ - (.*) # SKIP$/gm)) console.log(`skipped: ${title}`)
for (const title of titles(/^not ok \d+ - (.*)$/gm)) console.log(`FAILED: ${title}`)
if (exitCode === 0 && passed === 0) console.log('FAILED: no test ran')
console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 ? exitCode || 1 : 0
