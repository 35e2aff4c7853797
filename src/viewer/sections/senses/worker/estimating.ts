/** @file Estimates rollouts of the experiment that was asked for last: a switch or another seed costs a run, another filter a program. */
import type { RobotModel } from '../../../../robot/model.ts';
import type { Experiment } from '../../../../scene/experiment.ts';
import { estimateOnce } from '../../../../senses/estimate.ts';
import type { EstimateRecord } from '../../../../senses/records.ts';
import { posesOf } from '../../../worker/motion.ts';
import { experimentOf } from '../../arm/experiment-of.ts';
import { targetPosition } from '../../arm/target.ts';
import type { CoordinateFacts, Estimated, Poses, SensesRequest, SensesSource } from '../calls.ts';
import { camerasOf } from './cameras.ts';

type Draw = (q: Float64Array) => Float64Array;

const contentOf = ({ robot: { content } }: SensesSource): string =>
  typeof content === 'string' ? content : Array.from(content).join();

/** Configurations of the belief, a row a tick. */
function believedConfigurations({ mean, ticks, coordinates }: EstimateRecord, nq: number): Float64Array {
  const q = new Float64Array(ticks * nq);
  for (let k = 0; k < ticks; k++) for (let i = 0; i < nq; i++) q[k * nq + i] = mean[k * coordinates.length + i];
  return q;
}

/** Of the configuration, what joints bound it; of all else nothing is known. */
const coordinatesOf = ({ coordinates }: EstimateRecord, { joints, nq }: RobotModel): CoordinateFacts[] =>
  coordinates.map((_, i) => {
    const joint = i < nq ? joints.find(({ qIndex, mimic }) => qIndex === i && !mimic) : undefined;
    if (!joint) return { joint: null, isAngle: false, range: null };
    const { lower, upper } = joint.limits;
    const isBounded = Number.isFinite(lower) && Number.isFinite(upper) && lower < upper;
    return {
      joint: joint.name,
      isAngle: joint.type === 'continuous' || (joint.type === 'revolute' && !isBounded),
      range: isBounded ? [lower, upper] : null,
    };
  });

/** Draws configurations of one robot; each number of rows is compiled once. */
class Drawing {
  readonly #model: RobotModel;
  readonly #draws = new Map<number, Draw>();

  constructor(model: RobotModel) {
    this.#model = model;
  }

  poses(q: Float64Array, dt: number): Poses {
    const frames = q.length / this.#model.nq;
    const draw = this.#draws.get(frames) ?? posesOf(this.#model, frames);
    this.#draws.set(frames, draw);
    return { dt, frames, bodies: this.#model.bodies.length, poses: draw(q) };
  }
}

export class Estimating {
  #known: { readonly content: string; readonly experiment: Experiment } | null = null;
  readonly #drawings = new WeakMap<RobotModel, Drawing>();
  #robots = 0;

  /** Throws a SceneError where the scene has no estimator. */
  experimentOf(source: SensesSource): Experiment {
    const content = contentOf(source);
    const known = this.#known?.content === content ? this.#known.experiment : null;
    const experiment = experimentOf(source.scene, source.robot, known);
    if (experiment.model !== known?.model) this.#robots++;
    this.#known = { content, experiment };
    return experiment;
  }

  estimate({ source, switches, seed }: SensesRequest): Estimated {
    const experiment = this.experimentOf(source);
    const { model, scene } = experiment;
    const record = estimateOnce(experiment, this.parametersOf(experiment, source), {
      switches,
      ...(seed !== null && { seed }),
    });
    const drawing = this.#drawings.get(model) ?? new Drawing(model);
    this.#drawings.set(model, drawing);
    return {
      robot: this.#robots,
      model,
      record,
      arm: drawing.poses(record.arm.q, record.arm.dt),
      believed: drawing.poses(believedConfigurations(record, model.nq), record.tick),
      cameras: camerasOf(scene, model),
      coordinates: coordinatesOf(record, model),
      target: targetPosition(scene),
    };
  }

  /** What a run has found, where it is of these parameters. */
  parametersOf({ initialParameters }: Experiment, { parameters }: SensesSource): Float64Array {
    return parameters?.length === initialParameters.length ? parameters : initialParameters;
  }
}
