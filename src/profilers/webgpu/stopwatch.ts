/** Tells how long the compute pass of a submission took. */
export interface Stopwatch {
  /** What the pass needs to be timed. */
  readonly passDescriptor: GPUComputePassDescriptor
  /** Submits the commands. Answers milliseconds. */
  submit(encoder: GPUCommandEncoder): Promise<number>
  release(): void
}

/** By the device's timestamps; where it has none, by the wall until the queue is empty. */
export const stopwatch = (device: GPUDevice): Stopwatch =>
  device.features.has('timestamp-query') ? timestamps(device) : wallTime(device)

const STAMP_BYTES = 8

const timestamps = (device: GPUDevice): Stopwatch => {
  const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 })
  const resolved = device.createBuffer({ size: 2 * STAMP_BYTES, usage: QUERY_RESOLVE | COPY_SRC })
  const staging = device.createBuffer({ size: 2 * STAMP_BYTES, usage: MAP_READ | COPY_DST })
  return {
    passDescriptor: { timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } },
    submit: async encoder => {
      encoder.resolveQuerySet(querySet, 0, 2, resolved, 0)
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, 2 * STAMP_BYTES)
      device.queue.submit([encoder.finish()])
      await staging.mapAsync(GPUMapMode.READ)
      const [began, ended] = new BigUint64Array(staging.getMappedRange()) as unknown as readonly [bigint, bigint]
      staging.unmap()
      return Number(ended - began) / 1e6
    },
    release: () => {
      querySet.destroy()
      resolved.destroy()
      staging.destroy()
    },
  }
}

const wallTime = ({ queue }: GPUDevice): Stopwatch => ({
  passDescriptor: {},
  submit: async encoder => {
    const beganMs = performance.now()
    queue.submit([encoder.finish()])
    await queue.onSubmittedWorkDone()
    return performance.now() - beganMs
  },
  release: () => {},
})
