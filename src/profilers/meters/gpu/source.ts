/** What a look at a GPU tells, each a number or why there is none. */
export interface GpuLook {
  /** Part of the time in which a kernel ran, in [0, 1]. */
  readonly gpuUtilization: number | string
  /** Part of the time in which device memory was read or written, in [0, 1]. */
  readonly gpuMemoryUtilization: number | string
  readonly gpuMemoryBytes: number | string
  readonly gpuProcessMemoryBytes: number | string
  readonly gpuPowerW: number | string
  readonly gpuTemperatureC: number | string
  readonly gpuClockSmMhz: number | string
  readonly gpuClockMemMhz: number | string
}

/** A GPU that can be looked at. */
export interface GpuSource {
  /** `processes` are those whose memory is asked for. */
  look(processes: readonly number[]): GpuLook | Promise<GpuLook>
  /** What the energy counter says, or why there is none. */
  energyJ(): number | string
  close(): void
}
