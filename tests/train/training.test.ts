/** @file Trainings: how they end, what they are judged by, and that a stop changes nothing. */
import { describe, expect, it, vi } from 'vitest';
import { NonFiniteError } from '../../src/errors.ts';
import { InlineRunner } from '../../src/parallel/inline-runner.ts';
import { drive } from '../../src/run/job.ts';
import { readRun, writeRunText } from '../../src/scene/saved-run.ts';
import { Training } from '../../src/train/training.ts';
import { expectEqual } from '../support/check.ts';
import { courseOf, trainerOf, trainingExperiment, unmoved } from '../support/small-training.ts';

const iterations = 6;
const experiment = trainingExperiment({ 'controller.normalize': true });
const whole = Training.start(courseOf(experiment));
await drive(whole, { iterations });

/** All that a training goes on from, as text: of equal bits and nothing else. */
const bitsOf = ({ state }: Training): string =>
  JSON.stringify(state, (_, value: unknown) => (typeof value === 'number' ? String(value) : value));

describe('a training', () => {
  it('goes on after any iteration as if it had not stopped, in memory and through its run file', async () => {
    const job = Training.start(courseOf(experiment));
    for (let made = 0; made < iterations; made++) {
      const text = writeRunText(experiment, '01234567', job);
      const kept = Training.resume(courseOf(experiment), job.state);
      const read = Training.resume(courseOf(experiment), readRun(text).state);
      if (made % 2 === 1)
        for (const other of [kept, read]) {
          await drive(other, { iterations });
          expect(bitsOf(other)).toBe(bitsOf(whole));
        }
      else expect(bitsOf(read)).toBe(bitsOf(job));
      await job.step();
    }
  });

  it.each([
    ['gradient', 0],
    ['validation', 1],
  ])('that is interrupted while a step computes its %s is as it was before', async (_, moment) => {
    const job = Training.start(courseOf(experiment));
    await job.step();
    const before = bitsOf(job);
    const interruption = new AbortController();
    const reason = new Error('stop');
    const { run } = InlineRunner.prototype;
    let runs = 0;
    const cut = vi.spyOn(InlineRunner.prototype, 'run').mockImplementation(async function (this: InlineRunner, asked) {
      if (runs++ < moment) return run.call(this, asked);
      interruption.abort(reason);
      throw asked.signal?.reason;
    });
    await expect(job.step(interruption.signal)).rejects.toBe(reason);
    cut.mockRestore();
    expect(runs).toBe(moment + 1);
    expect(bitsOf(job)).toBe(before);
    await drive(job, { iterations });
    expect(bitsOf(job)).toBe(bitsOf(whole));
  });

  it('is judged by rollouts that it has not learned from, and by the same ones again', async () => {
    const draw = vi.spyOn(experiment.sampler, 'draw');
    const job = Training.start(courseOf(experiment));
    await drive(job, { iterations: 2 });
    const drawn = draw.mock.calls.map(([{ set, step }]) => `${set} ${step ?? '-'}`);
    draw.mockRestore();
    expect(new Set(drawn.filter((one) => !one.startsWith('training')))).toEqual(new Set(['validation -']));
    expect(drawn).toContain('training 1');
    expect(job.progress.validation).toMatchObject({ iteration: 1, count: 4 });
  });

  it('says in its history what each iteration and validation found', () => {
    const { loss, measures } = whole.history;
    expect(loss).toHaveLength(iterations);
    expect([...measures['validation-loss']].map(Number.isFinite)).toEqual([false, true, false, true, false, true]);
    expect(whole.result()).toMatchObject({ iterations, reached: false, diverged: 0 });
  });
});

const failure = new NonFiniteError({
  operation: 'mul',
  operands: [0, Infinity],
  value: NaN,
  member: 0,
  pass: 'forward',
} as never);
const refused = { refused: failure, gradientNorm: Infinity };
const plain = trainingExperiment();
const validations = (losses: readonly number[]) => (x: Float64Array, state: object, iteration: number) => {
  const next = x.slice();
  // what is judged are weights: this one moves the last bias
  next[next.length - 1] = losses[Math.min(iteration, losses.length - 1)];
  return unmoved(next, state as never);
};

