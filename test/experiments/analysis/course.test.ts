import test from 'ava'
import { courseOf, frontOf, lowest, reaches, sampled, volumeCourse } from '#src/experiments/analysis/course.js'

const course = courseOf(
  [
    [2, 0.5, 7],
    [3, 4, 5],
    [6, 9, 6],
  ],
  8,
)

test('a step counts from its evaluation, or its second, on', t => {
  t.deepEqual([...sampled(course, 'evaluations', [1, 2, 3, 4, 5, 6, 7])], [8, 7, 5, 5, 5, 6, 6])
  t.deepEqual([...sampled(course, 'seconds', [0.4, 0.5, 4, 8.9, 100])], [8, 7, 5, 5, 6])
  t.deepEqual([...sampled(courseOf([], 3), 'evaluations', [1, 2])], [3, 3])
})

test('steps between the places of a grid are taken together', t => {
  t.deepEqual([...sampled(course, 'evaluations', [5, 10])], [5, 6])
})

test('a target is reached where it is first met exactly, whatever comes after, and never by the start', t => {
  t.is(reaches(course, 5), 3)
  t.is(reaches(course, 6.5), 3)
  t.is(reaches(course, 7), 2)
  t.is(reaches(course, 4.9), undefined)
  t.is(reaches(courseOf([], 1), 2), undefined)
})

test('the lowest of a course is what was found by then', t => {
  t.deepEqual([...sampled(lowest(course), 'evaluations', [1, 2, 3, 6])], [Number.POSITIVE_INFINITY, 7, 5, 5])
})

test('of several objectives it is minus the volume of the front, whose dominated points go', t => {
  const advances = [
    [1, 1, 3, 3],
    [4, 2, 2, 3],
    [5, 3, 1, 9],
  ] as const
  t.deepEqual([...sampled(volumeCourse(advances, [4, 4]), 'evaluations', [0, 1, 3, 4, 5])], [0, -1, -1, -2, -2])
  t.deepEqual(frontOf(advances), [
    [2, 3],
    [1, 9],
  ])
})
