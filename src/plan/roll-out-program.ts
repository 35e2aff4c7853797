/** @file The compiled rollouts of a line search, from plain rows to plain rows. */
import { requireFiniteNumber, requireList } from '../core/arguments.ts';
import { CompiledFunction } from '../core/compile.ts';
import { PopulationTensor, tensor } from '../core/population-tensor.ts';
import { ArgumentError, ShapeError } from '../errors.ts';
import { completeParameters } from '../robot/partial-parameters.ts';
import type { RobotModel } from '../robot/model.ts';
import type { Scenario } from '../rollout/scenario.ts';
import { drivenJoints } from './driven-joints.ts';
import { drivenRows, type Numbers, numbersOf } from './numbers.ts';
import { type Motion, type PlanningSettings, type Policy, requireMotion, requirePlanning } from './planning.ts';
import { type Course, type RolledOut, rollOut } from './roll-out.ts';
import { membersOfRows, rowOf, writeRows } from './rows.ts';

/** Rollouts side by side. What is read is a copy; it has to be read before the program is called again. */
export interface Rollouts {
  readonly count: number;
  /** Loss of each; not finite where a rollout ran away, without harm to the others. */
  readonly losses: Float64Array;
  /** Cost of each term of one of them. */
  termsOf(member: number): Readonly<Record<string, number>>;
  motionOf(member: number): Motion;
}

/** A motion, the change of it that a backward pass proposes, and its gaps [N, 2 nv] where it is no rollout. */
export interface Proposal {
  readonly motion: Motion;
  readonly policy: Pick<Policy, 'k' | 'K'>;
  readonly gaps?: Float64Array;
}

/** A program of a robot, a task and steps that rolls motions out. */
export class RollOutProgram {
  readonly #settings: PlanningSettings;
  readonly #compiled: Partial<Record<'plain' | 'feedback' | 'gaps', CompiledFunction<[Numbers, Course], RolledOut>>> =
    {};

  /** Throws an ArgumentError where the settings are none. */
  constructor(settings: PlanningSettings) {
    requirePlanning(settings);
    this.#settings = settings;
  }

  /**
   * One rollout from the scenario's initial state a length of step: u_k + alpha k + K (x (-) x_k), clamped to the drives' limits. With
   * gaps the start and each knot are moved by alpha - 1 of theirs. The first knot begins `elapsed` s after the start. Leaves of the
   * scenario are shared or have a member a length. Throws an ArgumentError or a ShapeError where the arguments do not fit.
   */
  along({ motion, policy, gaps }: Proposal, lengths: readonly number[], scenario: Scenario, elapsed = 0): Rollouts {
    const { model } = this.#settings;
    const { nq, nv } = model;
    requireMotion(model, motion);
    requireLengths(lengths);
    const knots = motion.tau.length / nv;
    const m = drivenJoints(model).length;
    const rows = (name: string, data: Float64Array, shape: readonly number[]): PopulationTensor =>
      rowsTensor(name, data, [knots, ...shape]);
    return this.#run(scenario, elapsed, rows('tau', drivenRows(model, motion.tau), [m]), {
      alpha: membersOfRows([Float64Array.from(lengths)], []),
      q: rowsTensor('q', motion.q, [knots + 1, nq]),
      v: rowsTensor('v', motion.v, [knots + 1, nv]),
      k: rows('policy.k', policy.k, [m]),
      K: rows('policy.K', policy.K, [m, 2 * nv]),
      ...(gaps ? { gaps: rows('gaps', gaps, [2 * nv]) } : {}),
    });
  }

  /** One rollout from the initial state for each list of forces [N, nv] of all joints, which are clamped to the drives' limits. */
  under(forces: readonly Float64Array[], scenario: Scenario, elapsed = 0): Rollouts {
    const { model } = this.#settings;
    requireForces(model, forces);
    const driven = forces.map((tau) => drivenRows(model, tau));
    const knots = forces[0].length / model.nv;
    return this.#run(scenario, elapsed, membersOfRows(driven, [knots, drivenJoints(model).length]));
  }

  #run(scenario: Scenario, elapsed: number, u: PopulationTensor, policy?: Course['policy']): Rollouts {
    const { model, task } = this.#settings;
    const numbers = numbersOf(model, task, scenario);
    const course: Course = {
      initial: scenario.initial,
      elapsed: tensor(elapsed),
      u,
      ...(policy ? { policy } : {}),
    };
    const name = policy ? (policy.gaps ? 'gaps' : 'feedback') : 'plain';
    const compiled = (this.#compiled[name] ??= this.#compile(numbers, course));
    return rolloutsOf(compiled.call(numbers, course), policy?.alpha.population ?? u.population);
  }

  #compile(numbers: Numbers, course: Course): CompiledFunction<[Numbers, Course], RolledOut> {
    const settings = this.#settings;
    return new CompiledFunction<[Numbers, Course], RolledOut>(
      (given: Numbers, along: Course) =>
        rollOut(settings, along, given, completeParameters(settings.model, given.robot)),
      [numbers, course],
      { checkFinite: false, reuseResults: true },
    );
  }
}

function requireForces({ nv }: RobotModel, forces: readonly Float64Array[]): void {
  requireList('forces', forces);
  if (forces.length === 0) throw new ArgumentError('forces', 'an empty list', 'forces of at least one rollout');
  const [{ length }] = forces;
  const wrong = forces.find((rows) => rows.length !== length || length === 0 || length % nv !== 0);
  if (wrong)
    throw new ShapeError(
      'forces',
      [[wrong.length], [length]],
      `not of rows of ${nv}, as many in each`,
      'give a row a knot',
    );
}

function requireLengths(lengths: readonly number[]): void {
  requireList('lengths', lengths);
  if (lengths.length === 0) throw new ArgumentError('lengths', 'an empty list', 'at least one length of a step');
  lengths.forEach((length, i) => requireFiniteNumber(`lengths[${i}]`, length));
}

/** Rows as a tensor that all members share, without a copy. */
function rowsTensor(name: string, data: Float64Array, shape: readonly number[]): PopulationTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  if (data.length === size) return new PopulationTensor({ shape, population: 1 }, data);
  throw new ShapeError(
    name,
    [[data.length], shape],
    `${data.length} numbers do not fill the rows`,
    'give a row a knot',
  );
}

/** A row before others. */
function before(first: Float64Array, rest: Float64Array): Float64Array {
  const rows = new Float64Array(first.length + rest.length);
  rows.set(first);
  rows.set(rest, first.length);
  return rows;
}

function rolloutsOf({ loss, terms, initial, states, tau }: RolledOut, count: number): Rollouts {
  const losses = new Float64Array(count);
  writeRows(loss, losses);
  return {
    count,
    losses,
    termsOf: (member) =>
      Object.fromEntries(Object.entries(terms).map(([name, cost]) => [name, rowOf(cost, member)[0]])),
    motionOf: (member) => ({
      q: before(rowOf(initial.q, member), rowOf(states.q, member)),
      v: before(rowOf(initial.v, member), rowOf(states.v, member)),
      tau: rowOf(tau, member),
    }),
  };
}
