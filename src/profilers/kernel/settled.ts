/** Whether a promise is fulfilled or rejected within this time. */
export const isSettledWithin = async (promise: Promise<unknown>, timeMs: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), timeMs)
  })
  const settled = (): boolean => true
  try {
    return await Promise.race([promise.then(settled, settled), late])
  } finally {
    clearTimeout(timer)
  }
}
