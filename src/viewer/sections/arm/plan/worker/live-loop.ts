/** @file The loop: a pilot and its robot in simulated time, paced by time as it passes, disturbed and steered while it runs. */
import { compile } from '../../../../../core/compile.ts';
import { type PopulationTensor, tensor } from '../../../../../core/population-tensor.ts';
import { findLink } from '../../../../../dynamics/forward-kinematics.ts';
import { robotParameters } from '../../../../../robot/parameters.ts';
import { seenOf } from '../../../../../rollout/seen.ts';
import type { Scenario } from '../../../../../rollout/scenario.ts';
import type { Experiment } from '../../../../../scene/experiment.ts';
import { posesOf } from '../../../../worker/motion.ts';
import type { Hold } from '../../../../world/pull-hand.ts';
import type { LiveNews, Place, Push } from '../calls.ts';
import { mainMeasureName } from '../../main-measure-name.ts';
import { DisturbedRobot, type Grip, placeIn } from './disturbed-robot.ts';
import type { LiveMpc, Solved } from '../../../../../plan/mpc/live.ts';
import type { Measured } from '../../../../../plan/mpc/measured.ts';
import { RecentSolves } from './recent-solves.ts';
import { springForce } from './spring.ts';

/** Time as it passes, and waiting; ms. */
export interface Watch {
  readonly now: () => number;
  readonly rest: (milliseconds: number) => Promise<void>;
}

/** Time between news, ms: what a screen shows. */
const newsInterval = 1000 / 60;
/** How long it works without listening, ms. */
const slice = 12;
/** Simulated time that it may be late by before it gives that up, s. */
const mostLag = 0.1;
/** Length of the line that shows a push, m. */
const pushLine = 0.25;

const noForce: Place = [0, 0, 0];

export class LiveLoop {
  readonly #experiment: Experiment;
  #pilot: LiveMpc;
  readonly #robot: DisturbedRobot;
  readonly #watch: Watch;
  /** The link that is watched. */
  readonly #watched: Grip;
  readonly #draws = new Map<number, (q: Float64Array) => Float64Array>();
  readonly #measure: ((measured: Measured, tau: Float64Array, scenario: Scenario) => number) | null;
  readonly #times = new RecentSolves();
  #scenario: Scenario;
  #tau: Float64Array;
  #speed = 1;
  #hold: Hold | null = null;
  #push: (Push & { readonly until: number }) | null = null;
  #force: Place = noForce;
  #notice: string | null = null;
  #pace = 0;

  constructor(experiment: Experiment, pilot: LiveMpc, link: string, watch: Watch) {
    this.#experiment = experiment;
    this.#pilot = pilot;
    this.#watch = watch;
    this.#robot = new DisturbedRobot(experiment.settings);
    this.#scenario = experiment.given.scenario;
    this.#tau = new Float64Array(experiment.model.nv);
    const { body, poseInBody } = findLink(experiment.model, link);
    this.#watched = { body, point: poseInBody.translation };
    this.#measure = measureOf(experiment);
    this.restart();
  }

  set speed(speed: number) {
    this.#speed = speed;
  }

  set hold(hold: Hold | null) {
    this.#hold = hold;
  }

  /** Pushes the watched link from now on for a while. */
  push(push: Push): void {
    this.#push = { ...push, until: this.#robot.time + push.duration };
  }

