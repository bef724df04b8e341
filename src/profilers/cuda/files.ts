import { join } from 'node:path'

/** Where a driver puts its library: on Linux, under WSL, in containers, on NixOS. */
export const DRIVER_FILES: readonly string[] = [
  'libcuda.so.1',
  '/usr/lib/wsl/lib/libcuda.so.1',
  '/usr/local/nvidia/lib64/libcuda.so.1',
  '/run/opengl-driver/lib/libcuda.so.1',
]

/** The names that NVRTC has had, by the major version of CUDA. 11.2 is the first that tells what it compiles for. */
const NAMES = new Map([
  [13, 'libnvrtc.so.13'],
  [12, 'libnvrtc.so.12'],
  [11, 'libnvrtc.so.11.2'],
])

/**
 * Files of NVRTC in the order to try them: in the toolkit of `CUDA_PATH` or `CUDA_HOME`, by bare name, in the usual folders. First
 * the version of the driver, then older ones, and newer ones last, since a driver need not load what they compile.
 */
export const nvrtcFiles = (driverMajor: number): readonly string[] => {
  const later = (major: number): number => Number(major > driverMajor)
  const majors = [...NAMES.keys()].sort((a, b) => later(a) - later(b) || b - a)
  const names = [...majors.map(major => NAMES.get(major) as string), 'libnvrtc.so']
  const within = (root: string): string[] =>
    ['lib64', 'lib'].flatMap(folder => names.map(name => join(root, folder, name)))
  const { CUDA_PATH, CUDA_HOME } = process.env
  const roots = [...new Set([CUDA_PATH, CUDA_HOME])].filter(root => root !== undefined && root !== '')
  return [...roots.flatMap(root => within(root as string)), ...names, ...within('/usr/local/cuda')]
}
