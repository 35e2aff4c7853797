/** @file The robot that is controlled, in simulated time: a step of its physics under its drives and what pulls at one of its bodies. */
import { compile } from '../../../../../core/compile.ts';
import { vjp } from '../../../../../core/derivative/functions.ts';
import { add, mul } from '../../../../../core/ops/elementwise.ts';
import { at } from '../../../../../core/ops/indexing.ts';
import { matmul } from '../../../../../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor, zeros } from '../../../../../core/population-tensor.ts';
import { forwardKinematics } from '../../../../../dynamics/forward-kinematics.ts';
import { movedConfiguration } from '../../../../../robot/joints/configuration-difference.ts';
import type { RobotModel } from '../../../../../robot/model.ts';
import { robotParameters } from '../../../../../robot/parameters.ts';
import { articulatedPlant, limitEffort, type StepSettings } from '../../../../../simulation/plant.ts';
import type { Place } from '../calls.ts';

/** A point of a body: its index, and the point in its axes, m. */
export interface Grip {
  readonly body: number;
  readonly point: Place;
}

/** Place [3] of a grip in the world, m; `of` [bodies] is 1 for the body that is gripped: another one costs no new trace. */
function placeOf(
  model: RobotModel,
  q: PopulationTensor,
  of: PopulationTensor,
  point: PopulationTensor,
): PopulationTensor {
  const places = forwardKinematics(model, q).map(({ rotation, translation }, body) =>
    mul(at(of, body), add(matmul(rotation, point), translation)),
  );
  return places.reduce((sum, place) => add(sum, place), zeros([3]));
}

/** A force at a point acts on the joints as the transpose of the point's Jacobian (Featherstone 2008, sec. 2.9). */
function stepOf(settings: StepSettings) {
  const { model } = settings;
  const plant = articulatedPlant(settings);
  const still = zeros([model.nv]);
  const move = (
    state: { readonly q: PopulationTensor; readonly v: PopulationTensor },
    tau: PopulationTensor,
    { of, point, force }: Readonly<Record<'of' | 'point' | 'force', PopulationTensor>>,
  ) => {
    const moved = (tangent: PopulationTensor): PopulationTensor =>
      placeOf(model, movedConfiguration(model, state.q, tangent), of, point);
    const push = vjp(moved, still).pullback(force);
    const next = plant.step(state, add(limitEffort(model, tau), push), robotParameters(model));
    return { ...next, place: placeOf(model, next.q, of, point) };
  };
  const grip = { of: zeros([model.bodies.length]), point: zeros([3]), force: zeros([3]) };
  const state = { q: zeros([model.nq]), v: still };
  return compile(
    move,
    [state, still, grip],
    // what is no number is found by whoever runs it, and begins again
    { checkFinite: false },
  );
}

export class DisturbedRobot {
  readonly #model: RobotModel;
  readonly #dt: number;
  readonly #step: ReturnType<typeof stepOf>;
  q = new Float64Array();
  v = new Float64Array();
  /** s. */
  time = 0;
  /** Where the grip was after the last step, world axes, m. */
  place: Place | null = null;

  /** At rest where `restart` puts it. */
  constructor(settings: StepSettings) {
    this.#model = settings.model;
    this.#dt = settings.dt;
    this.#step = stepOf(settings);
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
    const [x, y, z] = next.place.data;
    this.place = grip ? [x, y, z] : null;
  }

  get isFinite(): boolean {
    return this.q.every(Number.isFinite) && this.v.every(Number.isFinite);
  }
}
