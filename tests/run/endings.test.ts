/** @file What a job says of its end: reached is only what reached, and what cannot learn says so. */
import { describe, expect, it } from 'vitest';
import { gradientDescent } from '../../src/optimize/gradient-descent.ts';
import { lbfgs } from '../../src/optimize/lbfgs.ts';
import { drive, type End } from '../../src/run/job.ts';
import type { Optimizable } from '../../src/run/optimizable.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { decodeRun, encodeRun } from '../../src/run/run-file.ts';
import { objectiveOf, type Score, startsOf } from '../support/toy-objective.ts';

const toy = (score: Score, starts: readonly (readonly number[])[], more: Partial<Optimizable> = {}): Optimizable => ({
  ...objectiveOf(score),
  method: gradientDescent({ learningRate: 0.1 }),
  starts: startsOf(...starts),
  ...more,
});

/** x^2, whose measure is the distance from `goal`. */
const bowl =
  (goal = 0, reached?: (x: number) => number): Score =>
  ([x]) => ({
    loss: x * x,
    gradient: Float64Array.of(2 * x),
    measures: { distance: Math.abs(x - goal) },
    ...(reached && { reached: reached(x) }),
  });
/** A plateau of some height for x > 0, a slope elsewhere. */
const plateau =
  (height: number): Score =>
  ([x]) => ({
    loss: x > 0 ? height : height - x,
    gradient: Float64Array.of(x > 0 ? 0 : -1),
    measures: { distance: height },
  });

const success = { measure: 'distance', below: 0.1 };
const driven = async (experiment: Optimizable, iterations = 40): Promise<[End, Optimization]> => {
  const job = Optimization.start(experiment);
  return [await drive(job, { iterations }), job];
};

describe('a gradient that is exactly 0 from the first iteration on', () => {
  it.each([gradientDescent({ learningRate: 0.1 }), lbfgs()])('ends a run at once by $name', async (method) => {
    const [end, job] = await driven(toy(plateau(3), [[1]], { method }));
    expect(end).toEqual({
      outcome: 'no-gradient',
      detail: 'it cannot learn, as the gradient is exactly 0: no parameter moves the loss',
    });
    expect([job.iteration, job.result().reached]).toEqual([1, false]);
  });

  it('is explained by the experiment, once, at the best parameters', async () => {
    const asked: unknown[] = [];
    const explain = {
      stillness: (x: Float64Array, loss: number) => {
        asked.push([[...x], loss]);
        return 'for a reason';
      },
      divergence: () => null,
    };
    const [end, job] = await driven(toy(plateau(3), [[1]], { explain }));
    expect([end.detail, job.end]).toEqual(['it cannot learn, as the gradient is exactly 0: for a reason', end]);
    expect(asked).toEqual([[[1], 3]]);
  });

  it('is no fault where the loss is 0 and nothing else is asked for, or where it has reached', async () => {
    expect((await driven(toy(plateau(0), [[1]])))[0].outcome).toBe('converged');
    expect((await driven(toy(plateau(0), [[1]], { success })))[0].outcome).toBe('reached');
    expect((await driven(toy(plateau(0), [[1]], { success: { ...success, below: 0 } })))[0].outcome).toBe(
      'no-gradient',
    );
  });

  it('ends restarts only where it is that of all of them that are finite', async () => {
    expect((await driven(toy(plateau(3), [[1], [2]])))[0].outcome).toBe('no-gradient');
    expect((await driven(toy(plateau(3), [[1], [-2]]), 5))[0].outcome).toBe('iterations');
    const lost: Score = (x) => ({ ...plateau(3)(x), loss: x[0] === 7 ? NaN : 3 });
    const [other, rest] = await driven(toy(lost, [[7], [1]]));
    expect([other.outcome, rest.diverged, rest.bestMember]).toEqual(['no-gradient', 1, 1]);
  });

  it('is said again, without another iteration, of a run that is resumed', async () => {
    const experiment = toy(plateau(3), [[1]]);
    const [end, job] = await driven(experiment);
    const text = encodeRun({
      scene: {},
      robot: { checksum: '00000000', weld: [], repair: false },
      parameters: [{ path: 'x', shape: [1] }],
      state: job.state,
      end,
      trajectory: null,
    });
    const saved = decodeRun(text);
    expect(saved.end).toEqual(end);
    const resumed = Optimization.resume(experiment, saved.state);
    expect([await drive(resumed, { iterations: 99 }), resumed.iteration]).toEqual([end, 1]);
  });

  it('in a part of the entries is told by the second iteration, if it was so in the first, and by no other', async () => {
    const half: Score = ([x, y]) => ({ loss: x * x + 1, gradient: Float64Array.of(2 * x, 0 * y) });
    const job = Optimization.start(
      toy(half, [
        [1, 1],
        [2, 2],
      ]),
    );
    expect(await job.step()).not.toHaveProperty('still');
    expect((await job.step()).still).toEqual([1]);
    expect(await job.step()).not.toHaveProperty('still');
    // a gain does nothing where the arm starts at its reference, and something as soon as that has moved
    const later: Score = ([x, y]) => ({ loss: x * x + 1, gradient: Float64Array.of(2 * x, (x - 1) * y) });
    const gains = Optimization.start(toy(later, [[1, 1]]));
    for (let i = 0; i < 3; i++) expect(await gains.step()).not.toHaveProperty('still');
    expect(await Optimization.start(toy(bowl(), [[1]])).step()).not.toHaveProperty('still');
  });
});

