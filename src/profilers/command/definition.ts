import type { Config, MetricSpec, ProfileFailureTag } from '../../core/index.js'
import type { ProfileContext } from '../profiler.js'

/** A metric that the program tells, and how. */
export interface CommandMetric extends Omit<MetricSpec, 'name'> {
  /** Finds the number: its group named `value`, or its first. Without a pattern it comes from a JSON line, or from `parse`. */
  readonly pattern?: RegExp
  /** Where the pattern looks. Default `stdout`. */
  readonly from?: 'stdout' | 'stderr'
  /** Of the values that one run tells, the last, or all of them as samples of a measurement. Default `last`. */
  readonly keep?: 'last' | 'all'
}

/** Metrics by name alone, or with unit, direction and pattern. */
export type CommandMetrics<M extends string> = readonly M[] | Readonly<Record<M, CommandMetric>>

/** How parameters that no placeholder names reach the program. */
export type PassedAs =
  | {
      /** `--batch-size 8` ('kebab', the default), `--batch_size 8` ('snake'), `--batchSize 8` ('exact'). */
      readonly as: 'arguments'
      readonly naming?: 'kebab' | 'snake' | 'exact'
      /** true and false are `--pin` and nothing ('present', the default), `--pin` and `--no-pin` ('negated'), `--pin true` and `--pin false` ('value'). */
      readonly flags?: 'present' | 'negated' | 'value'
    }
  /** `BATCH_SIZE=8`, after a prefix (default none). */
  | { readonly as: 'environment'; readonly prefix?: string }
  /** As the JSON object `{"batchSize": 8}` in a file of its own, removed after the run; its path stands for `{file}`, or is the last argument. */
  | { readonly as: 'file' }
  | { readonly as: 'nothing' }

/**
 * What a run is told besides the configuration; the program finds it as `PARETUNE_FIDELITY`, `PARETUNE_SEED`, `PARETUNE_TRIAL` and
 * `PARETUNE_RESUME_FROM`.
 */
export type CommandRun = Pick<ProfileContext, 'fidelity' | 'seed' | 'trial' | 'resumeFrom'>

/** What a run printed; of more than `outputBytes` each the end. */
interface CommandOutput {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | null
  readonly wallMs: number
}

/** Metrics by name, as `parse` tells them: one value each, or samples. */
export type ParsedMetrics = Readonly<Record<string, number | readonly number[]>>

/** A program, how it gets a configuration, and how it tells what that cost. */
export interface CommandDefinition<C extends Config, M extends string> {
  /** Default: the program. */
  readonly name?: string
  /**
   * The program and its first arguments; no shell reads them. `{batch}` stands for the parameter `batch`, `{batch?}` for one that
   * may be inactive (the argument is then left out), `{fidelity}`, `{seed}`, `{trial?}` and `{resumeFrom?}` for those of the run. A function gives them all.
   */
  readonly command: string | readonly string[] | ((config: C, run: CommandRun) => readonly string[])
  /** Default: as arguments, in kebab case; nothing where `command` is a function. */
  readonly parameters?: PassedAs
  /** Added to this process's environment; placeholders as in `command`. */
  readonly env?: Readonly<Record<string, string>> | ((config: C, run: CommandRun) => Readonly<Record<string, string>>)
  /** Default: that of this process. */
  readonly cwd?: string | URL
  /** What the program reads. Default: nothing. */
  readonly stdin?: string | ((config: C, run: CommandRun) => string)
  /** What every profile will have besides `wallMs`. */
  readonly metrics?: CommandMetrics<M>
  /** Reads metrics that are told in another way. */
  readonly parse?: (output: CommandOutput, config: C) => ParsedMetrics | Promise<ParsedMetrics>
  /** Runs of the program for one profile; each is a sample. Default 1. */
  readonly repeats?: number
  /** What exit codes mean, as in `{ 3: 'ok', 77: 'CompileFailed' }`. Default: 0 is ok, anything else RunFailed or Crashed. */
  readonly exitCodes?: Readonly<Record<number, 'ok' | Exclude<ProfileFailureTag, 'Cancelled'>>>
  /** Limit of one run, within that of the trial. Default: none. */
  readonly timeoutMs?: number
  /** From SIGTERM to SIGKILL. Default 500, which is within the second that a study waits for an aborted profiler. */
  readonly graceMs?: number
  /** Limit of the resident memory of all its processes, looked at every 50 ms. Linux only. Default: none. */
  readonly memoryLimitBytes?: number
  /** Of stdout and of stderr this much of the end is kept. Default 64 MiB. */
  readonly outputBytes?: number
}
