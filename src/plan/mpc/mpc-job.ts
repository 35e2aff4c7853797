/** @file MpcJob: control in a loop as a job, in which an iteration is a period of control. */
import { progressOf, rowOf } from '../report.ts';
import { requireInteger, requireParts, requireSignal } from '../../core/arguments.ts';
import { tensor } from '../../core/population-tensor.ts';
import { ArgumentError, NonFiniteError } from '../../errors.ts';
import { requireRunState, type RunState } from '../../optimize/run-state.ts';
import type { ControlProgress, End, JobResult, MemberIteration, PlanningProgress, Progress } from '../../run/job.ts';
import { formatSeconds } from '../../text/quantities.ts';
import { drivenJoints } from '../driven-joints.ts';
import { countOfKnots } from '../knot-members.ts';
import type { PlannedJob, PlanningTask, PlanScore } from '../method.ts';
import { IterationLog } from '../../optimize/iteration-log.ts';
import type { PlanningSettings } from '../planning.ts';
import { attemptsFrom, type Extents, namedAttempts } from '../saved-attempts.ts';
import { ControlledRobot } from './controlled-robot.ts';
import type { MpcMemory, MpcTick } from './loop.ts';
import { Mpc } from './mpc.ts';
import type { MpcMethodValues } from './mpc-fields.ts';
import { receding } from './receding.ts';
import { SolveTimes } from './solve-times.ts';

/** Part of a period that a sum of times may be off by. */
const rounding = 1e-9;

/** A robot under control. */
export class MpcJob implements PlannedJob {
  readonly members = 1;
  readonly bestMember = 0;
  readonly #task: PlanningTask;
  readonly #mpc: Mpc;
  readonly #planning: PlanningSettings;
  readonly #robot: ControlledRobot;
  readonly #log: IterationLog;
  readonly #every: number;
  readonly #times = new SolveTimes();
  #score: PlanScore | undefined;
  #tick: MpcTick | undefined;
  #parameters: Float64Array;
  /** Whether the last period led beyond all numbers. */
  #isLost: boolean;

