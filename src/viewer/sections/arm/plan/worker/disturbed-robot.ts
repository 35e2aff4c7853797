/** @file The robot that is controlled, in simulated time: its state, and where it is held. */
import { tensor } from '../../../../../core/population-tensor.ts';
import { pushedStep } from '../../../../../plan/mpc/pushed-robot.ts';
import type { RobotModel } from '../../../../../robot/model.ts';
import type { StepSettings } from '../../../../../simulation/plant.ts';
import { posesOf } from '../../../../worker/motion.ts';
import type { Place } from '../calls.ts';

/** A point of a body: its index, and the point in its axes, m. */
export interface Grip {
  readonly body: number;
  readonly point: Place;
}

/** Numbers of one pose: rows of [rotation | translation]. */
const poseSize = 12;

/** Place in the world of a point of a body whose pose begins at `offset` of poses, m. */
export const placeIn = (poses: Float64Array, offset: number, [x, y, z]: Place): Place => {
  const row = (axis: number): number => {
    const [a, b, c, d] = poses.subarray(offset + 4 * axis, offset + 4 * axis + 4);
    return a * x + b * y + c * z + d;
  };
  return [row(0), row(1), row(2)];
};

export class DisturbedRobot {
  readonly #model: RobotModel;
  readonly #dt: number;
  readonly #step: ReturnType<typeof pushedStep>;
  readonly #poses: (q: Float64Array) => Float64Array;
  q = new Float64Array();
  v = new Float64Array();
  /** s. */
  time = 0;
  /** Where the grip was after the last step, world axes, m. */
  place: Place | null = null;

  /** It stands where `restart` puts it. */
  constructor(settings: StepSettings) {
    this.#model = settings.model;
    this.#dt = settings.dt;
    this.#step = pushedStep(settings);
    this.#poses = posesOf(settings.model, 1);
  }

  restart(q: Float64Array, v: Float64Array): void {
    this.q = Float64Array.from(q);
    this.v = Float64Array.from(v);
    this.time = 0;
    this.place = null;
  }

  /** One step on, under forces [nv] of the drives, which are limited, and a force at a grip, N. */
  step(tau: Float64Array, grip: Grip | null, force: Place): void {
    const of = new Float64Array(this.#model.bodies.length);
    if (grip) of[grip.body] = 1;
    const next = this.#step({ q: tensor(this.q), v: tensor(this.v) }, tensor(tau), {
      of: tensor(of),
      point: tensor([...(grip?.point ?? [0, 0, 0])]),
      force: tensor([...force]),
    });
    this.q = Float64Array.from(next.q.data);
    this.v = Float64Array.from(next.v.data);
    this.time += this.#dt;
    this.place = grip && placeIn(this.#poses(this.q), poseSize * grip.body, grip.point);
  }

  get isFinite(): boolean {
    return this.q.every(Number.isFinite) && this.v.every(Number.isFinite);
  }
}
