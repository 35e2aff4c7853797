/** @file Where the run of the arm's room is now, as the plane of a surface shows it: only while the Lab studies what is open there. */
import { norm } from '../../../core/member-norms.ts';
import { type Plane, projectOnto } from '../../../learning/surface/plane.ts';
import type { Store } from '../../studio/store/store.ts';
import { ownExperiment } from './experiments.ts';
import type { Lab } from './lab.ts';

/** A run on the plane. */
export interface Running {
  readonly k: number;
  readonly x: number;
  readonly y: number;
  /** Its distance from the plane, as a part of how far it has come since its start. */
  readonly aside: number;
  readonly isInside: boolean;
}

/** Null before its first iteration, and where the Lab studies something else. Reads signals, a few times a second while it runs. */
export function runningOn({ run }: Pick<Store, 'run'>, lab: Pick<Lab, 'experiment' | 'facts'>): Running | null {
  void run.drawn.value;
  const { value: facts } = lab.facts;
  if (lab.experiment.value !== ownExperiment || !facts) return null;
  const { value: recording } = run.recording;
  const [start, now] = [recording.nearest(0), recording.nearest(recording.last)];
  if (!start || !now || now.k <= 0 || now.parameters.length !== facts.plane.origin.length) return null;
  return { k: now.k, ...placeOf(facts.plane, facts.box, start.parameters, now.parameters) };
}

function placeOf(
  plane: Plane,
  [x0, x1, y0, y1]: readonly [number, number, number, number],
  start: Float64Array,
  now: Float64Array,
): Omit<Running, 'k'> {
  const {
    coordinates: [x, y],
    residual,
  } = projectOnto(plane, now);
  const way = norm(now.map((value, i) => value - start[i]));
  return { x, y, aside: way > 0 ? residual / way : 0, isInside: x >= x0 && x <= x1 && y >= y0 && y <= y1 };
}

/** A distance that is rounding. */
const negligible = 1e-3;

/** In words. */
export function wordsOf({ k, aside, isInside }: Running, isRunning: boolean): string {
  const where = isInside ? 'a dot on the surface' : 'outside of the box';
  const beside =
    aside > negligible ? `, beside this plane by ${Number((100 * aside).toPrecision(2))} % of its way` : '';
  return `The run ${isRunning ? 'is at' : 'stands at'} iteration ${k}: ${where}${beside}.`;
}
