import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Either, left, right } from '../../core/fp.js'
import { fault, messageOf, type ProfilerError } from '../../core/index.js'
import type { T1Input } from '../../space/index.js'
import { type RecordingDocument, takeApart } from './document.js'
import { recordOf } from './fields.js'
import { readKernelTuner } from './kernel-tuner.js'
import { expected, Malformed } from './malformed.js'
import { makeRecordedSpace, type RecordedSpace } from './recorded-space.js'
import type { Recording } from './records.js'
import { readT4 } from './t4.js'

/** A file's path, its text (which begins with a brace), or its bytes; plain or compressed by gzip. */
export type RecordingSource = string | URL | Uint8Array

export interface ReadRecordedOptions {
  /** The T1 input file of the same search: its values and their order are taken, and its constraints hold besides. */
  readonly t1?: T1Input
  /** Which direction of the file's objective is better. Known for times, energies and rates. */
  readonly better?: 'lower' | 'higher'
}

/**
 * Reads a Kernel Tuner cache file (one that lacks its closing braces, too) or a T4 results file.
 * Left: InvalidRecording; its message names the file, the place in it, what was expected and what came.
 */
export const readRecorded = (
  source: RecordingSource,
  { t1, better }: ReadRecordedOptions = {},
): Either<ProfilerError, RecordedSpace> => {
  const isText = typeof source === 'string' && /^\s*\{/.test(source)
  const name = isText || source instanceof Uint8Array ? 'the recording' : String(source)
  return unlessMalformed(name, () => {
    const document = takeApart(bytesOf(source, isText))
    const file = basename(name).replace(/(\.json)?(\.gz)?$/, '')
    const read = document.container === 'cache' ? readKernelTuner(document, file) : readT4(document, file)
    return makeRecordedSpace(read, { better, warnings: warningsOf(document), ...(t1 && rulesOf(t1, read)) })
  })
}

/** Turns Malformed into a Left. */
export const unlessMalformed = (name: string, make: () => RecordedSpace): Either<ProfilerError, RecordedSpace> => {
  try {
    return right(make())
  } catch (cause) {
    if (!(cause instanceof Malformed)) throw cause
    return left(fault('InvalidRecording', `${name}: ${cause.message}`, { details: { recording: name } }))
  }
}

const bytesOf = (source: RecordingSource, isText: boolean): Buffer => {
  if (isText) return Buffer.from(source as string)
  try {
    const bytes = source instanceof Uint8Array ? source : readFileSync(source)
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
    return isGzip ? gunzipSync(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch (thrown) {
    throw new Malformed(`expected a file that can be read, plain or gzip, got: ${messageOf(thrown)}`)
  }
}

const warningsOf = ({ isUnfinished, isCutOff }: RecordingDocument): string[] => [
  ...(isUnfinished ? ['the file ends before its closing braces: the search was stopped'] : []),
  ...(isCutOff ? ['its last record is cut off, and left out'] : []),
]

/** Parameters and constraints of a T1 file that speaks of just the recorded parameters. */
const rulesOf = ({ space }: T1Input, { records }: Recording) => {
  const { names, parameters } = space
  if (names.length !== records.names.length || !names.every(name => records.names.includes(name)))
    return expected(`the parameters ${records.names.join(', ')}`, 'the T1 file', names.join(', '))
  return { parameters, where: recordOf(space.toJSON()).where as readonly string[] }
}
