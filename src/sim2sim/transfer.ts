/** @file A trial in a physics: what acts is asked in every state, the physics moves, and all is written down. */
import { PopulationTensor } from '../core/population-tensor.ts';
import { ArgumentError } from '../errors.ts';
import type { State } from '../simulation/integrators/integrator.ts';
import { requirePhysics, type SecondPhysics } from './second-physics.ts';
import { requireTrial, type Trial } from './trial.ts';

/** What a trial became: a row a step, of each member. */
export interface TrialResult {
  /** In the initial state and after each step: q [steps + 1, nq], v [steps + 1, nv]. */
  readonly states: State;
  /** Held over each step, [steps, nv]. */
  readonly tau: PopulationTensor;
  /** Members whose numbers stopped being finite, and the first step that left them so. */
  readonly lost: readonly { readonly member: number; readonly step: number }[];
}

/** A number of each element for each of the members, where it may be shared. */
function spreadTo({ data, size, population }: PopulationTensor, members: number, argument: string): Float64Array {
  if (population === members) return data;
  if (population !== 1)
    throw new ArgumentError(argument, `${population} members`, `numbers for all, or of ${members}, as the physics has`);
  const spread = new Float64Array(size * members);
  for (let i = 0; i < size; i++) spread.fill(data[i], i * members, (i + 1) * members);
  return spread;
}

/** Rows of all steps as one tensor, written one after another. */
class Rows {
  readonly #data: Float64Array;
  readonly #type: { readonly shape: readonly number[]; readonly population: number };
  #end = 0;

  constructor(rows: number, entries: number, members: number) {
    this.#type = { shape: [rows, entries], population: members };
    this.#data = new Float64Array(rows * entries * members);
  }

  add(row: Float64Array): void {
    this.#data.set(row, this.#end);
    this.#end += row.length;
  }

  get tensor(): PopulationTensor {
    return new PopulationTensor(this.#type, this.#data);
  }
}

/** Refuses a physics of another robot, or of other steps. */
function requireFit({ q, v, members, dt }: SecondPhysics, { model, dt: expected }: Trial): void {
  if (q.length !== model.nq * members || v.length !== model.nv * members)
    throw new ArgumentError(
      'physics',
      `one of ${q.length / members} coordinates`,
      `one of robot "${model.name}" with its ${model.nq}`,
    );
  if (Math.abs(dt - expected) > 1e-9 * expected)
    throw new ArgumentError('physics', `steps of ${dt} s`, `steps of ${expected} s, as the trial has`);
}

/**
 * Runs a trial in a physics, all its members at once. Members that stop being finite are said, and the others go on. Throws an
 * ArgumentError or a ShapeError where trial and physics do not fit one another.
 */
export function runTrial(physics: SecondPhysics, trial: Trial): TrialResult {
  const run = stepsOfTrial(physics, trial);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

/** The same a step at a time, for who has other things to do between: yields how many steps were made. */
export function* stepsOfTrial(physics: SecondPhysics, trial: Trial): Generator<number, TrialResult, undefined> {
  requirePhysics('physics', physics);
  requireTrial(trial);
  requireFit(physics, trial);
  const { model, initial, steps } = trial;
  const { members } = physics;
  const [q, v] = [new Rows(steps + 1, model.nq, members), new Rows(steps + 1, model.nv, members)];
  const tau = new Rows(steps, model.nv, members);
  const lost = new Map<number, number>();
  const tensorOf = (data: Float64Array): PopulationTensor =>
    new PopulationTensor({ shape: [data.length / members], population: members }, data.slice());
  physics.reset(spreadTo(initial.q, members, 'initial.q'), spreadTo(initial.v, members, 'initial.v'));
  q.add(physics.q);
  v.add(physics.v);
  const act = trial.begin();
  for (let i = 0; i < steps; i++) {
    const forces = spreadTo(act({ q: tensorOf(physics.q), v: tensorOf(physics.v) }), members, 'forces');
    physics.step(forces);
    tau.add(forces);
    q.add(physics.q);
    v.add(physics.v);
    noteLost(physics, i, lost);
    yield i + 1;
  }
  return {
    states: { q: q.tensor, v: v.tensor },
    tau: tau.tensor,
    lost: [...lost].map(([member, step]) => ({ member, step })),
  };
}

/** Members whose state is not finite after a step, by the first such step. */
function noteLost({ q, v, members }: SecondPhysics, step: number, lost: Map<number, number>): void {
  for (const values of [q, v])
    values.forEach((value, i) => {
      if (!Number.isFinite(value) && !lost.has(i % members)) lost.set(i % members, step);
    });
}
