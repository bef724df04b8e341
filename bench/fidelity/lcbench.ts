import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { defineSpace, integer, real } from '#src/space/index.js'
import type { FidelityProblem } from '../../test/problems/learning-curves.js'

const EPOCHS = 52

/** Bounds of YAHPO Gym's `config_space.json`. */
const space = defineSpace({
  batch_size: integer(16, 512, { scale: 'log' }),
  learning_rate: real(1e-4, 0.1, { scale: 'log' }),
  momentum: real(0.1, 0.99),
  weight_decay: real(1e-5, 0.1),
  num_layers: integer(1, 5),
  max_units: integer(64, 1024, { scale: 'log' }),
  max_dropout: real(0, 1),
})

/** The order of the network's inputs, as the constants in it tell that bring them to [0, 1]; before them come the epochs. */
const inputs = [
  'batch_size',
  'learning_rate',
  'momentum',
  'weight_decay',
  'num_layers',
  'max_units',
  'max_dropout',
] as const

/** By their OpenML number: those of YAHPO Gym's suite for several objectives. */
const tasks = ['167152', '167185', '189873']

/**
 * Trainings of networks on tabular data, as YAHPO Gym's surrogate of LCBench predicts them: the error on the validation data in percent after some
 * of 52 epochs. The least error is not known: 0 stands for it.
 * @see Pfisterer et al. 2022, "YAHPO Gym - an efficient multi-objective multi-fidelity benchmark for hyperparameter optimization"; Zimmer,
 * Lindauer & Hutter 2021, "Auto-PyTorch tabular", for the data
 */
export const lcbench = async (folder: string): Promise<Readonly<Record<string, FidelityProblem>>> => {
  const encoding: { readonly OpenML_task_id: Readonly<Record<string, number>> } = JSON.parse(
    await readFile(join(folder, 'encoding.json'), 'utf8'),
  )
  const session = await InferenceSession.create(join(folder, 'model.onnx'), { intraOpNumThreads: 1 })
  const problemOf = (task: string): FidelityProblem => {
    const x_cat = new Tensor('int32', Int32Array.of(encoding.OpenML_task_id[task] as number), [1, 1])
    const loss = async (config: object, part: number): Promise<number> => {
      const values = config as Readonly<Record<(typeof inputs)[number], number>>
      const x = Float32Array.of(Math.round(part * EPOCHS), ...inputs.map(name => values[name]))
      const { output } = await session.run({ x_cat, x_cont: new Tensor('float32', x, [1, x.length]) })
      // Its second output is the accuracy.
      return 100 - ((output as Tensor).data[1] as number)
    }
    return { space, loss, last: config => loss(config, 1), optimum: 0 }
  }
  return Object.fromEntries(tasks.map(task => [`LCBench ${task}`, problemOf(task)]))
}
