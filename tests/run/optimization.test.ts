/** @file Optimization: members keep out of each other's way, to the last bit, and one that diverges stops alone. */
import { describe, expect, it } from 'vitest';
import { NonFiniteError } from '../../src/errors.ts';
import { memberOf } from '../../src/optimize/population-objective.ts';
import type { Method } from '../../src/optimize/method.ts';
import { gradientDescent } from '../../src/optimize/gradient-descent.ts';
import { withMembers } from '../../src/optimize/population-objective.ts';
import { drive, type Progress } from '../../src/run/job.ts';
import { type Optimizable, someMembers } from '../../src/run/optimizable.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { objectiveOf, quadratic, type Score, startsOf } from '../support/toy-objective.ts';
import { experimentWith, optimizers } from '../support/two-link.ts';

const members = 5;
const iterations = 12;

async function advanced(experiment: Optimizable, count = iterations): Promise<Optimization> {
  const job = Optimization.start(experiment);
  for (let i = 0; i < count; i++) await job.step();
  return job;
}

const bits = (vector: Float64Array): BigUint64Array => new BigUint64Array(vector.slice().buffer);

/** The experiment with the starts of some members replaced by what is no number. */
function withBadStarts<X extends Optimizable>(experiment: X, ...bad: readonly number[]): X {
  const { starts } = experiment;
  const noNumbers = new Float64Array(starts.size).fill(NaN);
  return { ...experiment, starts: withMembers(starts, new Map(bad.map((member) => [member, noNumbers]))) };
}

const toy = (score: Score, method: Optimizable['method'], ...starts: readonly (readonly number[])[]): Optimizable => ({
  ...objectiveOf(score),
  method,
  starts: startsOf(...starts),
});

/** A method that halves x and ends below 1. */
const halving: Method = {
  name: 'halving',
  start: () => ({}),
  step: ({ parameters, state }) => {
    const still = { parameters, state, stepSize: 0.5, clippedGradientNorm: 0 };
    return parameters[0] < 1 ? { ...still, finished: 'small' } : { ...still, parameters: parameters.map((x) => x / 2) };
  },
};

/** x^2 with its distance from 0. */
const parabola: Score = ([x]) => ({
  loss: x * x,
  gradient: Float64Array.of(2 * x),
  terms: { square: x * x },
  measures: { distance: Math.abs(x) },
});

describe.each(optimizers)('restarts by $type', (optimizer) => {
  const experiment = experimentWith(optimizer);
  const population = experiment.population(members);

  it('have the bits of runs that were made alone', async () => {
    const restarts = await advanced(population);
    for (let member = 0; member < members; member++) {
      const alone = Optimization.start({
        ...experiment.one(),
        starts: someMembers(population, member, member + 1).starts,
      });
      for (let i = 0; i < iterations && !alone.stops.size; i++) await alone.step();
      expect(bits(memberOf(restarts.x, member))).toEqual(bits(memberOf(alone.x, 0)));
      expect(restarts.stateOf(member)).toEqual(alone.state);
    }
  });

  it('each come to a loss below their first', async () => {
    const restarts = await advanced(population);
    for (let member = 0; member < members; member++) {
      const { best, history } = restarts.stateOf(member);
      expect(history.loss[best!.iteration]).toBeLessThan(history.loss[0]);
    }
  });

  it('go on with the same bits beside one that diverges', async () => {
    const whole = await advanced(population);
    const harmed = await advanced(withBadStarts(population, 2));
    expect([...harmed.stops].filter(([, { outcome }]) => outcome === 'diverged').map(([member]) => member)).toEqual([
      2,
    ]);
    expect(harmed.stops.get(2)!.detail).toMatch(/^diverged at iteration 0/);
    expect(harmed.stateOf(2).history.loss.length).toBe(0);
    for (const member of [0, 1, 3, 4])
      expect(bits(memberOf(harmed.x, member))).toEqual(bits(memberOf(whole.x, member)));
  });
});

