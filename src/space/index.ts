export { type ConfigSpaceInput, type ReadConfigSpaceOptions, readConfigSpace } from './config-space/read.js'
export {
  type ConfigFrom,
  type ConfigOf,
  type Listed,
  listed,
  type On,
  on,
  type Parameters,
  type SpaceOptions,
  type ValueOf,
} from './constraints.js'
export { defineSpace } from './define.js'
export { type Domain, domainsOf, isDiscrete, isNominal } from './domain.js'
export { compileValue } from './expression/expression.js'
export { makeSpace } from './make.js'
export { choice, flag, integer, ordinal, real } from './parameters.js'
export type {
  ChoiceParameter,
  Enumeration,
  FlagParameter,
  IntegerParameter,
  NeighbourKind,
  OrdinalParameter,
  Parameter,
  RealParameter,
  Scale,
  Space,
} from './space.js'
export { differences, spaceFromJSON } from './space-json.js'
export { suggestion } from './suggest.js'
export { readT1, type T1Input } from './t1.js'
export { configurationsIn, isEnumerable, type Visited, visitedOf } from './visited.js'
