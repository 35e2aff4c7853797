/** @file Recordings of robots for tests: MuJoCo's, under forces that are told, of a robot with numbers of its own. */
import { tensor } from '../../src/core/population-tensor.ts';
import type { RobotRecording } from '../../src/identify/recording.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { gravityForces } from '../../src/dynamics/inverse-dynamics.ts';
import { mujocoPhysics } from './mujoco-physics.ts';
import { Random } from './random.ts';

/** How a recording is made. */
export interface Making {
  readonly dt: number;
  readonly steps: number;
  /** Where it starts, at rest. */
  readonly q: readonly number[];
  /** Forces beside those that hold it against gravity, of a time (s) and a joint. */
  readonly push: (time: number, joint: number) => number;
  readonly name?: string;
  /** Digits behind the point of forces, where they are rounded as files are. */
  readonly digits?: number;
}

/** MuJoCo's motion of the robot of a URDF; damping and armature are the model's. */
export async function mujocoRecording(urdf: string, model: RobotModel, making: Making): Promise<RobotRecording> {
  const { dt, steps, q, push, name = 'mujoco', digits } = making;
  const { nv } = model;
  const given = (force: number): number => (digits === undefined ? force : Number(force.toFixed(digits)));
  const physics = await mujocoPhysics(urdf, model, { dt });
  physics.reset(Float64Array.from(q), new Float64Array(nv));
  const told = { q: new Float64Array((steps + 1) * nv), tau: new Float64Array((steps + 1) * nv) };
  told.q.set(q);
  for (let k = 0; k < steps; k++) {
    const held = gravityForces(model, tensor(Float64Array.from(physics.q))).toArray();
    const tau = Float64Array.from(held, (force, j) => given(force + push(k * dt, j)));
    told.tau.set(tau, k * nv);
    physics.step(tau);
    told.q.set(physics.q, (k + 1) * nv);
  }
  physics.close();
  return { name, time: Float64Array.from({ length: steps + 1 }, (_, k) => k * dt), ...told };
}

/** The same with normal noise on what encoders tell, of a deviation in rad. */
export function noisy(recording: RobotRecording, deviation: number, seed: number): RobotRecording {
  const random = new Random(seed);
  return { ...recording, q: recording.q.map((value) => value + deviation * random.normal()) };
}