describe('a job', () => {
  const [adam] = optimizers;

  it('begins at the scene, and elsewhere with every other member', () => {
    const experiment = experimentWith(adam);
    for (const count of [0, -1, 2.5, NaN])
      expect(() => experiment.population(count)).toThrow(`population: members: found ${count}; expected an integer`);
    const { starts } = experiment.population(members);
    expect(bits(memberOf(starts, 0))).toEqual(bits(experiment.initialParameters));
    expect(new Set(Array.from({ length: members }, (_, m) => String(memberOf(starts, m)))).size).toBe(members);
  });

  it('of some members is a job with their bits', async () => {
    const whole = toy(quadratic([1, 3]), gradientDescent({ learningRate: 0.1 }), [1, 2], [3, 4], [5, 6], [7, 8]);
    const all = await advanced(whole);
    const some = await advanced(someMembers(whole, 1, 3));
    expect(some.members).toBe(2);
    for (const m of [0, 1]) expect(some.stateOf(m)).toEqual(all.stateOf(m + 1));
    for (const [first, end] of [
      [0, 0],
      [2, 1],
      [-1, 2],
      [0, 5],
      [0.5, 2],
    ])
      expect(() => someMembers(whole, first, end)).toThrow(/^members: /);
  });

  it('names the member with the lowest loss of all iterations as the best, and tells what its iteration found', async () => {
    const job = Optimization.start(experimentWith(adam).population(members));
    let lowest = Infinity;
    for (let i = 0; i < iterations; i++) {
      const { best, now, spread, iteration } = await job.step();
      for (let m = 0; m < members; m++) lowest = Math.min(lowest, ...job.stateOf(m).history.loss);
      expect([iteration, best!.loss, best!.member]).toEqual([i, lowest, job.bestMember]);
      const { history } = job.stateOf(best!.member);
      expect(best!.measures.distance).toBe(history.measures.distance[best!.iteration]);
      expect(best!.terms).toEqual(
        Object.fromEntries(Object.entries(history.terms).map(([name, column]) => [name, column[best!.iteration]])),
      );
      expect(now).toMatchObject({ member: best!.member, iteration: i, loss: history.loss[i] });
      const { lowest: least, low, median, high, highest } = spread!.loss;
      expect([least, low, median, high, highest]).toEqual([least, low, median, high, highest].sort((a, b) => a - b));
      expect(Object.keys(spread!.measures)).toEqual(['distance']);
    }
  });

  it('counts gradients: one a member and iteration, and those of line searches', async () => {
    const job = await advanced(toy(quadratic([1]), gradientDescent({ learningRate: 0.1 }), [1], [2], [3]), 4);
    expect(job.gradients).toBe(12);
    let calls = 0;
    const counted: Score = (x) => {
      calls++;
      return quadratic([1, 50])(x);
    };
    const search = await advanced(toy(counted, experimentWith({ type: 'lbfgs' }).method as Method, [1, 1]), 3);
    expect(search.gradients).toBe(calls);
  });

  it('with one member has no spread, and tells of each iteration', async () => {
    const job = Optimization.start(toy(parabola, gradientDescent({ learningRate: 1.05 }), [1]));
    const heard: Progress[] = [];
    await drive(job, { iterations: 3, onProgress: (progress) => heard.push(progress) });
    expect(heard.map(({ now }) => now!.loss)).toEqual([1, expect.closeTo(1.21, 12), expect.closeTo(1.4641, 12)]);
    expect(heard.map(({ best }) => best!.iteration)).toEqual([0, 0, 0]);
    expect(heard.map(({ spread }) => spread)).toEqual([null, null, null]);
  });

  it('diverges where all members do, and says where the first number that is none was born', async () => {
    const job = Optimization.start(withBadStarts(experimentWith(adam).population(members), 0, 1, 2, 3, 4));
    const end = await drive(job, { iterations });
    expect(end).toMatchObject({ outcome: 'diverged', error: expect.any(NonFiniteError) as unknown });
    expect(end.detail).toMatch(/^diverged at iteration 0: first non-finite/);
    expect(job.state.best).toBeNull();
    expect(job.result()).toMatchObject({ reached: false, best: null, diverged: members, iterations: 0 });
  });

  it('keeps its last good parameters where it diverges on the way', async () => {
    // the parabola below 10, and no number beyond
    const cliff: Score = (x) => (Math.abs(x[0]) > 10 ? { ...parabola(x), loss: NaN } : parabola(x));
    const job = Optimization.start(toy(cliff, gradientDescent({ learningRate: 1.5 }), [1], [1e-3]));
    for (let i = 0; i < 8; i++) await job.step();
    expect([...job.stops.keys()]).toEqual([0]);
    expect(job.stops.get(0)!.detail).toMatch(/^diverged at iteration 4/);
    expect(job.stateOf(0).history.loss.every(Number.isFinite)).toBe(true);
    expect(job.stateOf(0).best!.parameters).toEqual(Float64Array.of(1));
    expect(job.stateOf(1).history.loss.length).toBe(8);
  });

  it('ends when no member can go on, and then stays where it is', async () => {
    const job = Optimization.start(toy(parabola, halving, [1], [8], [2]));
    const goingOn: number[] = [];
    while (!job.end) goingOn.push(3 - (await job.step()).stopped);
    expect(goingOn).toEqual([3, 2, 1, 1, 0]);
    expect(job.end).toEqual({ outcome: 'converged', detail: 'no member can go on; the best: small' });
    const before = [0, 1, 2].map((m) => job.stateOf(m));
    await job.step();
    expect([0, 1, 2].map((m) => job.stateOf(m))).toEqual(before);
  });
});