describe('a training ends', () => {
  /** The training of such steps, and how it ended. */
  const trained = async (trainer: ReturnType<typeof trainerOf>, most = 40) => {
    const job = Training.start({ ...courseOf(plain), trainer, iterations: most });
    return { job, end: await drive(job, { iterations: most }) };
  };

  it('as diverged after steps in a row that are not finite, with the best parameters kept', async () => {
    const { job, end } = await trained(
      trainerOf((x, state, i) => (i < 2 ? validations([0.1, 0.2])(x, state as never, i) : refused)),
    );
    expect(end).toMatchObject({ outcome: 'diverged', error: failure });
    expect(end.detail).toMatch(
      /^diverged at iteration 2: 8 steps in a row were not finite .*method\.learningRate \(it was 0\.10\)/,
    );
    expect(job.iteration).toBe(10);
    expect(job.result().diverged).toBe(8);
    expect([0.1, 0.2]).toContain(job.result().parameters.at(-1));
    expect(job.result().parameters.every(Number.isFinite)).toBe(true);
  });

  it('as diverged before any validation, with parameters kept whose loss is known', async () => {
    const far = (x: Float64Array) => x.map((value) => value + 1e4);
    const { job } = await trained(
      trainerOf((x, state, i) => (i < 2 ? unmoved(far(x), state) : refused), { every: 99 }),
    );
    expect(job.result().best!.iteration).toBe(1);
    expectEqual(job.result().parameters, far(plain.initialParameters));
  });

  it('not where a step between them is finite, and counts all that were refused', async () => {
    const { job, end } = await trained(
      trainerOf((x, state, i) => (i % 8 === 7 ? unmoved(x, state) : refused)),
      20,
    );
    expect(end.outcome).toBe('iterations');
    expect(job.progress.refused).toBe(18);
    expect(Object.keys(job.history.terms)).toEqual(['come', 'rest']);
    expect(job.history.measures.distance[7]).toBe(1);
  });

  it('as diverged from its first step on, of which no learning rate is known', async () => {
    const { job, end } = await trained(trainerOf(() => refused));
    expect(end.detail).toMatch(/diverged at iteration 0: .*a smaller method\.learningRate, /);
    expectEqual(job.result().parameters, plain.initialParameters);
  });

  it.each([
    [5, 'reached', 3],
    [1e-6, 'iterations', 6],
  ])('where as much of the validation succeeds as is asked for: below %d m as %s', async (below, outcome, made) => {
    const job = Training.start({
      ...courseOf(trainingExperiment({ 'success.below': below })),
      trainer: trainerOf((x, state) => unmoved(x, state), { until: 0.5, every: 3 }),
    });
    const end = await drive(job, { iterations: 6 });
    expect(end.outcome).toBe(outcome);
    expect(job.iteration).toBe(made);
    expect(job.result().reached).toBe(outcome === 'reached');
  });

  it('as converged after validations without anything better', async () => {
    const { job, end } = await trained(trainerOf((x, state) => unmoved(x, state), { patience: 3, every: 2 }));
    expect(end).toMatchObject({ outcome: 'converged', detail: '3 validations without anything better' });
    // the first one is better than nothing
    expect(job.iteration).toBe(8);
  });

  it('as diverged where three validations in a row are much worse than an arm that is only held', async () => {
    const { end } = await trained(trainerOf((x, state) => unmoved(x, state, 1e-9)));
    expect(end.outcome).toBe('diverged');
    expect(end.detail).toMatch(
      /^diverged: after iteration 2 the loss of the validation is .*method\.learningRate \(it is 0\.10\)/,
    );
  });

  it('as without a gradient where hardly any unit of a layer is let through, by the name of the layer', async () => {
    const huge = (x: Float64Array) => x.map((_, i) => (i < 8 * 7 ? 1e3 * (i % 2 ? 1 : -1) : 0));
    const { end } = await trained(trainerOf((x, state) => unmoved(huge(x), state, 1e9)));
    expect(end.outcome).toBe('no-gradient');
    expect(end.detail).toMatch(/units of hidden layer 1 are saturated or dead .*method\.learningRate \(it is 0\.10\)/);
  });

  it('as diverged or without a gradient where bptt learns far too fast', async () => {
    const fast = trainingExperiment({
      'method.learningRate': 1000,
      'method.clipNorm': undefined,
      'success.below': 1e-6,
    });
    const job = Training.start(courseOf(fast));
    const end = await drive(job, { iterations: 6 });
    expect(['diverged', 'no-gradient']).toContain(end.outcome);
    expect(end.detail).toContain('method.learningRate');
    expect(job.result().parameters.every(Number.isFinite)).toBe(true);
  });

  const endless = (x: Float64Array, state: object) => unmoved(x, state as never);
  it.each([
    ['reached', trainerOf(endless, { until: 0.5 }), { 'success.below': 5 }],
    ['converged', trainerOf(endless, { patience: 2 }), {}],
    ['diverged', trainerOf(() => refused), {}],
    ['diverged', trainerOf((x, state) => unmoved(x, state, 1e-9)), {}],
  ])('as %s, and has ended where it is gone on with', async (outcome, trainer, change) => {
    const course = { ...courseOf(trainingExperiment(change)), trainer };
    const job = Training.start(course);
    const end = await drive(job, { iterations: 40 });
    expect(end.outcome).toBe(outcome);
    const again = Training.resume(course, job.state);
    expect(again.end?.outcome).toBe(outcome);
    expect((await drive(again, { iterations: 40 })).outcome).toBe(outcome);
    expect(bitsOf(again)).toBe(bitsOf(job));
    expect(again.progress.validation).toEqual(job.progress.validation);
  });

  it('later, having been kept between steps that were refused, as if it had not been', async () => {
    const step = (x: Float64Array, state: object, i: number) => (i % 3 === 2 ? unmoved(x, state as never) : refused);
    const course = { ...courseOf(plain), trainer: trainerOf(step) };
    const job = Training.start(course);
    for (let made = 1; made <= 5; made++) {
      await job.step();
      const { state } = readRun(writeRunText(plain, '01234567', job));
      const again = Training.resume(course, state);
      expect(bitsOf(again)).toBe(bitsOf(job));
      expect({ ...again.progress, layers: [] }).toEqual({ ...job.progress, layers: [] });
    }
  });
});
