import { gzipSync } from 'node:zlib'
import test from 'ava'
import { chromeTraceOps } from '#src/profilers/index.js'

/** A complete event; times in microseconds. */
const event = (name: string, ts: number, dur: number, more: object = {}) => ({
  ph: 'X',
  name,
  ts,
  dur,
  pid: 1,
  tid: 1,
  ...more,
})
const named = (kind: 'process_name' | 'thread_name', name: string, at: object) => ({
  ph: 'M',
  name: kind,
  args: { name },
  ...at,
})

/** Free of what adding up decimal fractions leaves behind. */
const rounded = (ops: ReturnType<typeof chromeTraceOps>): unknown =>
  JSON.parse(JSON.stringify(ops), (_key, value) => (typeof value === 'number' ? Number(value.toFixed(9)) : value))

/** `name timeMs count`, the longest first. */
const brief = (...parameters: Parameters<typeof chromeTraceOps>): readonly string[] =>
  chromeTraceOps(...parameters).map(({ name, timeMs, count }) => `${name} ${Number(timeMs.toFixed(6))} ${count}`)

test('what an operator calls counts once, as that, and in its total time', t => {
  // linear 100: addmm 60 in it, in which a copy of 20; another copy of 10 by itself.
  const events = [event('linear', 0, 100), event('addmm', 20, 60), event('copy', 30, 20), event('copy', 200, 10)]
  t.deepEqual(rounded(chromeTraceOps(events)), [
    { name: 'linear', timeMs: 0.04, totalMs: 0.1, count: 1, share: 0.363636364 },
    { name: 'addmm', timeMs: 0.04, totalMs: 0.06, count: 1, share: 0.363636364 },
    { name: 'copy', timeMs: 0.03, totalMs: 0.03, count: 2, share: 0.272727273 },
  ])
})

test('one that calls itself has the time of the outermost call in total', t => {
  const [op] = chromeTraceOps([event('f', 0, 100), event('f', 10, 50), event('f', 20, 10)])
  t.deepEqual(rounded(op ? [op] : []), [{ name: 'f', timeMs: 0.1, totalMs: 0.1, count: 3, share: 1 }])
})

test('threads do not lie within one another, and add up', t => {
  t.deepEqual(brief([event('a', 0, 100), event('b', 10, 50, { tid: 2 }), event('c', 10, 50, { pid: 2 })]), [
    'a 0.1 1',
    'b 0.05 1',
    'c 0.05 1',
  ])
})

test('rounding that makes an inner event end after its outer one takes no more than there is', t => {
  t.deepEqual(brief([event('outer', 0, 10), event('inner', 5, 6)]), ['inner 0.006 1', 'outer 0.005 1'])
})

test('pairs of begin and end are events, those without their other half are none', t => {
  const pair = (name: string, from: number, to: number) => [
    { ph: 'B', name, ts: from, pid: 1, tid: 1 },
    { ph: 'E', ts: to, pid: 1, tid: 1 },
  ]
  const [outerBegin, outerEnd] = pair('outer', 0, 100)
  const events = [
    { ph: 'E', ts: 0, pid: 1, tid: 1 },
    outerBegin,
    ...pair('inner', 10, 40),
    outerEnd,
    { ph: 'B', name: 'cut off', ts: 120, pid: 1, tid: 1 },
  ]
  t.deepEqual(brief(events as object[]), ['outer 0.07 1', 'inner 0.03 1'])
})

/** As torch.profiler writes it: operators and the runtime on the host, kernels and copies on the device. */
const torch = (device: readonly object[]) => ({
  schemaVersion: 1,
  deviceProperties: [],
  traceEvents: [
    named('process_name', 'python', { pid: 1, tid: 0 }),
    event('ProfilerStep#2', 0, 1000, { cat: 'user_annotation' }),
    event('nn.Module: Linear_0', 0, 900, { cat: 'python_function' }),
    event('aten::linear', 10, 500, { cat: 'cpu_op' }),
    event('aten::addmm', 20, 350, { cat: 'cpu_op' }),
    event('cudaLaunchKernel', 30, 100, { cat: 'cuda_runtime' }),
    { ph: 'i', name: 'Record Window End', ts: 1000, pid: '', tid: '', s: 'g' },
    { ph: 's', id: 3, cat: 'ac2g', name: 'ac2g', ts: 30, pid: 1, tid: 1 },
    ...device,
  ],
})

test('of PyTorch the kernels and copies on the device are what counts, with the bytes of copies', t => {
  const trace = torch([
    event('sgemm', 40, 700, { cat: 'kernel', pid: 0, tid: 7, args: { stream: 7 } }),
    event('Memcpy HtoD', 0, 40, { cat: 'gpu_memcpy', pid: 0, tid: 7, args: { bytes: 4096 } }),
    event('Memcpy HtoD', 800, 60, { cat: 'gpu_memcpy', pid: 0, tid: 20, args: { bytes: 1024 } }),
  ])
  const [kernel, copy, ...rest] = chromeTraceOps(trace)
  t.deepEqual(rest, [])
  t.like(kernel, { name: 'sgemm', timeMs: 0.7, totalMs: 0.7, count: 1, share: 700 / 800 })
  t.like(copy, { name: 'Memcpy HtoD', count: 2, bytes: 5120 })
})

test('of PyTorch without a device it is the operators, whose own calls of the runtime are theirs', t => {
  t.deepEqual(brief(torch([])), ['aten::addmm 0.35 1', 'aten::linear 0.15 1'])
})

