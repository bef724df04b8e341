import { join } from 'node:path'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { fault, messageOf, ParetuneError, show } from '../../../core/index.js'
import { optionalPackage } from '../../../profilers/index.js'
import type { SurrogateScenario } from './scenarios.js'

/** A surrogate's network. */
export interface Network {
  /** The targets' values, in the scenario's order. */
  predict(codes: Int32Array, numbers: Float32Array): Promise<ArrayLike<number>>
  release(): Promise<void>
}

/**
 * Loads `model.onnx`, to run on one thread: many studies at once are faster so, and one is not slower. Throws ParetuneError: MissingPackage where
 * onnxruntime-node is not installed, InvalidProfiler where the model is none or not the scenario's.
 */
export const openNetwork = async (folder: string, scenario: SurrogateScenario): Promise<Network> => {
  const { InferenceSession: Session, Tensor: Values } = await optionalPackage(
    'onnxruntime-node',
    () => import('onnxruntime-node'),
  )
  const file = join(folder, 'model.onnx')
  const session = await Session.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 }).catch(
    (cause: unknown) => {
      throw invalid(`expected a model that ONNX Runtime loads in ${file}, got: ${messageOf(cause)}`, cause)
    },
  )
  const [first, second] = session.inputMetadata
  const [output] = session.outputNames
  const widths = [first, second, session.outputMetadata[0]].map(widthOf)
  const expected = [scenario.choices, scenario.numbers, scenario.targets].map(({ length }) => length)
  if (first === undefined || second === undefined || output === undefined || show(widths) !== show(expected)) {
    await session.release()
    throw invalid(`expected inputs and output of widths ${show(expected)} in ${file}, got ${show(widths)}`)
  }
  return {
    // Tensors of their own for each run: it begins later than it is called, and others may be called in between.
    predict: async (codes, numbers) => {
      const answer = await session.run({
        [first.name]: new Values('int32', codes, [1, codes.length]),
        [second.name]: new Values('float32', numbers, [1, numbers.length]),
      })
      return (answer[output] as Tensor).data as Float32Array
    },
    release: () => session.release(),
  }
}

/** The size of the last dimension; undefined where the model leaves it open. */
const widthOf = (value: InferenceSession.ValueMetadata | undefined): number | string | undefined =>
  value?.isTensor ? value.shape.at(-1) : undefined

const invalid = (message: string, cause?: unknown): ParetuneError =>
  new ParetuneError(fault('InvalidProfiler', message, { cause }))
