export { convolution } from './convolution.js'
export { matmul } from './matmul.js'
export { modes, modesNote } from './modes.js'
