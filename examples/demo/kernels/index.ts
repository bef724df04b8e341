export { convolution } from './convolution-tuning.js'
export { matmul } from './matmul-tuning.js'
export { modesNote } from './modes.js'
