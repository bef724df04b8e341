import { bentCigar, differentPowers, discus, rotatedEllipsoid, sharpRidge } from './ill-conditioned.js'
import type { Maker } from './landscape.js'
import { attractiveSector, rosenbrock, rotatedRosenbrock, stepEllipsoid } from './moderate.js'
import { griewankRosenbrock, illConditionedSchaffers, rotatedRastrigin, schaffers, weierstrass } from './multimodal.js'
import { buecheRastrigin, ellipsoid, linearSlope, rastrigin, sphere } from './separable.js'
import { gallagher21, gallagher101, katsuura, lunacek, schwefel } from './weakly-structured.js'

/** f1 to f24, in order. */
export const bbobFunctions: readonly Maker[] = [
  sphere,
  ellipsoid,
  rastrigin,
  buecheRastrigin,
  linearSlope,
  attractiveSector,
  stepEllipsoid,
  rosenbrock,
  rotatedRosenbrock,
  rotatedEllipsoid,
  discus,
  bentCigar,
  sharpRidge,
  differentPowers,
  rotatedRastrigin,
  weierstrass,
  schaffers,
  illConditionedSchaffers,
  griewankRosenbrock,
  schwefel,
  gallagher101,
  gallagher21,
  katsuura,
  lunacek,
]
