import type { KernelBackend } from '../kernel/device.js'
import { loadOpencl } from './api.js'
import { openDevice } from './device.js'
import { chooseDevice, findDevices, type OpenclChoice } from './devices.js'
import { openclFigures } from './program.js'

/** Opens the chosen device. */
export const openclBackend = (choice: OpenclChoice): KernelBackend => ({
  name: 'opencl',
  figures: openclFigures,
  open: async () => {
    const opencl = await loadOpencl()
    return openDevice(opencl, chooseDevice(findDevices(opencl), choice))
  },
})