  /** Another one takes over, from where the robot is. */
  set pilot(pilot: LiveMpc) {
    this.#pilot = pilot;
    pilot.turnTo(this.#scenario);
    pilot.restart(this.#measured());
  }

  turnTo(scenario: Scenario): void {
    this.#scenario = scenario;
    this.#pilot.turnTo(scenario);
  }

  /** Solves again from where the robot rests, for at most so many ms. */
  settle(most: number): void {
    this.#pilot.settle(this.#measured(), most);
  }

  /** Puts the robot back to its start, with a plan from there. */
  restart(): void {
    const { q, v } = this.#scenario.initial;
    this.#robot.restart(Float64Array.from(q.data), Float64Array.from(v.data));
    this.#tau.fill(0);
    this.#push = null;
    this.#force = noForce;
    this.#times.forget();
    this.#pilot.restart(this.#measured());
  }

  /** Runs until it is aborted. */
  async run(signal: AbortSignal, tell: (news: LiveNews) => void): Promise<void> {
    const { now, rest } = this.#watch;
    const begun = { at: now(), time: this.#robot.time };
    let [last, due, told] = [begun.at, begun.time, begun.at];
    let since = begun;
    this.#pace = this.#speed;
    while (!signal.aborted) {
      const start = now();
      due = Math.min(due + (this.#speed * (start - last)) / 1000, this.#robot.time + mostLag);
      last = start;
      while (this.#robot.time < due && now() - start < slice) if (!this.advance()) due = this.#robot.time;
      const at = now();
      if (at - since.at > 500) {
        this.#pace = Math.max((1000 * (this.#robot.time - since.time)) / (at - since.at), 0);
        since = { at, time: this.#robot.time };
      }
      if (at - told >= newsInterval) {
        told = at;
        tell(this.news());
      }
      const ahead = (1000 * (this.#robot.time - due)) / this.#speed;
      await rest(Math.min(Math.max(ahead, 0), newsInterval));
    }
    this.#pace = 0;
  }

  /** One step of physics. Returns false where the robot had to be put back, as its state was no number. */
  advance(): boolean {
    const measured = this.#measured();
    const end = ({ took, notice }: Solved): void => {
      this.#times.add(this.#watch.now(), took);
      this.#notice = notice ?? this.#notice;
    };
    this.#tau = this.#pilot.act(measured, end);
    const grip = this.#grip();
    this.#force = this.#forceAt(grip);
    this.#robot.step(this.#tau, grip, this.#force);
    if (this.#robot.isFinite) return true;
    this.#notice = 'The motion went beyond all numbers, and the robot was put back to its start.';
    this.restart();
    return false;
  }

  /** How it stands. */
  news(): LiveNews {
    const { now } = this.#watch;
    const measured = this.#measured();
    const { q, from, costs } = this.#pilot.planned();
    const notice = this.#notice;
    this.#notice = null;
    return {
      time: measured.time,
      poses: this.#posesOf(measured.q),
      path: this.#pathOf(q),
      costs,
      measure: this.#measure?.(measured, this.#tau, this.#scenario) ?? NaN,
      tau: this.#tau.slice(),
      pull: this.#pull(),
      force: Math.hypot(this.#force[0], this.#force[1], this.#force[2]),
      solver: {
        rate: this.#times.rate(now()),
        age: Math.max(measured.time - from, 0),
        last: this.#times.last,
        p99: this.#times.quantile(0.99),
        late: this.#times.shareAbove(this.#pilot.settings.budget),
      },
      pace: this.#pace,
      notice,
    };
  }

  #measured(): Measured {
    const { time, q, v } = this.#robot;
    return { time, q, v };
  }

  /** What is held: by a hand, or by a push that lasts. */
  #grip(): Grip | null {
    if (this.#hold) return this.#hold;
    if (this.#push && this.#robot.time >= this.#push.until) this.#push = null;
    return this.#push && this.#watched.body >= 0 ? this.#watched : null;
  }

  #forceAt(grip: Grip | null): Place {
    if (!grip) return noForce;
    if (!this.#hold) return this.#push!.force;
    // where it is held is known after the first step
    const { place } = this.#robot;
    return place ? springForce(this.#experiment.model, grip.body, place, this.#hold.to) : noForce;
  }

  #pull(): LiveNews['pull'] {
    const { place } = this.#robot;
    if (!place) return null;
    if (this.#hold) return { from: place, to: this.#hold.to };
    if (!this.#push) return null;
    const [x, y, z] = this.#push.force;
    const size = Math.hypot(x, y, z) || 1;
    const to = [x, y, z].map((part, axis) => place[axis] + (pushLine * part) / size);
    return { from: place, to: to as unknown as Place };
  }

  #posesOf(q: Float64Array): Float64Array {
    const { model } = this.#experiment;
    const count = q.length / model.nq;
    const draw = this.#draws.get(count) ?? posesOf(model, count);
    this.#draws.set(count, draw);
    return draw(q);
  }

  /** The watched link's places in configurations, rows of x, y, z. */
  #pathOf(q: Float64Array): Float64Array {
    const { model } = this.#experiment;
    const { body, point } = this.#watched;
    if (body < 0) return new Float64Array();
    const poses = this.#posesOf(q);
    const path = new Float64Array((3 * q.length) / model.nq);
    const size = 12 * model.bodies.length;
    for (let row = 0; row * model.nq < q.length; row++)
      path.set(placeIn(poses, row * size + 12 * body, point), 3 * row);
    return path;
  }
}

/** Reads what the task is judged by at a moment; null where it measures nothing. */
function measureOf({ model, settings: { task }, given: { scenario } }: Experiment) {
  const name = mainMeasureName(task);
  if (name === undefined) return null;
  const { residual } = task.measures[name];
  type State = Readonly<Record<'q' | 'v' | 'tau' | 'time', PopulationTensor>>;
  const read = compile(
    ({ q, v, tau, time }: State, goals: Scenario['goals']) =>
      residual.read(residual.evaluate(seenOf(model, { q, v }, tau, time, robotParameters(model)), goals)),
    [{ ...scenario.initial, tau: tensor(new Float64Array(model.nv)), time: tensor(0) }, scenario.goals],
    { checkFinite: false },
  );
  return ({ q, v, time }: Measured, tau: Float64Array, { goals }: Scenario): number =>
    read({ q: tensor(q), v: tensor(v), tau: tensor(tau), time: tensor(time) }, goals).item();
}
