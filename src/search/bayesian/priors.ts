import type { Prior } from './hyperparameters.js'

/** The spread of Hvarfner, Hellsten & Nardi 2024; a little noise keeps the covariance of near points invertible. */
export const ofLosses: Prior = { leastNoise: 1e-6, spread: Math.sqrt(3) }

/** Labels have a step in them, beside which a smooth process is wrong: that must pass as noise. */
export const ofViolations: Prior = { ...ofLosses, leastNoise: 0.1 }

/**
 * Where labels say yes or no and nothing else, trials on both sides of a step would make up for it by ever shorter lengthscales, with which nothing
 * is learnt about places near to failures: only lengthscales about as long as the scales are likely.
 */
export const ofSuccess: Prior = { ...ofViolations, spread: 0.7 }