  /** Goes on where `saved` was taken, with the same bits. Throws an ArgumentError where the task or the state does not fit. */
  constructor(task: PlanningTask, settings: MpcMethodValues, saved?: RunState) {
    requireParts('task', task, { settings: 'an object', scenario: 'an object', score: 'a function' });
    if (saved) requireRunState(saved);
    const { dt, hold = 1 } = task.settings;
    const { horizon, period, substeps, solverIterations: iterations, budget, delay, every, noise } = settings;
    this.#task = task;
    this.#planning = receding(task.settings, { horizon, period, substeps });
    this.#mpc = new Mpc({
      planning: this.#planning,
      iterations,
      delay,
      step: dt,
      noise,
      seed: task.seed,
      ...(budget !== undefined && { budget }),
    });
    // a plan that were replaced before its time has come would never be followed
    this.#every = Math.max(1, Math.round((every ?? 0) / (hold * dt)), Math.ceil(delay / (hold * dt) - rounding));
    this.#log = new IterationLog(saved?.history);
    const periods = saved ? (saved.method[goneThrough]?.item() ?? NaN) : 0;
    requireInteger(`state ${goneThrough}`, periods, 0, this.#log.length);
    const gone = saved && { knots: periods, rows: task.layout.fromVector(saved.parameters) };
    this.#isLost = periods < this.#log.length;
    this.#robot = new ControlledRobot(task.settings, task.scenario, gone);
    this.#parameters = task.layout.toVector(this.#robot.plan);
    if (saved && this.#log.length > 0) this.#mpc.restore(memoryFrom(saved, this.#extents, this.#terms));
  }

  get iteration(): number {
    return this.#log.length;
  }

  get gradients(): number {
    return this.iteration;
  }

  get end(): End | null {
    const time = formatSeconds(this.#robot.measured.time);
    if (this.#isLost) return { outcome: 'diverged', detail: `the robot's state was no longer finite after ${time}` };
    if (!this.#robot.isOver) return null;
    const detail = `it was controlled for ${time}, which is all of the task's time`;
    return { outcome: this.#isReached ? 'reached' : 'iterations', detail };
  }

  get state(): RunState {
    const { end, iteration } = this;
    const parameters = this.#parameters;
    const { periods } = this.#robot;
    return {
      parameters,
      method: {
        ...(iteration > 0 ? namedMemory(this.#mpc.memory!, iteration, this.#extents) : { iteration: tensor(0) }),
        [goneThrough]: tensor(periods),
      },
      history: this.#log.history,
      best: iteration > 0 ? { iteration: Math.max(0, periods - 1), parameters, reached: this.#isReached } : null,
      ...(end && { finished: end.detail }),
    };
  }

  async step(signal?: AbortSignal): Promise<Progress> {
    if (signal !== undefined) requireSignal(signal);
    signal?.throwIfAborted();
    if (this.end) throw new ArgumentError('step', `a loop that has ended: ${this.end.detail}`, 'one that goes on');
    const { measured } = this.#robot;
    if (this.iteration % this.#every === 0) {
      const { goals, weights, robot } = this.#task.scenario;
      this.#tick = this.#mpc.tick(measured, { goals, weights, ...(robot && { robot }) }, this.#task.now);
      this.#times.add(this.#tick.took);
    }
    this.#isLost = !this.#robot.move(this.#mpc.forces(measured), this.#mpc.gains(measured.time));
    this.#times.age = Math.max(this.#times.age, measured.time - this.#mpc.inForce!.from);
    this.#parameters = this.#task.layout.toVector(this.#robot.plan);
    this.#score = this.#scored();
    this.#log.append(rowOf(this.#score, this.#tick?.report));
    const now = this.#now;
    return Promise.resolve({
      ...{ iteration: this.iteration - 1, best: now, now, spread: null, gradients: this.gradients },
      diverged: this.#isLost ? 1 : 0,
      stopped: this.end ? 1 : 0,
      planning: this.progress,
    });
  }

  /** What the last plan was, and how the loop stands. */
  get progress(): PlanningProgress & { readonly control: ControlProgress } {
    return {
      ...progressOf(this.#tick?.report),
      gap: 0,
      violation: null,
      starts: 1,
      ended: this.end ? 1 : 0,
      control: {
        time: this.#robot.measured.time,
        age: this.#times.age,
        took: this.#task.now ? this.#times.summary : null,
      },
    };
  }

  result(): JobResult {
    return {
      end: this.end,
      reached: this.#isReached,
      iterations: this.iteration,
      best: this.#now,
      parameters: this.#parameters,
      members: 1,
      diverged: this.#isLost ? 1 : 0,
      spread: null,
    };
  }

  /** What it comes to by now: lost where the state is, or where the time that is left would lead beyond all numbers. */
  #scored(): PlanScore {
    const lost = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, NaN]));
    const { measures } = this.#planning.task;
    const nothing: PlanScore = {
      loss: NaN,
      terms: lost(this.#terms),
      measures: lost(Object.keys(measures)),
      reached: 0,
    };
    if (this.#isLost) return nothing;
    try {
      return this.#task.score(this.#parameters);
    } catch (error) {
      if (error instanceof NonFiniteError) return nothing;
      throw error;
    }
  }

  get #isReached(): boolean {
    this.#score ??= this.#scored();
    return this.#robot.isOver && this.#score.reached === 1;
  }

  get #now(): MemberIteration | null {
    return this.iteration === 0 ? null : { member: 0, ...this.#log.at(this.iteration - 1) };
  }

  get #extents(): Extents {
    const { model } = this.#planning;
    return { knots: countOfKnots(this.#planning), nq: model.nq, nv: model.nv, m: drivenJoints(model).length };
  }

  get #terms(): readonly string[] {
    return this.#planning.task.terms.map(({ name }) => name);
  }
}

const beginnings = 'planning.from';
/** Name of the periods that a robot has gone through. */
const goneThrough = 'planning.periods';

/** A loop's memory by name: each plan is a row, as each start of a planning is. */
function namedMemory({ plans, regularization }: MpcMemory, iteration: number, extents: Extents): RunState['method'] {
  const attempts = plans.map(({ state }) => ({ solver: { ...state, regularization }, factors: {}, end: null }));
  return {
    ...namedAttempts(attempts, iteration, extents),
    [beginnings]: tensor(Float64Array.from(plans, ({ from }) => from)),
  };
}

/** And back. Throws an ArgumentError where something does not fit. */
function memoryFrom({ method }: RunState, extents: Extents, terms: readonly string[]): MpcMemory {
  const from = method[beginnings]?.data;
  if (!from || from.length === 0) throw new ArgumentError(`state ${beginnings}`, 'nothing', 'times of plans', 'go on with the scene that the run was made with'); // prettier-ignore
  const attempts = attemptsFrom(method, from.length, extents, terms);
  const plans = attempts.map(({ solver }, i) => ({ from: from[i], state: solver }));
  return { plans, regularization: attempts[0].solver.regularization };
}
