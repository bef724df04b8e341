import { gzipSync } from 'node:zlib'
import test from 'ava'
import { cacheFile, complaint, ENTRIES, RESULTS, resultsFile } from './files.js'

const [first] = RESULTS
const entry = ENTRIES['16,1.0']

const WRONG = [
  [
    'a file that is not there',
    'no/such/file.json',
    /^no\/such\/file.json: expected a file that can be read.*no such file/,
  ],
  ['a gzip that ends early', gzipSync(cacheFile()).subarray(0, -40), /^the recording: .*unexpected end of file/],
  ['no JSON at all', Buffer.from('time,2'), /expected an object in JSON in byte 0, got "time,2"/],
  ['an empty file', Buffer.from(''), /expected an object in JSON in byte 0, got nothing/],
  [
    'another kind of file',
    '{"ConfigurationSpace": {}}',
    /expected a member `cache` .* or `results` .*, got ConfigurationSpace/,
  ],
  ['JSON that is broken', '{"cache": {"1": {} "2"', /expected a comma or an end in byte 19/],
  ['a text after the end', `${cacheFile()} more`, /expected the end in byte \d+, got "more"/],
  ['a record that is broken', cacheFile().replace('2.5', '2..5'), /expected JSON in record `16,1.0`/],
  ['a record that is no object', cacheFile({ 'a,b': 3 }), /expected an object in record `a,b`, got 3/],
  ['no records', cacheFile({}), /expected at least one record in the recording, got nothing/],
  ['only failures', cacheFile({ '32,0.5': ENTRIES['32,0.5'] }), /expected a measured `time` in the recording/],
  [
    'no names of parameters',
    cacheFile(ENTRIES, { tune_params_keys: [] }),
    /names of parameters in `tune_params_keys`, got \[\]/,
  ],
  [
    'no values of a parameter',
    cacheFile(ENTRIES, { tune_params: { bx: [16, 32] } }),
    /values in `tune_params.rate`, got nothing/,
  ],
  ['a value that is not declared', cacheFile({ '7,1.0': { ...entry, bx: 7 } }), /values of `bx` in row 0 .* got 7/],
  ['a record without a parameter', cacheFile({ '16': { time: 1 } }), /a value of `rate` in record `16`, got nothing/],
  ['times that are no list', cacheFile({ a: { ...entry, times: 3 } }), /a list `times` in record `a`, got 3/],
  [
    'a sample that is no number',
    cacheFile({ a: { ...entry, times: [1, 'x'] } }),
    /finite numbers in `times` in record `a`, got "x"/,
  ],
  [
    'a cost below 0',
    cacheFile({ a: { ...entry, compile_time: -1 } }),
    /time of 0 or more for `compile_time` in record `a`, got -1/,
  ],
  [
    'an objective of unknown direction',
    cacheFile({ a: { ...entry, score: 1 } }, { objective: 'score' }),
    /expected `better` .* for the metric `score` in the options/,
  ],
  [
    'a result without a configuration',
    resultsFile([{ ...first, configuration: undefined }]),
    /an object `configuration` in result 0, got nothing/,
  ],
  [
    'a result without times',
    resultsFile([first, { ...first, times: undefined }]),
    /an object `times` in result 1, got nothing/,
  ],
  [
    'a result without invalidity',
    resultsFile([{ ...first, invalidity: undefined }]),
    /a text `invalidity` in result 0, got nothing/,
  ],
  [
    'a result that lacks a parameter',
    resultsFile([first, { ...first, configuration: { bx: 1 } }]),
    /a value of `mode` in result 1, got nothing/,
  ],
  [
    'a result with a parameter of its own',
    resultsFile([first, { ...first, configuration: { bx: 1, mode: 'a', z: 1 } }]),
    /the parameters of result 0 only in result 1, got "z"/,
  ],
  [
    'a measurement without a name',
    resultsFile([{ ...first, measurements: [{ value: 1 }] }]),
    /a `name` for each measurement in result 0/,
  ],
  [
    'a unit of time that there is not',
    resultsFile(RESULTS, { metadata: { timeunit: 'days' } }),
    /a unit of time .* in `timeunit`, got "days"/,
  ],
  ['no results', resultsFile([]), /at least one result in `results`, got nothing/],
] as const

for (const [title, source, message] of WRONG) {
  test(`${title} is one clear error`, t => {
    t.regex(complaint(source), message)
  })
}
