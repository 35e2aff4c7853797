/** @file Names the test files that took longest, by the JSON report of Vitest. */
import { relative } from 'node:path';

/** One line a file: seconds, and its path below the working directory. */
export const slowestFiles = ({ testResults }, count) =>
  testResults
    .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${relative('', name)}`);
