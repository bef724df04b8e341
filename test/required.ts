const required = (process.env.PARETUNE_REQUIRE ?? '').split(',')

/** What takes a GPU of NVIDIA, or its toolkit: no CI of a bare machine has them. */
const BY_NAME_ONLY = ['cuda', 'cuda-toolkit']

/**
 * Whether `PARETUNE_REQUIRE` names it, or says `all` and a machine without a GPU can have it: a required backend that is missing
 * fails its tests in place of skipping them.
 */
export const isRequired = (name: string): boolean =>
  required.includes(name) || (required.includes('all') && !BY_NAME_ONLY.includes(name))
