/** @file Plans past random obstacles: one start, and more where that is not clear; clearance checked every millisecond. */
import { tensor, zeros } from '../../src/core/population-tensor.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { Attempt, type Endeavour } from '../../src/plan/attempt.ts';
import { constraintsOf, Violations } from '../../src/plan/constraints.ts';
import { type Extreme, MotionCheck } from '../../src/plan/motion-check.ts';
import type { Motion, PlanningSettings } from '../../src/plan/planning.ts';
import { Solver } from '../../src/plan/solver.ts';
import { Ways } from '../../src/plan/ways.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { type Scenario, weightsOf } from '../../src/rollout/scenario.ts';
import { oneSided } from '../../src/task/norms/one-sided.ts';
import { quadratic } from '../../src/task/norms/quadratic.ts';
import { distance } from '../../src/task/residuals/distance.ts';
import { jointLimits } from '../../src/task/residuals/joint-limits.ts';
import { jointVelocity } from '../../src/task/residuals/joint-velocity.ts';
import { linkPosition } from '../../src/task/residuals/link-position.ts';
import { torque } from '../../src/task/residuals/torque.ts';
import type { Task } from '../../src/task/task.ts';
import { type ObstacleScene, pandaTool, placesOf } from './obstacle-scenes.ts';

/** What came of a scene. */
export interface ObstacleOutcome {
  readonly seed: number;
  /** Starts that were planned from. */
  readonly starts: number;
  /** The largest depth in an obstacle every millisecond, m, with its link, obstacle and time. */
  readonly worst: Extreme;
  /** How far the tool is from its goal at the end, m. */
  readonly missed: number;
  readonly iterations: number;
  /** ms of the processor, guesses and all, without the tracing of programs. */
  readonly time: number;
  readonly end: string;
}

const [dt, steps] = [0.025, 60];
const mostIterations = 40;

export function taskOf(model: RobotModel, names: readonly string[]): Task {
  return {
    terms: [
      { name: 'arrive', residual: linkPosition(pandaTool, 'goal'), norm: quadratic, weight: 2000, when: 'final' },
      { name: 'rest', residual: jointVelocity(model), norm: quadratic, weight: 20, when: 'final' },
      { name: 'slowly', residual: jointVelocity(model), norm: quadratic, weight: 0.1, when: 'running' },
      { name: 'effort', residual: torque(model, true), norm: quadratic, weight: 0.1, when: 'running' },
      {
        name: 'clear',
        residual: distance(model, { to: names, margin: 0.015 }),
        norm: oneSided,
        weight: 1e4,
        when: 'running',
      },
      { name: 'limits', residual: jointLimits(model), norm: oneSided, weight: 100, when: 'running' },
    ],
    measures: {},
  };
}

/** Plans scenes of one structure, whose programs are traced once. */
export class ObstaclePlanner {
  readonly #settings: PlanningSettings;
  readonly #ways: Ways;
  readonly #check: MotionCheck;
  readonly #clock: () => number;
  readonly #endeavour: Omit<Endeavour, 'scenario'>;

  constructor(model: RobotModel, names: readonly string[], clock: () => number) {
    this.#settings = { model, task: taskOf(model, names), dt, steps, integrator: 'semi-implicit-euler' };
    this.#ways = new Ways(this.#settings, pandaTool);
    this.#check = new MotionCheck(model, [distance(model, { to: names })]);
    this.#clock = clock;
    this.#endeavour = {
      solver: new Solver(this.#settings, {
        hasGaps: false,
        regularization: { mu: 1e-3, delta: 1 },
        schedule: { factor: 1.6, least: 1e-6, most: 1e10 },
        lengths: 6,
        tolerance: 0.05,
        passes: 10,
      }),
      violations: new Violations(this.#settings, constraintsOf(this.#settings.task)),
      rising: { tolerance: 0.01, factor: 10, most: 1e8 },
    };
  }

  plan(scene: ObstacleScene, mostStarts: number): ObstacleOutcome {
    const settings = this.#settings;
    const goals = placesOf(scene);
    const q = tensor([...scene.start]);
    const scenario: Scenario = { initial: { q, v: zeros([7]) }, goals, weights: weightsOf(settings.task) };
    const began = this.#clock();
    const ways = this.#ways.to(scenario, { position: goals.goal.position });
    let outcome: ObstacleOutcome | undefined;
    for (const [i, { motion }] of ways.slice(0, mostStarts).entries()) {
      const found = this.#from(scenario, motion());
      const one = { ...found, seed: scene.seed, starts: i + 1, time: this.#clock() - began };
      if (!outcome || one.worst.value < outcome.worst.value) outcome = { ...one };
      outcome = { ...outcome, starts: i + 1, time: one.time };
      if (isClear(outcome)) break;
    }
    if (!outcome) throw new Error(`no configuration of scene ${scene.seed} has its tool at the goal`);
    return outcome;
  }

  #from(scenario: Scenario, guess: Motion) {
    const settings = this.#settings;
    const attempt = Attempt.begin({ ...this.#endeavour, scenario }, guess);
    let iterations = 0;
    for (; attempt.state.end === null && iterations < mostIterations; iterations++) attempt.step();
    const { motion } = attempt.state.solver;
    const [worst] = this.#check.of(motion, dt, scenario.goals);
    const last = tensor(motion.q.slice(-7));
    const place = linkPose(settings.model, last, pandaTool).translation.toArray() as number[];
    const goal = scenario.goals.goal.position.toArray() as number[];
    const missed = Math.hypot(...place.map((x, i) => x - goal[i]));
    return { worst, missed, iterations, end: attempt.state.end?.detail ?? 'iterations' };
  }
}

/** Free of contact, and there to 1 cm. */
export const isClear = ({ worst, missed }: ObstacleOutcome): boolean => worst.value < 0 && missed < 0.01;
