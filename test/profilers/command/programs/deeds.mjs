// A program that does what its first argument says, well or badly.
import { spawn } from 'node:child_process'
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const print = value => writeSync(1, `${typeof value === 'string' ? value : JSON.stringify(value)}\n`)
const forever = () => setInterval(() => {}, 1000)
const sleeper = options =>
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit', ...options })

const deeds = {
  measure: () => print({ loss: 0.5 }),
  slow: async () => {
    await sleep(300)
    print({ loss: 0.25 })
  },
  hang: () => {
    print({ pid: process.pid })
    forever()
  },
  stubborn: () => {
    process.on('SIGTERM', () => print('not yet'))
    print({ pid: process.pid })
    forever()
  },
  family: () => {
    // One child in this group, one with a session of its own.
    const children = [sleeper({}), sleeper({ detached: true })]
    print({ pids: [process.pid, ...children.map(({ pid }) => pid)] })
    forever()
  },
  leaver: () => {
    const child = sleeper({ detached: true })
    print({ loss: 1, child: child.pid })
    child.unref()
  },
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  killed: () => process.kill(process.pid, 'SIGKILL'),
  exit: () => {
    console.error('no such layer: 9')
    process.exit(Number(process.argv[3]))
  },
  heap: () => {
    console.error('RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB')
    process.exit(1)
  },
  hog: () => {
    const kept = []
    setInterval(() => kept.push(Buffer.alloc(16 * 2 ** 20, 1)), 5)
  },
  flood: () => {
    const line = Buffer.from(`${'x'.repeat(1023)}\n`.repeat(1024))
    for (let mebibytes = 0; mebibytes < 80; mebibytes++) writeSync(1, line)
    print({ loss: 2 })
  },
  nothing: () => console.error('forgot to print'),
  nan: () => print('{"loss": NaN, "epoch": 3}'),
  nulled: () => print({ loss: null }),
  text: () => print({ loss: 'low' }),
  broken: () => {
    print('{"loss": 0.')
    print('{ not json at all')
    print({ loss: 3 })
  },
  chatty: () => {
    print({ level: 30, time: 1, msg: 'a log line' })
    print('epoch 1: {"loss": 9}')
    print({ loss: 0.5, accuracy: 0.9, device: 'cpu' })
    print({ machine: { torch: '2.1.2' } })
  },
  samples: () => {
    print({ loss: [1, 2, 3] })
    for (const stepMs of [10, 12, 14]) print({ stepMs })
  },
  pieces: async () => {
    for (const piece of ['{"lo', 'ss"', ': 7', '}']) {
      writeSync(1, piece)
      await sleep(20)
    }
  },
  text_report: () => {
    print('iteration 1: 12.5 ms\niteration 2: 11.5 ms\niteration 3: 1.25e1 ms')
    console.error('rate: 250 items/s')
  },
  steps: async () => {
    process.on('SIGTERM', () => {
      print({ loss: 42 })
      process.exit(0)
    })
    for (let step = 1; ; step++) {
      print({ step, loss: 1 / step })
      await sleep(20)
    }
  },
  three: () => {
    for (const step of [1, 2, 3]) print({ step, loss: 4 - step })
  },
  fidelity: () => print({ loss: Number(process.env.PARETUNE_FIDELITY), seed: Number(process.env.PARETUNE_SEED) }),
}

await deeds[process.argv[2]]()
