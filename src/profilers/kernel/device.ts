// The contract of what runs kernels: WebGPU, OpenCL and CUDA differ behind it, and the harness in this folder is one.

/** Arrays that a kernel reads or writes. */
export type KernelArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

/** A value passed by value, in the type that the kernel declares. */
export interface KernelScalar {
  readonly type: 'int32' | 'uint32' | 'int64' | 'uint64' | 'float32' | 'float64'
  readonly value: number | bigint
}

/** An argument on the device: a buffer, a scalar, or so many bytes of memory shared by a workgroup (OpenCL's `__local`). */
export type DeviceArgument = DeviceBuffer | KernelScalar | { readonly localBytes: number }

/** Three numbers: x, y, z. */
export type Extent = readonly [number, number, number]

/** What the device allows of one workgroup (block). */
export interface WorkgroupLimits {
  /** Most work items along each axis. */
  readonly size: Extent
  /** Most work items in all. */
  readonly items: number
  /** Memory shared by a workgroup, in bytes. */
  readonly sharedBytes: number
}

/** Source with the values that a configuration gives it. */
export interface KernelProgram {
  readonly source: string
  /** Name of the kernel function. */
  readonly entry: string
  /** `-D` defines, or override constants. */
  readonly defines: Readonly<Record<string, string | number | boolean>>
  /** Options of the compiler, as written on its command line. */
  readonly options: readonly string[]
}

export interface DeviceBuffer {
  readonly byteLength: number
  /** Copies from the host, from the buffer's start. */
  write(data: Uint8Array): Promise<void>
  /** Copies to the host: the whole buffer. */
  read(): Promise<Uint8Array>
  release(): void
}

/** Where and how a kernel is launched. */
export interface Launch {
  /** Workgroups (blocks) along each axis. */
  readonly grid: Extent
  /** Work items (threads) of a workgroup along each axis. */
  readonly workgroup: Extent
  readonly args: readonly DeviceArgument[]
  /** Dynamic shared memory in bytes (CUDA). */
  readonly sharedBytes?: number
}

export interface CompiledKernel {
  /** What the compiler and the driver tell of it, as in `registers`, `occupancy`, `sharedBytes`; the names are the device's `metrics`. */
  figures(launch: Pick<Launch, 'workgroup' | 'sharedBytes'>): Readonly<Record<string, number>>
  /**
   * Runs it once to its end. Returns milliseconds as the device counted them. Throws a ProfileError `RunFailed`, `OutOfMemory` or
   * `Crashed`. The same array of arguments comes again and again.
   */
  launch(launch: Launch): Promise<number>
  release(): void
}

/** One device, opened. All methods throw a ProfileError that says what the driver said. */
export interface KernelDevice {
  /** Parts of the machine's fingerprint: device, driver, runtime, with their versions. */
  readonly machine: Readonly<Record<string, string>>
  readonly limits: WorkgroupLimits
  /** Remarks that every figure from this device needs. */
  readonly notes?: readonly string[]
  /**
   * Why the device can no longer be used (lost, or left in an error that sticks); undefined while it can. The next profile then
   * opens another.
   */
  readonly lost?: string | undefined
  /**
   * Bytes that the harness adds behind every output, to see what is written past its end. Default 256; 0 where kernels see the size
   * of their buffers, or the device keeps them within.
   */
  readonly guardBytes?: number
  /** Throws a ProfileError `CompileFailed` with the build log as its message's end and as `details.log`. */
  compile(program: KernelProgram): Promise<CompiledKernel>
  /** Throws a ProfileError `OutOfMemory` where there is no room. */
  buffer(byteLength: number): DeviceBuffer
  /** Empties the caches, so that a run does not find what the one before it left. */
  flushCaches?(): Promise<void>
  /** Releases everything that was made of it. */
  close(): Promise<void>
}

/** Opens devices of one kind, whose kernels have the figures `F`. */
export interface KernelBackend<F extends string = string> {
  /** As in `opencl`. */
  readonly name: string
  /** Names and units of `CompiledKernel.figures`, which all profiles have. */
  readonly figures: Readonly<Record<F, { readonly unit: string; readonly better?: 'lower' | 'higher' }>>
  /**
   * Throws a ParetuneError `MissingPackage` (the npm package is not installed), and `InvalidProfiler` where there is no driver or
   * no such device: its message names the files that were tried.
   */
  open(): Promise<KernelDevice>
}
