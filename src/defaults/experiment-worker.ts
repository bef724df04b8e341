import { serveCells } from '../experiments/index.js'
import { agentsByName } from './agents-by-name.js'

// The module of a worker thread of an experiment.

serveCells(agentsByName)
