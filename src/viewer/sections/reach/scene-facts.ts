/** @file Facts of a scene that the page shows and the worker keeps to. */
import type { Scene } from '../../../scene/schema.ts';
import { valueAt } from '../../../settings/schema-path.ts';

/** Iterations that a run is given at a time. */
export const iterationsOf = ({ method }: Scene): number => valueAt(method, ['iterations']) as number;