describe('reached', () => {
  it('is a member that reached, although another has a lower loss', async () => {
    // the goal is not where the loss is least
    const [end, job] = await driven(toy(bowl(1), [[0.2], [1.05]], { success }));
    expect(end.outcome).toBe('reached');
    const { best, reached } = job.result();
    expect([best!.member, reached]).toEqual([1, true]);
    expect(best!.measures.distance).toBeLessThan(0.1);
    expect(job.state.best!.reached).toBe(true);
  });

  it('is an iteration that reached, although one before had a lower loss', async () => {
    const losses = [1, 5, 0.5];
    const distances = [1, 0.05, 1];
    let at = 0;
    const score: Score = () => ({
      loss: losses[at],
      gradient: Float64Array.of(1),
      measures: { distance: distances[at++] },
    });
    const [end, job] = await driven(toy(score, [[1]], { success }), 3);
    expect([end.outcome, job.iteration, job.result().best!.iteration]).toEqual(['reached', 2, 1]);
  });

  it.each([
    [
      'a measure that is no number',
      { ...bowl(), score: ((x) => ({ ...bowl()(x), measures: { distance: NaN } })) as Score },
      success,
    ],
    [
      'a measure of 0 that shall be below 0',
      { score: ((x) => ({ ...bowl()(x), measures: { distance: 0 } })) as Score },
      { ...success, below: 0 },
    ],
    ['conditions that the evaluation has not met', { score: bowl(0, () => 0) }, success],
    ['a measure that is not below, whatever the evaluation says', { score: bowl(9, () => 1) }, success],
    ['an evaluation that is no yes', { score: bowl(0, () => NaN) }, success],
  ])('is not said of %s', async (_, { score }, wanted) => {
    const [end, job] = await driven(toy(score, [[0.5]], { success: wanted }), 8);
    expect([end.outcome, job.result().reached, job.state.best!.reached]).toEqual(['iterations', false, false]);
  });

  it('goes before all other ends, and stays when a run is resumed', async () => {
    const experiment = toy(bowl(), [[0.5]], { success });
    const [end, job] = await driven(experiment);
    const { iteration } = job;
    expect(end.outcome).toBe('reached');
    // to the very number of iterations in which it reached
    expect((await driven(experiment, iteration))[0].outcome).toBe('reached');
    const resumed = Optimization.resume(experiment, job.state);
    expect(await drive(resumed, { iterations: 99 })).toEqual(end);
    expect([resumed.iteration, resumed.result().reached]).toEqual([iteration, true]);
  });

  it('of a file that does not say is taken from its measure, unless more than that is asked for', async () => {
    const [, job] = await driven(toy(bowl(), [[0.5]], { success }));
    const { iteration, parameters } = job.state.best!;
    const state = { ...job.state, best: { iteration, parameters } };
    const resumed = (wanted: Optimizable['success']): boolean =>
      Optimization.resume(toy(bowl(), [[0.5]], { success: wanted }), state).result().reached;
    expect([resumed(success), resumed({ ...success, speed: 0.1 }), resumed({ ...success, hold: 1 })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is not said of a run that was stopped before it', async () => {
    const signal = AbortSignal.abort();
    const job = Optimization.start(toy(bowl(), [[0.5]], { success }));
    expect((await drive(job, { iterations: 9, signal })).outcome).toBe('interrupted');
    expect(job.result().reached).toBe(false);
  });
});
