/** @file Trainers learn: a small arm comes to drawn points that it has not seen. */
import { expect, it } from 'vitest';
import { examine } from '../../src/train/evaluation.ts';
import { Training } from '../../src/train/training.ts';
import { smallCourse, smallTraining } from '../support/lessons.ts';

const test = { set: 'test', seed: 7, count: 128 } as const;
const moving = { learningRate: 0.03, beta1: 0.7, beta2: 0.95, clipNorm: 1 };
const critic = { hidden: [16], minibatches: 2, learningRate: 0.01 };

it.each([
  [{ type: 'bptt', members: 16, ...moving }, 25],
  [{ type: 'shac', members: 16, window: 0.2, critic, ...moving }, 40],
  [{ type: 'cem', candidates: 40, episodes: 4 }, 40],
  [{ type: 'es', candidates: 32, episodes: 4, learningRate: 0.05 }, 40],
])('$type', async (method, iterations) => {
  const course = smallCourse(smallTraining({ every: 1000, ...method }));
  const job = Training.start(course);
  for (let iteration = 0; iteration < iterations; iteration++) await job.step();
  const [before, after] = [await examine(course.lesson, course.start, test), await examine(course.lesson, job.x, test)];
  expect(before.success).toBeLessThan(0.3);
  expect(after.success).toBeGreaterThan(0.9);
  expect(after.loss).toBeLessThan(0.5 * before.loss);
});
