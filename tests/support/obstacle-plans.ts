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
  /** Whether the shortest straight way to where the tool is at its goal goes into something, or too near to it. */
  readonly isBlocked: boolean;
  /** Starts that were planned from. */
  readonly starts: number;
  /** The largest depth in an obstacle every millisecond, m, with its link, obstacle and time. */
  readonly worst: Extreme;
  /** How far a joint is beyond its range at most, rad. */
  readonly limits: number;
  /** How far the tool is from its goal at the end, m. */
  readonly missed: number;
  readonly iterations: number;
  /** ms of the processor for all planning, guesses included, without tracing and without the check. */
  readonly time: number;
  readonly end: string;
}

const [dt, steps] = [0.025, 60];
const mostIterations = 40;

function taskOf(model: RobotModel, names: readonly string[]): Task {
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
    this.#check = new MotionCheck(model, [distance(model, { to: names }), jointLimits(model)]);
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

  /** From the clearest ways, until a plan is clear; or from the shortest one alone, whatever is in its way. */
  plan(scene: ObstacleScene, starts: number | 'shortest'): ObstacleOutcome {
    const settings = this.#settings;
    const goals = placesOf(scene);
    const q = tensor([...scene.start]);
    const scenario: Scenario = { initial: { q, v: zeros([7]) }, goals, weights: weightsOf(settings.task) };
    const began = this.#clock();
    const ways = this.#ways.to(scenario, { position: goals.goal.position });
    const shortest = [...ways].sort((one, other) => one.length - other.length).slice(0, 1);
    const isBlocked = shortest.some(({ excess }) => excess > 0);
    let [outcome, planned]: [ObstacleOutcome | undefined, number] = [undefined, this.#clock() - began];
    for (const [i, way] of (starts === 'shortest' ? shortest : ways.slice(0, starts)).entries()) {
      const before = this.#clock();
      const attempt = this.#from(scenario, way.motion());
      planned += this.#clock() - before;
      const found = { ...attempt.found, ...this.#judged(scenario, attempt.motion), seed: scene.seed, isBlocked };
      const isBetter: boolean = !outcome || found.worst.value < outcome.worst.value;
      outcome = { ...(outcome ?? found), ...(isBetter && found), starts: i + 1, time: planned };
      if (isClear(outcome)) break;
    }
    if (!outcome) throw new Error(`no configuration of scene ${scene.seed} has its tool at the goal`);
    return outcome;
  }

  #from(scenario: Scenario, guess: Motion) {
    const attempt = Attempt.begin({ ...this.#endeavour, scenario }, guess);
    let iterations = 0;
    for (; attempt.state.end === null && iterations < mostIterations && !isGoodEnough(attempt); iterations++)
      attempt.step();
    const end = attempt.state.end?.detail ?? (iterations < mostIterations ? 'good enough' : 'iterations');
    return { motion: attempt.state.solver.motion, found: { iterations, end } };
  }

  #judged({ goals }: Scenario, motion: Motion): Pick<ObstacleOutcome, 'worst' | 'limits' | 'missed'> {
    const [worst, limits] = this.#check.of(motion, dt, goals);
    const last = tensor(motion.q.slice(-7));
    const place = linkPose(this.#settings.model, last, pandaTool).translation.toArray() as number[];
    const goal = goals.goal.position.toArray() as number[];
    return { worst, limits: limits.value, missed: Math.hypot(...place.map((x, i) => x - goal[i])) };
  }
}

/** Whether it is nearly there and nearly clear by the margin, and little is to be gained. */
function isGoodEnough({ state: { solver }, report }: Attempt): boolean {
  const { terms, loss } = solver;
  return terms.arrive < 0.009 && terms.clear < 0.004 && (report?.actual ?? Infinity) < 0.1 * loss;
}

/** Free of contact, within the joints' ranges to 0.01 rad, and there to 1 cm. */
export const isClear = ({ worst, limits, missed }: ObstacleOutcome): boolean =>
  worst.value < 0 && limits < 0.01 && missed < 0.01;
