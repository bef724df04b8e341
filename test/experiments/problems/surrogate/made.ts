import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onnxModel } from '../../../profilers/onnx/write-model.js'
import { rbv2Super, rbv2SuperEncoding } from '../../../space/config-space/rbv2-super.js'

/** A network that tells its inputs apart: `output[t] = sum_k w[k][t] input[k] / 100`, the codes before the numbers. */
const linearModel = (codes: number, numbers: number, targets: number): Uint8Array => {
  const inputs = codes + numbers
  const values = Float32Array.from({ length: inputs * targets }, (_, i) => (((i * 37) % 101) - 20) / 100)
  return onnxModel({
    inputs: [
      { name: 'x_cat', type: 'int32', shape: ['rows', codes] },
      { name: 'x_cont', shape: ['rows', numbers] },
    ],
    outputs: [{ name: 'output', shape: ['rows', targets] }],
    nodes: [
      { type: 'Cast', inputs: ['x_cat'], outputs: ['codes'], ints: { to: 1 } },
      { type: 'Concat', inputs: ['codes', 'x_cont'], outputs: ['all'], ints: { axis: 1 } },
      { type: 'MatMul', inputs: ['all', 'w'], outputs: ['output'] },
    ],
    weights: [{ name: 'w', shape: [inputs, targets], values }],
  })
}

/**
 * A folder like those of YAHPO Gym for its scenario with the most conditions. What its package says of it is in
 * test/fixtures/yahpo-made.json: make the folder (`made/rbv2_super`), then run bench/peers/yahpo.py as the fixture's `command` says.
 */
export const makeRbv2Super = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'config_space.json'), JSON.stringify(rbv2Super))
  await writeFile(join(folder, 'encoding.json'), JSON.stringify(rbv2SuperEncoding))
  await writeFile(join(folder, 'model.onnx'), linearModel(8, 33, 9))
}
