/** A command line that says nothing that can be done: exit status 2. */
export class UsageError extends Error {}
