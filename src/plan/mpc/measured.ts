/** @file What is measured of a robot at a moment, and what is refused of it. */
import { requireFiniteNumber, requireInstance, requireParts } from '../../core/arguments.ts';
import { tensor } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { RobotModel } from '../../robot/model.ts';
import type { State } from '../../simulation/integrators/integrator.ts';

/** A moment as it is measured. */
export interface Measured {
  /** s since the start. */
  readonly time: number;
  /** Configuration [nq], rad or m. */
  readonly q: Float64Array;
  /** Velocity [nv], rad/s or m/s. */
  readonly v: Float64Array;
}

export const stateOf = ({ q, v }: Measured): State => ({ q: tensor(q), v: tensor(v) });

/** Refuses what is not measured of this robot, by joint. */
export function requireMeasured(model: RobotModel, measured: Measured): void {
  requireParts('measured', measured, { time: 'a number', q: 'an object', v: 'an object' });
  requireFiniteNumber('measured.time', measured.time, ' of seconds');
  for (const [part, count] of [
    ['q', model.nq],
    ['v', model.nv],
  ] as const) {
    const values = measured[part];
    requireInstance(`measured.${part}`, values, Float64Array);
    if (values.length !== count) throw new ArgumentError(`measured.${part}`, `${values.length} numbers`, `${count}`);
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw new ArgumentError(
        `measured.${part}`,
        `${values[wrong]} of joint "${independentJoints(model)[wrong].name}"`,
        'a finite number',
        'leave a measurement out that has failed, the plan goes on without it',
      );
  }
}
