import { arch, cpus, platform, release } from 'node:os'

let fingerprint: string | undefined

/** The machine and runtime that figures are comparable on: processor and its threads, system, architecture, Node.js. */
export const machineFingerprint = (): string => {
  if (fingerprint === undefined) {
    const processors = cpus()
    const model = processors[0]?.model.trim() ?? 'unknown processor'
    fingerprint = `${model} x${processors.length}, ${platform()} ${release()} ${arch()}, node ${process.version}`
  }
  return fingerprint
}
