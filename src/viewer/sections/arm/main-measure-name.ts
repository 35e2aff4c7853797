/** @file Which measure a run is judged by: that of success, else the first. */
import type { Task } from '../../../task/task.ts';

export const mainMeasureName = ({ success, measures }: Task): string | undefined =>
  success?.measure ?? Object.keys(measures)[0];
