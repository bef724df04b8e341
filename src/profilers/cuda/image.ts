import { show } from '../../core/index.js'
import { ProfileError } from '../failure.js'

/** CUDA C++, to be compiled by NVRTC, or what `nvcc -ptx` or `nvcc -cubin` compiled before. */
export type CudaSource = string | { readonly ptx: string } | { readonly cubin: Uint8Array }

/**
 * A source as the text of a kernel program. PTX starts with a directive that no C++ does, and a cubin (its bytes as latin1) with the
 * mark of ELF, so each is known by its beginning.
 */
export const textOf = (source: CudaSource): string => {
  if (typeof source === 'string') return source
  const text = 'ptx' in source ? source.ptx : Buffer.from(source.cubin).toString('latin1')
  if ('ptx' in source ? isPtx(text) : isCubin(text)) return text
  const expected = 'ptx' in source ? 'PTX, which begins with .version' : 'a cubin, which begins with the mark of ELF'
  throw new ProfileError('CompileFailed', `expected ${expected}, got ${show(text.slice(0, 40))}`)
}

/** The bytes of a text that needs no compiler, as the driver loads them; undefined where it is CUDA C++. */
export const compiledImage = (text: string): Uint8Array | undefined => {
  if (isCubin(text)) return Buffer.from(text, 'latin1')
  // The driver takes PTX as C has texts.
  return isPtx(text) ? Buffer.from(`${text}\0`) : undefined
}

const isCubin = (text: string): boolean => text.startsWith('\x7fELF')

/** Comments may come before the first directive. */
const isPtx = (text: string): boolean => /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*\.version\b/.test(text)
