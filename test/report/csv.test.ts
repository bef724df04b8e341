import test from 'ava'
import { toCsv } from '#src/report/index.js'
import { failed, measured, pruned } from './fixtures.js'

test('a line for each trial, a column for each parameter and objective, empty where there is nothing', t => {
  const trials = [
    measured(0, { tile: 8, simd: true }, { latency: 0.1 + 0.2 }, { violation: 0.5 }),
    failed(1, { tile: 16, backend: 'cpu' }, 'no'),
    pruned(2, { tile: 8 }),
  ]
  t.deepEqual(toCsv(trials).split('\r\n'), [
    'number,state,config.tile,config.simd,config.backend,objective.latency,violation,reward,cost_ms,finished_ms,fidelity,origin,failure,message',
    '0,infeasible,8,true,,0.30000000000000004,0.5,0,250,0,1,agent,,',
    '1,failed,16,,cpu,,,-1,50,10,1,agent,RunFailed,no',
    '2,pruned,8,,,,,-2,20,20,1,agent,,',
    '',
  ])
})

test('a cell with a comma, a quote or a line break is quoted, its quotes doubled', t => {
  const csv = toCsv([failed(0, { 'a,b': 'x"y', plain: 'ünï' }, 'line 1\nline 2')])
  t.true(csv.includes('"config.a,b",config.plain'))
  t.true(csv.includes('"x""y",ünï'))
  t.true(csv.endsWith(',RunFailed,"line 1\nline 2"\r\n'))
})

test('no trials are a head without lines', t => {
  t.is(toCsv([]).split('\r\n').length, 2)
})
