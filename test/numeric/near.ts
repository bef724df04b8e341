/** Within an absolute distance, or within the same part of what is expected where that is larger than 1. */
export const isNear = (actual: number, expected: number, distance: number): boolean =>
  Math.abs(actual - expected) <= distance * Math.max(1, Math.abs(expected))