describe('success', () => {
  const method = gradientDescent({ learningRate: 0.25 });
  const success = { measure: 'distance', below: 0.3 };

  it('is said where the measure of the best is below the number, and not before', async () => {
    const job = Optimization.start({ ...toy(parabola, method, [1], [4]), success });
    const end = await drive(job, { iterations: 50 });
    expect(end).toEqual({ outcome: 'reached', detail: 'distance is 0.25, below 0.3' });
    expect(job.result()).toMatchObject({
      reached: true,
      iterations: 3,
      best: { member: 0, measures: { distance: 0.25 } },
    });
    const short = await drive(Optimization.start({ ...toy(parabola, method, [1]), success }), { iterations: 2 });
    expect(short.outcome).toBe('iterations');
  });

  it('needs the conditions of the evaluation, too', async () => {
    const slow: Score = (x) => ({ ...parabola(x), reached: Number(Math.abs(x[0]) < 0.1) });
    const job = Optimization.start({ ...toy(slow, method, [1]), success });
    expect(await drive(job, { iterations: 50 })).toMatchObject({ outcome: 'reached' });
    expect(job.result().best!.measures.distance).toBe(0.0625);
    const alone = Optimization.start(toy(slow, method, [1]));
    expect(await drive(alone, { iterations: 50 })).toEqual({ outcome: 'reached', detail: 'all conditions are met' });
  });

  it('by a measure that there is not is refused', async () => {
    const job = Optimization.start({ ...toy(parabola, method, [1]), success: { measure: 'speed', below: 1 } });
    await expect(drive(job, { iterations: 3 })).rejects.toThrow(/^success: found measure "speed"; expected distance/);
  });
});

describe('cancelling', () => {
  it('hands the signal to the evaluation, rejects with its reason, and changes nothing', async () => {
    const given = toy(parabola, gradientDescent({ learningRate: 0.1 }), [1]);
    const controller = new AbortController();
    const hanging: Optimizable = {
      ...given,
      evaluate: (_, { signal } = {}) =>
        new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason as Error))),
    };
    const job = Optimization.start(hanging);
    const step = job.step(controller.signal);
    controller.abort(new Error('stop'));
    await expect(step).rejects.toThrow('stop');
    expect([job.iteration, job.end, job.gradients]).toEqual([0, null, 0]);
    await expect(job.step(controller.signal)).rejects.toThrow('stop');
  });

  it('ends what is driven as interrupted, at any moment', async () => {
    const job = Optimization.start(toy(parabola, gradientDescent({ learningRate: 0.1 }), [1]));
    const controller = new AbortController();
    const end = await drive(job, {
      iterations: 100,
      signal: controller.signal,
      onProgress: ({ iteration }) => iteration === 4 && controller.abort(),
    });
    expect([end.outcome, job.iteration]).toEqual(['interrupted', 5]);
  });
});
