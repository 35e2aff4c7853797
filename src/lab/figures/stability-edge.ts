/** @file Where the sampled closed loop of an arm stops being stable, over the plane of two of its parameters. */
import { requireObject } from '../../core/arguments.ts';
import type { ContourPath } from '../../figures/contour/contour-data.ts';
import { closedLoop, stepMatrix } from '../../learning/closed-loop.ts';
import { Pace } from '../../learning/pace.ts';
import { pointOn } from '../../learning/surface/plane.ts';
import { logSpectralRadius } from '../../learning/spectral-radius.ts';
import type { Look } from '../look.ts';
import type { LabOptions } from '../walk.ts';
import { typeOf } from '../../settings/kinds.ts';
import { twoParametersKind } from '../planes/two-parameters.ts';
import { evenly } from './words.ts';

/** Columns of the box, and bisections in each. */
const [columns, bisections] = [41, 24] as const;

/** A line of the map with the sentence that explains it. */
export interface Edge extends ContourPath {
  readonly says: string;
}

/**
 * For each place across the largest coordinate up at which small disturbances about the start shrink from step to step: the spectral
 * radius of the step's matrix is 1 there. Null where the plane is none of two parameters of an arm, or all of it is on one side.
 * Rejects with the signal's reason.
 */
export async function stabilityEdge(look: Look, { signal }: LabOptions = {}): Promise<Edge | null> {
  requireObject('look', look, 'a look');
  const { arm, lab } = look.study;
  const { plane, range } = look.frame;
  if (!arm || arm.experiment.isTraining || !lab.plane || typeOf(lab.plane) !== twoParametersKind.type) return null;
  const { settings, layout, given } = arm.experiment;
  const { dt, integrator } = settings;
  const growth = (x: number, y: number): number => {
    const optimized = layout.fromVector(pointOn(plane, [x, y]));
    const loop = closedLoop({ settings, optimized, fixed: given.fixed, scenario: given.scenario });
    return logSpectralRadius(stepMatrix(loop, { dt, integrator }, settings), 2 * loop.nv);
  };
  const pace = new Pace(signal);
  const [[x0, x1], [y0, y1]] = range;
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const x of evenly(x0, x1, columns)) {
    await pace.step();
    if (!(growth(x, y0) < 0 && growth(x, y1) > 0)) continue;
    let [low, high] = [y0, y1];
    for (let k = 0; k < bisections; k++) {
      await pace.step();
      const middle = (low + high) / 2;
      if (growth(x, middle) < 0) low = middle;
      else high = middle;
    }
    xs.push(x);
    ys.push((low + high) / 2);
  }
  if (xs.length < 2) return null;
  return {
    id: 'stability',
    label: 'edge of stability of the sampled loop',
    colour: '--text',
    x: Float64Array.from(xs),
    y: Float64Array.from(ys),
    isContinuous: true,
    says: `Above the black line a disturbance about the start grows from one step of ${1000 * dt} ms to the next (spectral radius above 1), however right the gains are in continuous time.`,
  };
}
