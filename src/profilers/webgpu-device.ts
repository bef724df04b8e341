import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { fault, ParetuneError, show } from '../core/index.js'
import { optionalPackage } from './optional-package.js'

/** What `installWebGpu` found. */
export interface WebGpu {
  /** The adapter in the driver's words, for notes beside figures: `SwiftShader driver 5.0.0`. */
  readonly adapter: string
}

/**
 * Puts WebGPU where browsers have it: `navigator.gpu` and the `GPU...` globals, from the optional package `webgpu` (Dawn).
 * A `navigator.gpu` that is there already is left alone. Libraries that look for `navigator.gpu` (tfjs, gpu.js) find it
 * from then on. An adapter is asked for each time, the rest happens once a process.
 *
 * @throws ParetuneError `MissingPackage` without the package `webgpu`, `InvalidProfiler` where it finds no adapter.
 */
export const installWebGpu = async (): Promise<WebGpu> => {
  const { adapter } = await webGpuAdapter()
  const { description, device, vendor } = adapter.info
  return { adapter: description || device || vendor || 'unnamed adapter' }
}

/** A new adapter, since one serves one device, and the version of the package it is from, where it is from it. Throws as `installWebGpu`. */
export const webGpuAdapter = async (
  options: GPURequestAdapterOptions = {},
): Promise<{ readonly adapter: GPUAdapter; readonly version?: string }> => {
  installing ??= install().catch(thrown => {
    installing = undefined
    throw thrown
  })
  const { gpu, ...version } = await installing
  const adapter = await gpu.requestAdapter(options)
  if (adapter === null) throw new ParetuneError(fault('InvalidProfiler', noAdapter()))
  return { adapter, ...version }
}

interface Installed {
  readonly gpu: GPU
  /** Of the package `webgpu`, where it was it that was installed. */
  readonly version?: string
}

let installing: Promise<Installed> | undefined

const install = async (): Promise<Installed> => {
  const there: unknown = (globalThis as { navigator?: { gpu?: unknown } }).navigator?.gpu
  if (there) return { gpu: there as GPU }
  const { create, globals } = await optionalPackage('webgpu', () => import('webgpu'))
  // Device timestamps come in steps of 65.5 us unless the quantisation, a defence of browsers, is off.
  const gpu = create(['enable-dawn-features=allow_unsafe_apis', 'disable-dawn-features=timestamp_quantization'])
  Object.assign(globalThis, globals)
  // Node 20 has no navigator; later ones have a getter whose object takes properties.
  if (!('navigator' in globalThis)) {
    const value = { userAgent: `Node.js/${process.versions.node}`, hardwareConcurrency: availableParallelism() }
    Object.defineProperty(globalThis, 'navigator', { value, configurable: true, writable: true })
  }
  const { navigator } = globalThis as unknown as { navigator: object }
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true })
  const { version } = createRequire(import.meta.url)('webgpu/package.json') as { readonly version: string }
  return { gpu, version }
}

const noAdapter = (): string =>
  'expected a WebGPU adapter, got none: it takes the Vulkan loader (libvulkan.so.1) and a driver. Without a GPU, ' +
  "SwiftShader serves: install Debian's chromium and libvulkan1 and set " +
  'VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json before Node starts ' +
  `(VK_ICD_FILENAMES is ${process.env.VK_ICD_FILENAMES === undefined ? 'not set' : show(process.env.VK_ICD_FILENAMES)})`
