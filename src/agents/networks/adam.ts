/** What Adam remembers, over all parameters of a model in one row. */
export interface AdamState {
  /** Steps taken. */
  readonly t: number
  /** First and second moments. */
  readonly m: Float32Array
  readonly v: Float32Array
}

/**
 * Adam over one flat row of parameters, in place. In typed arrays, since tfjs spends more time on calling its dozen small operators per
 * tensor than they take, and since its state is then saved as it is.
 *
 * @see Kingma & Ba 2015, "Adam: a method for stochastic optimization", algorithm 1
 */
export class Adam {
  readonly #beta1 = 0.9
  readonly #beta2 = 0.999
  readonly #epsilon: number
  #t: number
  readonly #m: Float32Array
  readonly #v: Float32Array

  /** `epsilon` is added to the root of the corrected second moment; 1e-5 in implementations of PPO. */
  constructor(size: number, epsilon = 1e-5, saved?: AdamState) {
    this.#epsilon = epsilon
    this.#t = saved?.t ?? 0
    this.#m = saved?.m.slice() ?? new Float32Array(size)
    this.#v = saved?.v.slice() ?? new Float32Array(size)
  }

  /** One step of size `alpha` against `gradient`. */
  step(theta: Float32Array, gradient: Float32Array, alpha: number): void {
    const [beta1, beta2, epsilon, m, v] = [this.#beta1, this.#beta2, this.#epsilon, this.#m, this.#v]
    const t = ++this.#t
    // The bias corrections of both moments.
    const [size, root] = [alpha / (1 - beta1 ** t), 1 / Math.sqrt(1 - beta2 ** t)]
    for (let i = 0; i < theta.length; i++) {
      const g = gradient[i] as number
      const mi = beta1 * (m[i] as number) + (1 - beta1) * g
      const vi = beta2 * (v[i] as number) + (1 - beta2) * g * g
      m[i] = mi
      v[i] = vi
      theta[i] = (theta[i] as number) - (size * mi) / (root * Math.sqrt(vi) + epsilon)
    }
  }

  state(): AdamState {
    return { t: this.#t, m: this.#m.slice(), v: this.#v.slice() }
  }
}

/** Scales a gradient down, in place, to a norm of at most `most`. Answers the norm it had. */
export const clipNorm = (gradient: Float32Array, most: number): number => {
  let sum = 0
  for (let i = 0; i < gradient.length; i++) sum += (gradient[i] as number) ** 2
  const norm = Math.sqrt(sum)
  // The 1e-6 is PyTorch's clip_grad_norm_.
  const factor = most / (norm + 1e-6)
  if (factor < 1) for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] as number) * factor
  return norm
}
