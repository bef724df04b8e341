import type { io } from '@tensorflow/tfjs-core'

/** A graph model as TensorFlow's converter writes it: its input of 4 columns times a constant 2. */
export const scalingGraph: io.ModelArtifacts = {
  format: 'graph-model',
  modelTopology: {
    node: [
      {
        name: 'images',
        op: 'Placeholder',
        attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim: [{ size: '-1' }, { size: '4' }] } } },
      },
      {
        name: 'factor',
        op: 'Const',
        attr: { dtype: { type: 'DT_FLOAT' }, value: { tensor: { dtype: 'DT_FLOAT', tensorShape: {} } } },
      },
      { name: 'scaled', op: 'Mul', input: ['images', 'factor'], attr: { T: { type: 'DT_FLOAT' } } },
    ],
    versions: { producer: 1 },
  },
  weightSpecs: [{ name: 'factor', shape: [], dtype: 'float32' }],
  weightData: Float32Array.of(2).buffer,
}
