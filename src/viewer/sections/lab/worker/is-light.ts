/** @file Whether an examination takes so little that nobody has to ask for it. */
import type { Study } from '../../../../lab/study.ts';

/** Steps times joints times methods up to which nobody has to ask: 1.5 s where seven joints of 400 steps take 3. */
const mostSteps = 1000;
/** Parameters of a landscape up to which nobody has to ask: a third of a second where 1024 take 3 s. */
const mostParameters = 256;

export function isLight({ arm, landscape, methods }: Pick<Study, 'arm' | 'landscape' | 'methods'>): boolean {
  if (!arm) return landscape.layout.size <= mostParameters;
  const { isTraining, problem, model } = arm.experiment;
  return !isTraining && problem.steps * model.nv * methods.length <= mostSteps;
}
