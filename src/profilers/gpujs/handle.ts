/** An output that stays on the device (`pipeline: true`): a WebGPU buffer or a GL texture. */
export interface Handle {
  toArray(): unknown
  delete?(): void
  readonly context?: {
    readonly device?: { readonly queue: { onSubmittedWorkDone(): Promise<unknown> } }
    finish?(): void
  }
}

export const isHandle = (value: unknown): value is Handle =>
  typeof value === 'object' && value !== null && typeof (value as Handle).toArray === 'function'

/** Waits until the device has written what a handle stands for. */
export const written = async ({ context }: Handle): Promise<void> => {
  if (context?.device) await context.device.queue.onSubmittedWorkDone()
  else context?.finish?.()
}
