import type { TraceEvent } from './trace.js'

/** What the events of a trace that stand for operators have in common. */
type Choice = (event: TraceEvent) => boolean

const ofCategories = (...categories: readonly string[]): Choice => {
  const wanted = new Set(categories)
  return ({ category }) => wanted.has(category)
}
const onThread =
  (name: string): Choice =>
  ({ thread }) =>
    thread.endsWith(`/${name}`)

/** ONNX Runtime's kernels on a WebGPU device, named `node&operator&program`: its `Node` events there tell what the host took to queue them. */
const isQueued: Choice = ({ category, name }) => category === 'Api' && name.split('&').length === 3
const isQueueing: Choice = ({ category, args }) => category === 'Node' && args.provider === 'WebGpuExecutionProvider'

/** ONNX Runtime's control flow, whose time is that of the nodes within it and of writing down the profile. */
const isControlFlow: Choice = ({ category, args }) => category === 'Node' && CONTROL_FLOW.has(args.op_name)
const CONTROL_FLOW: ReadonlySet<unknown> = new Set(['If', 'Loop', 'Scan'])

/** From the surest to the least sure; the first that is there is taken. */
const CHOICES: readonly Choice[] = [
  // PyTorch on a GPU; the capitals are those of versions before 1.12.
  ofCategories('kernel', 'gpu_memcpy', 'gpu_memset', 'Kernel', 'Memcpy', 'Memset'),
  event => isQueued(event) || (event.category === 'Node' && !isControlFlow(event)),
  ofCategories('cpu_op', 'Operator'),
  // TensorFlow's timeline of a session, then the lines that its profiler derives.
  ofCategories('Op'),
  onThread('TensorFlow Ops'),
  onThread('XLA Ops'),
]

/** The events that stand for operators in a trace of PyTorch, ONNX Runtime or TensorFlow; all of them in any other trace. */
export const operatorsOf = (events: readonly TraceEvent[]): readonly TraceEvent[] => {
  const choice = CHOICES.find(candidate => events.some(candidate))
  const chosen = choice === undefined ? events : events.filter(choice)
  return chosen.some(isQueued) ? chosen.filter(event => !isQueueing(event)) : chosen
}

/** The operator's type where the trace tells it (`Conv`), its name otherwise. */
export const typeOf = (event: TraceEvent): string => {
  if (isQueued(event)) return event.name.split('&')[1] as string
  const { op_name, op } = event.args
  return typeof op_name === 'string' ? op_name : typeof op === 'string' ? op : event.name
}

/** The operator's name, as the model has it. */
export const nameOf = (event: TraceEvent): string =>
  isQueued(event) ? (event.name.split('&')[0] as string) : event.name.replace(/_kernel_time$/, '')

/** Bytes that it wrote or copied, where the trace tells. */
export const bytesOf = ({ args }: TraceEvent): number | undefined => {
  const bytes = Number(args.output_size ?? args.bytes ?? Number.NaN)
  return Number.isFinite(bytes) ? bytes : undefined
}
