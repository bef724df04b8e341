export { memory } from './memory.js'
export { sqlite } from './sqlite.js'
export type { SqliteOptions } from './sqlite-file.js'
export type { Checkpoint, LogEntry, Store, StoredStudy, StudyHeader } from './store.js'
