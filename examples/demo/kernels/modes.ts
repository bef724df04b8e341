import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROBE = "const { create } = await import('webgpu'); process.exit((await create([]).requestAdapter()) ? 0 : 1)"

/**
 * Whether WebGPU has an adapter here. It is asked for in a process of its own: a machine without Vulkan makes the driver
 * print warnings, which are no news to whoever runs the demo.
 */
const hasWebGpu =
  spawnSync(process.execPath, ['--input-type=module', '--eval', PROBE], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    stdio: 'ignore',
    timeout: 10_000,
  }).status === 0

/** The backends of gpu.js that the demo tunes over. */
export const modes = hasWebGpu ? (['cpu', 'webasm', 'webgpu'] as const) : (['cpu', 'webasm'] as const)

/** What to tell about them. */
export const modesNote = hasWebGpu
  ? 'gpu.js runs on cpu, webasm and webgpu'
  : 'gpu.js runs on cpu and webasm; webgpu is left out, since this machine has no adapter for it'
