import { fault, messageOf, ParetuneError } from '../core/index.js'

/**
 * Loads a package that Paretune does not install for everybody.
 *
 * @param name what to install, as npm names it
 * @param load imports it: a closure, so that bundlers and type checkers see the literal import
 * @throws ParetuneError `MissingPackage` where it is not installed; its message is the command that installs it.
 *   A package that is there but fails to load throws its own error.
 */
export const optionalPackage = async <T>(name: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load()
  } catch (cause) {
    // A package that is there but lacks one of its own parts must not be called missing.
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND'
    if (!missing || !messageOf(cause).includes(`'${name}'`)) throw cause
    throw new ParetuneError(fault('MissingPackage', `npm install ${name}`, { details: { package: name }, cause }))
  }
}
