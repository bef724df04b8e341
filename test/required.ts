const required = (process.env.PARETUNE_REQUIRE ?? '').split(',')

/** Whether `PARETUNE_REQUIRE` names it, or says `all`: a required backend that is missing fails its tests in place of skipping them. */
export const isRequired = (name: string): boolean => required.some(item => item === 'all' || item === name)