test('one may choose what counts, and what counts together', t => {
  t.deepEqual(brief(torch([]), { events: ['cuda_runtime', 'cpu_op'] }), [
    'aten::addmm 0.25 1',
    'aten::linear 0.15 1',
    'cudaLaunchKernel 0.1 1',
  ])
  t.deepEqual(
    brief(torch([]), { events: ({ name }) => name.startsWith('nn.'), by: ({ name }) => name.split(': ')[1] ?? '' }),
    ['Linear_0 0.9 1'],
  )
})

test('of ONNX Runtime it is the nodes by type or name, control flow left out, with the bytes written', t => {
  const node = (name: string, ts: number, dur: number, type: string, bytes: number, provider = 'CPU') =>
    event(`${name}_kernel_time`, ts, dur, {
      cat: 'Node',
      args: { op_name: type, output_size: String(bytes), provider: `${provider}ExecutionProvider` },
    })
  const session = event('model_run', 0, 1000, { cat: 'Session' })
  const nodes = [
    node('choice', 0, 500, 'If', 8),
    node('a', 10, 100, 'Conv', 64),
    node('b', 200, 150, 'Conv', 32),
    node('c', 600, 50, 'Relu', 32),
  ]
  t.deepEqual(rounded(chromeTraceOps([session, ...nodes])), [
    { name: 'Conv', timeMs: 0.25, totalMs: 0.25, count: 2, bytes: 96, share: 0.833333333 },
    { name: 'Relu', timeMs: 0.05, totalMs: 0.05, count: 1, bytes: 32, share: 0.166666667 },
  ])
  t.deepEqual(brief([session, ...nodes], { by: 'name' }), ['b 0.15 1', 'a 0.1 1', 'c 0.05 1'])

  // On WebGPU a node's event is what the host took to queue it; the device's time is in others.
  const device = (name: string, ts: number, dur: number) => event(name, ts, dur, { cat: 'Api', pid: -1, tid: -1 })
  const onDevice = [
    node('a', 10, 1, 'Conv', 64, 'WebGpu'),
    device('a&Conv&Transpose', 20, 30),
    device('a&Conv&Conv2dMM', 50, 70),
  ]
  t.deepEqual(brief([session, ...onDevice, node('d', 100, 40, 'Shape', 8)]), ['Conv 0.1 2', 'Shape 0.04 1'])
})

test('of TensorFlow it is the operators of its timeline, or the line that its profiler derives', t => {
  const timeline = {
    traceEvents: [
      named('process_name', '/device:CPU:0 Compute', { pid: 1 }),
      event('MatMul', 0, 30, { cat: 'Op', args: { name: 'dense/MatMul', op: 'MatMul' } }),
      event('unknown', 0, 99, { cat: 'Tensor' }),
    ],
  }
  t.deepEqual(brief(timeline), ['MatMul 0.03 1'])
  const profiled = {
    displayTimeUnit: 'ns',
    metadata: { 'highres-ticks': true },
    traceEvents: [
      named('process_name', '/device:GPU:0', { pid: 1 }),
      named('thread_name', 'Stream #13(Compute)', { pid: 1, tid: 13 }),
      named('thread_name', 'TensorFlow Ops', { pid: 1, tid: 90 }),
      event('volta_sgemm', 0, 40, { tid: 13 }),
      event('dense/MatMul', 0, 40, { tid: 90 }),
      {},
    ],
  }
  t.deepEqual(brief(profiled), ['dense/MatMul 0.04 1'])
  t.deepEqual(brief(profiled, { events: ({ thread }) => thread === '/device:GPU:0/Stream #13(Compute)' }), [
    'volta_sgemm 0.04 1',
  ])
})

test('text, bytes and gzip are read alike', t => {
  const text = JSON.stringify(torch([]))
  const expected = brief(torch([]))
  for (const source of [text, Buffer.from(text), new Uint8Array(gzipSync(text)), `\n ${text}`])
    t.deepEqual(brief(source), expected)
})

test('a trace that was cut off is read as far as it goes', t => {
  const events = [
    event('a "quoted" ] name', 0, 10),
    event('b', 20, 5, { args: { shapes: [[1, 2], [3]] } }),
    event('c', 30, 1),
  ]
  const list = JSON.stringify(events)
  const asObject = JSON.stringify({ schemaVersion: 1, traceEvents: events })
  // The format allows the bracket to be missing, and the comma before it to be there.
  for (const text of [list.slice(0, -1), `${list.slice(0, -1)},\n`, asObject.slice(0, -2)])
    t.is(brief(text).length, 3, text)
  for (const text of [list, asObject]) {
    const last = JSON.stringify(events[2])
    const from = text.lastIndexOf(last)
    for (let length = from; length < from + last.length; length++)
      t.deepEqual(brief(text.slice(0, length)), ['a "quoted" ] name 0.01 1', 'b 0.005 1'])
  }
})

test('what is no trace is refused with what came', t => {
  const expected = 'expected a Chrome trace (a list of events with `ph`, or an object with `traceEvents`), got'
  for (const [source, got] of [
    [{ nodes: [], samples: [] }, 'an object with nodes, samples'],
    [[1, 2], 'a list of 1'],
    [[{ name: 'a' }], 'a list of {"name":"a"}'],
    ['hello', 'text that is no JSON ("hello")'],
    ['[{"ph": "X", broken}]', 'text that is no JSON ("[{\\"ph\\": \\"X\\", broken}]")'],
    ['42', '42'],
    [new Uint8Array(), 'text that is no JSON ("")'],
  ] as const) {
    t.throws(() => chromeTraceOps(source), { instanceOf: TypeError, message: `${expected} ${got}` })
  }
  t.deepEqual(chromeTraceOps([]), [])
})

test('shares of a trace without time are 0', t => {
  t.deepEqual(
    chromeTraceOps([event('a', 0, 0)]).map(({ share }) => share),
    [0],
  )
})
