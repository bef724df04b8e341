import { parentPort, workerData } from 'node:worker_threads'
import { messageOf, wallClock } from '../../core/index.js'
import { type AgentRegistry, type AgentSource, agentSource } from '../agents.js'
import { runCell } from '../cells/cell.js'
import type { Problem } from '../problems/problem.js'
import { unpacked } from '../problems/sources.js'
import type { FromWorker, ToWorker, WorkerStart } from './threads.js'

/** What a worker thread of an experiment does: one cell after the other, as they are sent. */
export const serveCells = (registry: AgentRegistry): void => {
  const { agents, folder } = workerData as WorkerStart
  const made = new Map<number, Promise<AgentSource>>()
  const agentAt = (i: number): Promise<AgentSource> => {
    const known = made.get(i) ?? agentSource(agents[i], folder, registry, `agent ${i + 1}`)
    made.set(i, known)
    return known
  }
  const problems = new Map<number, Promise<Problem>>()
  const send = (message: FromWorker): void => parentPort?.postMessage(message)
  const clock = wallClock()
  let before: Promise<unknown> = Promise.resolve()
  const handle = async (message: ToWorker): Promise<void> => {
    switch (message._tag) {
      case 'Problem': {
        const problem = unpacked(message.parcel)
        // Told with the first cell that needs it.
        problem.catch(() => {})
        problems.set(message.problem, problem)
        return
      }
      case 'Forget': {
        const problem = await problems.get(message.problem)?.catch(() => undefined)
        problems.delete(message.problem)
        return problem?.close?.()
      }
      case 'Cell': {
        const { id, problem, agent, budget, seed } = message.cell
        try {
          const [task, source] = [await (problems.get(problem) as Promise<Problem>), await agentAt(agent)]
          const beganMs = clock.nowMs()
          const result = await runCell(task, source.agent, { budget, seed })
          send({ _tag: 'Done', id, result, tookMs: clock.nowMs() - beganMs })
        } catch (thrown) {
          send({ _tag: 'Failed', id, message: messageOf(thrown) })
        }
      }
    }
  }
  parentPort?.on('message', (message: ToWorker) => {
    before = before.then(() => handle(message))
  })
}
