/** How far a training has come. */
export interface TrainingProgress {
  /** Part of the training that is over, 0 to 1. */
  readonly done: number
  /** How well the studies since the last report went, more being better; NaN where none ended. */
  readonly training: number
  /** The same on the problems that it is not trained on. */
  readonly validation?: number
  /** Mean entropy of the policy, in nats: ln of the number of choices where it knows nothing. */
  readonly entropy: number
}
