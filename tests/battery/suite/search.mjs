/** @file The best plan of each start: of a ladder of horizons, of guesses by chance, and of what the starts near by have found. */
import { wavesBy } from './guesses.mjs';
import { problemOf } from './problem.mjs';

const turn = 2 * Math.PI;

/** Speeds of joints at a plan's end, rad/s or m/s: that a longer plan may stop, and that what holds takes over. */
const [slow, still] = [1, 0.3];

/** Plans of a start that are kept. */
const kept = 3;

/** What a plan earns, its knots standing for their steps, and the last state for all that follows where it is slow enough. */
function worthOf(score, { model, knots, hold }, { q, v, tau }, calm) {
  const { nq, nv } = model;
  const driven = model.joints.filter(({ limits }) => limits.effort > 0);
  let total = 0;
  let last = 0;
  for (let k = 1; k <= knots; k++) {
    last = score.reward({
      q: q.subarray(k * nq, (k + 1) * nq),
      v: v.subarray(k * nv, (k + 1) * nv),
      action: driven.map(({ vIndex, limits }) => tau[(k - 1) * nv + vIndex] / limits.effort),
    });
    total += hold * last;
  }
  const isCalm = v.subarray(knots * nv).every((speed) => Math.abs(speed) < calm);
  return total + (isCalm ? (score.steps - knots * hold) * last : 0);
}

/** How far a start is from another one, or from its mirror image. */
function distance(model, a, b, side) {
  let sum = 0;
  model.joints.forEach(({ type, qIndex }) => {
    const d = a.q[qIndex] - side * b.q[qIndex];
    sum += (type === 'continuous' ? d - turn * Math.round(d / turn) : d) ** 2;
  });
  return sum;
}

/** Searches on, start by start; `best` has { worth, rung, state } of each. */
export class Search {
  #task;
  #starts;
  #rungs;
  /** Plans of each start, the best first. */
  found;

  constructor(task, starts) {
    this.#task = task;
    this.#starts = starts;
    this.#rungs = task.horizons.map((horizon) => problemOf(task.scene, { ...task, horizon }));
    this.found = starts.map(() => []);
  }

  problem(rung) {
    return this.#rungs[rung];
  }

  #try(i, rung, tau) {
    const { score, iterations } = this.#task;
    const problem = this.#rungs[rung];
    const state = problem.solve(this.#starts[i], tau, iterations);
    const all = this.found[i];
    all.push({ worth: worthOf(score, problem, state.motion, slow), rung, state });
    all.sort((a, b) => b.worth - a.worth);
    all.length = Math.min(all.length, kept);
  }

  best(i) {
    return this.found[i][0] ?? { worth: 0 };
  }

  /** Horizons that may be better than what a start has: not those that leave more than `slack` seconds of it unused. */
  #isWorthwhile(i, rung) {
    const { steps, period } = this.#task.score;
    const left = (steps - this.best(i).worth) * period;
    return this.#task.horizons[rung] < left + this.#task.slack;
  }

  /** Guesses by chance, and those of the task. */
  byChance(seed) {
    const { guesses, waves } = this.#task;
    this.#rungs.slice(0, this.#rungs.length - this.#task.rest).forEach((problem, rung) =>
      this.#starts.forEach((start, i) => {
        if (!this.#isWorthwhile(i, rung)) return;
        for (let k = 0; k < waves; k++)
          this.#try(i, rung, wavesBy({ seed, member: i, step: k, stream: rung }, problem));
        for (const guess of guesses(problem, start)) this.#try(i, rung, guess);
      }),
    );
  }

  /** The plans of the nearest starts, as they are and mirrored. */
  fromNeighbours(count) {
    const { model } = this.#rungs[0];
    this.#starts.forEach((start, i) => {
      const near = this.#starts
        .flatMap((other, k) => [1, -1].map((side) => ({ k, side, far: distance(model, start, other, side) })))
        .filter(
          ({ k }) => k !== i && this.best(k).worth > 0 && this.best(k).worth > this.best(i).worth - this.#task.steal,
        )
        .sort((a, b) => a.far - b.far)
        .slice(0, count);
      for (const { k, side } of near) {
        const { rung, state } = this.best(k);
        this.#try(
          i,
          rung,
          state.motion.tau.map((force) => side * force),
        );
      }
    });
  }

  /**
   * The plans that were found, and those which heavier weights make of them that end there or a little later: with gains, all that
   * end slowly enough. Which of them can be held is seen in their episodes.
   */
  plans() {
    return this.found.flatMap((all, i) =>
      all.flatMap(({ rung, state }) =>
        this.#resting(i, rung, state).map((plan) => ({ start: this.#starts[i], i, plan })),
      ),
    );
  }

  #resting(i, rung, state) {
    const { score, rest, iterations, atEnd } = this.#task;
    const plans = [];
    let from = state;
    for (let later = rung; later <= Math.min(rung + rest, this.#rungs.length - 1); later++) {
      const problem = this.#rungs[later];
      const tau = new Float64Array(problem.knots * problem.model.nv);
      tau.set(from.motion.tau);
      const next = atEnd ? problem.solve(this.#starts[i], tau, 2 * iterations, atEnd) : from;
      if (worthOf(score, problem, next.motion, still) > 0.7 * this.best(i).worth) {
        plans.push(problem.planOf(this.#starts[i], next, atEnd));
        if (isAtTop(problem, next.motion)) break;
        from = next;
      }
    }
    return plans;
  }
}

/** Whether a motion ends at the top and at rest, as near as gains need it, rad (m) and per second. */
const isAtTop = ({ model, knots }, { q, v }) =>
  model.joints.every(({ type, qIndex, vIndex }) => {
    const angle = q[knots * model.nq + qIndex];
    const away = type === 'continuous' ? angle - turn * Math.round(angle / turn) : 0;
    return Math.abs(away) < 0.005 && Math.abs(v[knots * model.nv + vIndex]) < 0.03;
  });
