/** Version of the package, noted in every study. */
export const VERSION = '0.1.0'
