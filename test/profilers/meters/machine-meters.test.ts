import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { cpuEnergy, machineDisk, machineLoad, networkTraffic, tensors, wallTime } from '#src/profilers/meters/index.js'
import { passedElsewhere as diskBytesElsewhere } from '#src/profilers/meters/machine-disk.js'
import { passedElsewhere as networkBytesElsewhere } from '#src/profilers/meters/network-traffic.js'
import { burn, figure, opened, readingOf } from './readings.js'

// Meters of the whole machine, and of an engine.

const onLinux = process.platform === 'linux' ? test.serial : test.serial.skip

test('wall time is that of the window, per run', async t => {
  const meter = await opened(wallTime())
  await meter.start()
  t.deepEqual(await meter.stop({ wallMs: 30, runs: 4 }), { metrics: { wallMs: 7.5 } })
})

test.serial('the load of the machine is above 0 while this process works, and no more than it has', async t => {
  const utilization = figure(await readingOf(machineLoad(), () => burn(200)), 'machineUtilization')
  t.true(utilization > 0 && utilization <= cpus().length, String(utilization))
})

test('a load is absent where the counters of the machine have hardly ticked', async t => {
  const meter = await opened(machineLoad())
  // The machine may let this process wait between two lines; hardly each time.
  const told = Array.from({ length: 20 }, () => {
    void meter.start()
    try {
      return meter.stop({ wallMs: 1, runs: 1 })
    } catch (thrown) {
      return String(thrown)
    }
  })
  t.true(told.some(reading => /expected the processors together to count 100 ms or more, got \d/.test(String(reading))))
})

/** Sends so many bytes over the loopback. */
const transfer = (length: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer(socket => {
      socket.end(new Uint8Array(length))
    })
    server.listen(0, '127.0.0.1', () => {
      const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
      buffer(client).then(received => {
        server.close(() => resolve(received.length))
      }, reject)
    })
  })

onLinux('bytes through an interface are at least those that were sent, in and out, per run', async t => {
  const length = 2 ** 20
  const reading = await readingOf(networkTraffic({ interfaces: ['lo'] }), () => transfer(length), { runs: 2 })
  for (const name of ['netInBytes', 'netOutBytes'] as const) t.true(2 * figure(reading, name) >= length, name)
  // Per run against per second: the same bytes.
  const seconds = (2 * figure(reading, 'netInBytes')) / figure(reading, 'netInBytesPerS')
  t.true(Math.abs(seconds - (2 * figure(reading, 'netOutBytes')) / figure(reading, 'netOutBytesPerS')) < 1e-9)
})

onLinux('the loopback is counted only where it is asked for', async t => {
  const opening = await networkTraffic().open()
  if (isLeft(opening)) return t.regex(opening.left, /besides the loopback/)
  await opening.right.start()
  await transfer(2 ** 24)
  const { metrics } = await opening.right.stop({ wallMs: 1, runs: 1 })
  return t.true((metrics.netOutBytes ?? 0) < 2 ** 24)
})

test('an interface that is not there is the reason, beside those that are', async t => {
  const opening = await networkTraffic({ interfaces: ['no0'] }).open()
  t.regex(isLeft(opening) ? opening.left : '', /^expected no0, got .+/)
})

onLinux('where there is no /proc, systeminformation tells the same bytes, each time anew', async t => {
  const beganMs = performance.now()
  const before = (await networkBytesElsewhere()).get('lo')?.[0] ?? Number.NaN
  await transfer(2 ** 20)
  const after = (await networkBytesElsewhere()).get('lo')?.[0] ?? Number.NaN
  t.true(after - before >= 2 ** 20, `${before} ${after} after ${performance.now() - beganMs} ms`)
})

onLinux('systeminformation and /proc agree on the order of bytes that disks passed, where there are disks', async t => {
  const opening = await machineDisk().open()
  const [read] = await diskBytesElsewhere()
  if (isLeft(opening)) return t.regex(opening.left, /^expected counters of disks/)
  return t.true(read !== undefined && read >= 0)
})

test('tensors are those of the engine at the end', async t => {
  const kept: tf.Tensor[] = []
  const before = await readingOf(tensors(tf), () => {})
  const after = await readingOf(tensors(tf), () => kept.push(tf.zeros([100]), tf.zeros([28])))
  tf.dispose(kept)
  t.is(figure(after, 'tensorCount') - figure(before, 'tensorCount'), 2)
  t.is(figure(after, 'tensorBytes') - figure(before, 'tensorBytes'), 4 * 128)
})

/** A powercap folder as the kernel lays it out: two packages, a zone within one, the whole platform, and a second way to the first. */
const powercap = () => {
  const root = mkdtempSync(join(tmpdir(), 'paretune-powercap-'))
  const write = (zone: string, file: string, text: string | number): void => {
    mkdirSync(join(root, zone), { recursive: true })
    writeFileSync(join(root, zone, file), `${text}\n`)
  }
  const zones = {
    'intel-rapl:0': 'package-0',
    'intel-rapl:0:0': 'core',
    'intel-rapl:1': 'package-1',
    'intel-rapl:2': 'psys',
    'intel-rapl-mmio:0': 'package-0',
  }
  for (const [zone, name] of Object.entries(zones)) {
    write(zone, 'name', name)
    write(zone, 'max_energy_range_uj', 1000e6)
    write(zone, 'energy_uj', 500e6)
  }
  const set = (zone: keyof typeof zones, joules: number): void => write(zone, 'energy_uj', joules * 1e6)
  return { root, set, remove: () => rmSync(root, { recursive: true }) }
}

test('energy is the sum of the packages, each over the wraps of its counter', async t => {
  const { root, set, remove } = powercap()
  t.teardown(remove)
  const meter = await opened(cpuEnergy({ root }))
  await meter.start()
  set('intel-rapl:0', 510) // 10 J
  set('intel-rapl:1', 900) // 400 J
  for (const zone of ['intel-rapl:0:0', 'intel-rapl:2', 'intel-rapl-mmio:0'] as const) set(zone, 999)
  await meter.poll?.()
  set('intel-rapl:1', 300) // 400 J more: to 1000 and around
  await meter.poll?.()
  set('intel-rapl:1', 500) // 200 J more
  const { metrics } = await meter.stop({ wallMs: 2000, runs: 10 })
  t.deepEqual(metrics, { cpuEnergyJ: 1010 / 10, cpuPowerW: 1010 / 2 })
})

test('a counter of energy that stands still is no energy of 0', async t => {
  const { root, remove } = powercap()
  t.teardown(remove)
  await t.throwsAsync(
    readingOf(cpuEnergy({ root }), () => {}),
    { message: /^expected the energy counters to move, they did not in \d/ },
  )
})

test('where energy cannot be read, the reason names the file', async t => {
  const { root, remove } = powercap()
  t.teardown(remove)
  const reasonIn = async (folder: string): Promise<string> => {
    const opening = await cpuEnergy({ root: folder }).open()
    return isLeft(opening) ? opening.left : 'none'
  }
  rmSync(join(root, 'intel-rapl:1/energy_uj'))
  t.regex(await reasonIn(root), /^expected to read the energy counters in .*ENOENT.*intel-rapl:1.energy_uj/)
  for (const package_ of ['intel-rapl:0', 'intel-rapl:1']) rmSync(join(root, package_), { recursive: true })
  t.regex(await reasonIn(root), /^expected a processor package/)
  t.regex(await reasonIn(join(root, 'nowhere')), /ENOENT/)
})
