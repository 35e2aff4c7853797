/** @file What Rapier does otherwise than Adjoint with a robot, in words. */
import type { RobotModel } from '../../robot/model.ts';
import type { RobotParameters } from '../../robot/parameters.ts';
import { memberJoints } from '../member-robot.ts';
import { hasStops } from './joint.ts';

/** How it is run. */
export interface RapierRun {
  /** Steps a second. */
  readonly rate: number;
  readonly iterations: number;
  readonly stops: boolean;
}

/** Of which joints something is said: all, or their names. */
const named = (names: readonly string[], all: number): string =>
  names.length === all ? 'all joints' : names.map((name) => `"${name}"`).join(', ');

export function differencesOf(model: RobotModel, robot: RobotParameters, run: RapierRun): string[] {
  const { joints } = robot;
  const known = memberJoints(model, robot, 0);
  const names = (has: (i: number) => boolean): string[] =>
    model.joints.filter((_, i) => has(i)).map(({ name }) => name);
  const rotors = names((i) => joints[i].armature.data.some((value) => value !== 0));
  const resisting = names((i) => [joints[i].damping, joints[i].friction].some(({ data }) => data.some((x) => x !== 0)));
  const stopped = run.stops ? names((i) => hasStops(known[i])) : [];
  const count = model.joints.length;
  return [
    'numbers are float32, 24 bits',
    `joints are held by impulses, ${Math.round(run.rate)} steps a second of ${run.iterations} iterations each: they give and drift`,
    `bodies turn by at most ${Math.round((run.rate * Math.PI) / 4)} rad/s (an eighth of a turn a step) and move by at most 400 m/s`,
    ...(rotors.length > 0 ? [`the armature of ${named(rotors, count)} is left out: joints have no rotors`] : []),
    ...(resisting.length > 0
      ? [
          `damping and friction of ${named(resisting, count)} are forces, held over a step, of the velocity that Adjoint foresees at its end`,
        ]
      : []),
    ...(stopped.length > 0 ? [`${named(stopped, count)} stop at their limits`] : []),
  ];
}
