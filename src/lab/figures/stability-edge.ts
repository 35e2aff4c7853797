/** @file Where the sampled closed loop of an arm stops being stable, over the plane of two of its parameters. */
import { requireObject } from '../../core/arguments.ts';
import type { ContourPath } from '../../figures/contour/contour-data.ts';
import { closedLoop, stepMatrix } from '../../learning/closed-loop.ts';
import { Pace } from '../../learning/pace.ts';
import { logSpectralRadius } from '../../learning/spectral-radius.ts';
import { pointOn } from '../../learning/surface/plane.ts';
import { typeOf } from '../../settings/kinds.ts';
import type { Look } from '../look.ts';
import { twoParametersKind } from '../planes/two-parameters.ts';
import type { LabOptions } from '../walk.ts';
import { evenly } from './words.ts';

/** Columns of the box. */
const columns = 21;
/** Most tries in each, and what of the box counts as none. */
const [tries, close] = [40, 1e-5] as const;

/** A line of the map with the sentence that explains it. */
export interface Edge extends ContourPath {
  readonly says: string;
}

/** The root of f between a place where it is negative and one where it is positive: secants that leave no end behind (Illinois). */
function rootOf(
  f: (y: number) => number,
  [y0, f0]: readonly [number, number],
  [y1, f1]: readonly [number, number],
): number {
  let [low, high] = [
    { y: y0, f: f0 },
    { y: y1, f: f1 },
  ];
  let kept = 0;
  for (let k = 0; k < tries; k++) {
    const y = (low.y * high.f - high.y * low.f) / (high.f - low.f);
    const value = f(y);
    const next = { y, f: value };
    if (value < 0) {
      if (Math.abs(y - low.y) <= close * (y1 - y0)) return y;
      if (kept === -1) high = { y: high.y, f: high.f / 2 };
      [low, kept] = [next, -1];
    } else {
      if (Math.abs(y - high.y) <= close * (y1 - y0)) return y;
      if (kept === 1) low = { y: low.y, f: low.f / 2 };
      [high, kept] = [next, 1];
    }
  }
  return (low.y + high.y) / 2;
}

/** Logarithm of what a disturbance about the start is multiplied by in a step, by coordinates of the plane. */
function growthOf({ study, frame }: Look): (x: number, y: number) => number {
  const { settings, layout, given } = study.arm!.experiment;
  const { dt, integrator } = settings;
  return (x, y) => {
    const optimized = layout.fromVector(pointOn(frame.plane, [x, y]));
    const loop = closedLoop({ settings, optimized, fixed: given.fixed, scenario: given.scenario });
    return logSpectralRadius(stepMatrix(loop, { dt, integrator }, settings), 2 * loop.nv);
  };
}

/**
 * For each place across the largest coordinate up at which small disturbances about the start shrink from step to step: the spectral
 * radius of the step's matrix is 1 there. Null where the plane is none of two parameters of an arm, or all of it is on one side.
 */
export async function stabilityEdge(look: Look, { signal }: LabOptions = {}): Promise<Edge | null> {
  requireObject('look', look, 'a look');
  const { arm, lab } = look.study;
  if (!arm || arm.experiment.isTraining || !lab.plane || typeOf(lab.plane) !== twoParametersKind.type) return null;
  const growth = growthOf(look);
  const pace = new Pace(signal);
  const [[x0, x1], [y0, y1]] = look.frame.range;
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const x of evenly(x0, x1, columns)) {
    await pace.step();
    const [below, above] = [growth(x, y0), growth(x, y1)];
    if (!(below < 0 && above > 0)) continue;
    xs.push(x);
    ys.push(rootOf((y) => growth(x, y), [y0, below], [y1, above]));
  }
  if (xs.length < 2) return null;
  return {
    id: 'stability',
    label: 'edge of stability of the sampled loop',
    colour: '--text',
    x: Float64Array.from(xs),
    y: Float64Array.from(ys),
    isContinuous: true,
    says: `Above the black line a disturbance about the start grows from one step of ${1000 * arm.experiment.settings.dt} ms to the next (spectral radius above 1), however right the gains are in continuous time.`,
  };
}
