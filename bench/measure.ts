// How far the measuring can be trusted, in one run: beside mitata and tinybench, its overhead, its power to see a difference of 5%, and
// what becomes of planted faults. About three minutes.
//   npm run bench:measure -- [--json] [--only peers,overhead,power,real,planted] [--pairs 100] [--real-pairs 12]
//   node --expose-gc build/bench/measure.js --recorded FILE     loading and looking up a recorded search space, and nothing else
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { findOverhead } from './measure/overhead.js'
import { comparePeers } from './measure/peers.js'
import { tryPlanted } from './measure/planted.js'
import { realPower, type Spending, simulatedPower } from './measure/power.js'
import { measureRecorded } from './measure/recorded.js'
import { overheadTable, peersTable, plantedTable, powerTable, recordedTable } from './measure/tables.js'

const NAMES = ['peers', 'overhead', 'power', 'real', 'planted']
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: NAMES.join() },
    pairs: { type: 'string', default: '100' },
    'real-pairs': { type: 'string', default: '12' },
    recorded: { type: 'string' },
  },
})

/** What each of two configurations is given. */
const SIMULATED: Spending = { rounds: 12, timeMs: 100, warmupMs: 50 }
const REAL: Spending = { rounds: 10, timeMs: 20, warmupMs: 20 }

const machine = `${cpus()[0]?.model.trim()} x${cpus().length}, Node ${process.version}`
const figures: Record<string, unknown> = { machine, loadBefore: loadavg()[0] }
const section = async <T>(name: string, find: () => T | Promise<T>, table: (found: T) => string): Promise<void> => {
  const found = await find()
  figures[name] = found
  if (!options.json) console.log(`${table(found)}\n`)
}

if (!options.json) console.log(`${machine}; load ${loadavg()[0]?.toFixed(1)}\n`)
const file = options.recorded
if (file !== undefined) await section('recorded', () => measureRecorded(file), recordedTable)
else {
  const wanted = options.only.split(',')
  const unknown = wanted.find(name => !NAMES.includes(name))
  if (unknown !== undefined) throw new Error(`expected --only to name some of ${NAMES.join(', ')}, got ${unknown}`)
  const when = (name: string, run: () => Promise<void>) => (wanted.includes(name) ? run() : undefined)
  await when('peers', () => section('peers', () => comparePeers(200, 5), peersTable))
  await when('overhead', () => section('overhead', () => findOverhead(200, 5), overheadTable))
  await when('power', () =>
    section('power', () => simulatedPower(SIMULATED, Number(options.pairs)), powerTable(SIMULATED)),
  )
  await when('real', () => section('real', () => realPower(REAL, Number(options['real-pairs'])), powerTable(REAL)))
  await when('planted', () => section('planted', tryPlanted, plantedTable))
}
if (options.json) console.log(JSON.stringify(figures))
