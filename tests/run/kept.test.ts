/** @file What a job keeps: memory that does not grow where nobody needs the history, and states of all members that go on elsewhere. */
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { adam } from '../../src/optimize/adam.ts';
import type { Keep } from '../../src/optimize/history.ts';
import { Minimization } from '../../src/optimize/minimization.ts';
import { withMembers } from '../../src/optimize/population-objective.ts';
import type { RunState } from '../../src/optimize/run-state.ts';
import type { Progress } from '../../src/run/job.ts';
import type { Optimizable } from '../../src/run/optimizable.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { portableStates, statesFromPortable } from '../../src/run/portable-state.ts';
import { decodeRun, encodeRun } from '../../src/run/run-file.ts';
import { expectEqual } from '../support/check.ts';
import { objectiveOf, rosenbrock, startsOf } from '../support/toy-objective.ts';
import { experimentWith, optimizers } from '../support/two-link.ts';

const members = 4;
const iterations = 8;

async function advance(job: Optimization, count: number): Promise<Progress[]> {
  const progress: Progress[] = [];
  for (let i = 0; i < count; i++) progress.push(await job.step());
  return progress;
}

/** Through a message to another thread and back. */
const sent = (states: readonly RunState[]): RunState[] => statesFromPortable(structuredClone(portableStates(states)));

/** A member with a start that is no number, which diverges at once. */
function harmed<X extends Optimizable>(experiment: X): X {
  const { starts } = experiment;
  const vector = new Float64Array(starts.size).fill(NaN);
  return { ...experiment, starts: withMembers(starts, new Map([[2, vector]])) };
}

const fileOf = (job: Optimization, { scene, layout }: ReturnType<typeof experimentWith>) => ({
  scene,
  robot: { checksum: '00000000', weld: [], repair: false },
  parameters: layout.slots,
  state: job.state,
  trajectory: null,
});

describe.each(optimizers)('restarts by $type', (optimizer) => {
  const experiment = experimentWith(optimizer, { perturbation: 0.1 });
  const population = experiment.population(members);

  it('come to the same, and tell the same, where only the best is kept', async () => {
    const all = Optimization.start(population);
    const few = Optimization.start(population, { keep: 'best' });
    expect(await advance(few, iterations)).toEqual(await advance(all, iterations));
    expectEqual(few.x.data, all.x.data);
    expect(few.result()).toEqual(all.result());
    for (let m = 0; m < members; m++) {
      const [own, whole] = [few, all].map((job) => job.stateOf(m));
      expect({ ...own, history: null }).toEqual({ ...whole, history: null });
      const wanted = [...new Set([0, whole.best!.iteration, iterations - 1])].sort((a, b) => a - b);
      expect([...own.history.kept!]).toEqual(wanted);
      expectEqual(
        own.history.loss,
        Float64Array.from(wanted, (i) => whole.history.loss[i]),
      );
    }
  });

  it.each<Keep>(['all', 'best'])(
    'go on in another thread at every cut as if they had not stopped, keeping %s',
    async (keep) => {
      const start = harmed(population);
      const whole = Optimization.start(start, { keep });
      await advance(whole, iterations);
      for (const cut of [0, 1, 5]) {
        const before = Optimization.start(start, { keep });
        await advance(before, cut);
        const after = Optimization.resumeAll(harmed(experiment.population(members)), sent(before.states), { keep });
        expect([after.iteration, after.diverged]).toEqual([cut, before.diverged]);
        await advance(after, iterations - cut);
        expectEqual(after.x.data, whole.x.data);
        expect(after.states).toEqual(whole.states);
        expect([...after.stops].map(([m, { outcome }]) => [m, outcome])).toEqual([[2, 'diverged']]);
        expect(after.result()).toEqual(whole.result());
      }
    },
  );

  it('leave a run file of what was kept, from which all goes on with the same bits', async () => {
    const whole = Optimization.start(experiment.one());
    await advance(whole, iterations);
    const before = Optimization.start(experiment.one(), { keep: 'best' });
    await advance(before, iterations - 3);
    const text = encodeRun(fileOf(before, experiment));
    const read = decodeRun(text);
    expect(read.state).toEqual(before.state);
    expect(encodeRun(read)).toBe(text);
    const after = Optimization.resume(experimentWith(optimizer, { perturbation: 0.1 }).one(), read.state);
    expect(await advance(after, 3)).toHaveLength(3);
    expectEqual(after.x.data, whole.x.data);
    const { history, ...state } = after.state;
    expect(state).toEqual({ ...whole.state, history: undefined });
    // from there on everything is kept
    expect([...history.kept!].slice(-3)).toEqual([iterations - 3, iterations - 2, iterations - 1]);
    expect(decodeRun(encodeRun(fileOf(after, experiment))).state).toEqual(after.state);
  });
});

it('takes no more memory over thousands of iterations, and as much more for each where all are kept', async () => {
  const starts = startsOf([-1, 2], [0, 0], [2, 2]);
  const sizes = async (keep: Keep): Promise<number[]> => {
    const minimization = Minimization.start(objectiveOf(rosenbrock), adam({ learningRate: 1e-3 }), starts, { keep });
    const found: number[] = [];
    for (const count of [3, 4000]) {
      for (let i = 0; i < count; i++) await minimization.step();
      found.push(minimization.history.size);
    }
    return found;
  };
  const numbers = 4 * starts.population;
  expect(await sizes('best')).toEqual([3 * numbers, 3 * numbers]);
  const [, all] = await sizes('all');
  expect(all).toBeGreaterThanOrEqual(4003 * numbers);
});

it('says which iterations were kept where another one is asked for', async () => {
  const job = Minimization.start(objectiveOf(rosenbrock), adam({ learningRate: 0.01 }), startsOf([-1, 2]), { keep: 'best' }); // prettier-ignore
  for (let i = 0; i < 20; i++) await job.step();
  const best = job.best.of(0)!.iteration;
  expect(job.history.at(best, 0).loss).toBe(job.best.loss[0]);
  expect(() => job.history.at(7, 0)).toThrow(/^iteration: found 7; expected one that was kept: 0, /);
  expect(() => job.history.at(20, 0)).toThrow(/^iteration: found 20; expected an integer from 0 to 19/);
});

it('a member that has ended stays so in another thread, and says why', async () => {
  const experiment = experimentWith({ type: 'lbfgs', history: 3 });
  const population = harmed(experiment.population(members));
  const before = Optimization.start(population);
  await advance(before, 2);
  const states = sent(before.states);
  states[1] = { ...states[1], finished: 'enough' };
  const after = Optimization.resumeAll(population, states);
  const stayed = after.stateOf(1).parameters;
  await advance(after, 2);
  expectEqual(after.stateOf(1).parameters, stayed);
  expect(after.stops.get(1)).toEqual({ outcome: 'converged', detail: 'enough' });
  expect(after.stops.get(2)).toEqual(before.stops.get(2));
});

describe('states that do not fit are refused', () => {
  const experiment = experimentWith(optimizers[0]);
  const population = experiment.population(2);
  const made = Optimization.start(population);
  const refusal = async (change: (states: RunState[]) => unknown): Promise<string> => {
    if (made.iteration === 0) await advance(made, 3);
    const states = made.states;
    try {
      Optimization.resumeAll(population, change(states) as RunState[]);
    } catch (error) {
      expect(error).toBeInstanceOf(ArgumentError);
      return (error as Error).message;
    }
    return '';
  };

  it.each<[string, (states: RunState[]) => unknown, RegExp]>([
    ['too few', ([first]) => [first], /^states: found 1 states; expected 2/],
    ['no list', () => 3, /^states: found 3/],
    [
      'other iterations',
      ([first]) => [first, Optimization.start(population).states[1]],
      /^states\[1\]: found 0 iterations; expected 3/,
    ],
    [
      'rows that do not begin with the first',
      (states) => states.map((state) => ({ ...state, history: { ...state.history, kept: Int32Array.of(1, 2, 3) } })),
      /^state.history.kept: /,
    ],
    [
      'a best that was not kept',
      (states) => states.map((state) => ({ ...state, best: { ...state.best!, iteration: 4 }, history: { ...state.history, kept: Int32Array.of(0, 2, 6) } })), // prettier-ignore
      /^state.best.iteration: found 4; expected an iteration that was kept/,
    ],
    ['a divergence that says nothing', ([first, second]) => [first, { ...second, diverged: {} }], /^state.diverged/],
  ])('%s', async (_, change, says) => {
    expect(await refusal(change)).toMatch(says);
  });

  it('an option that there is not', () => {
    expect(() => Optimization.start(population, { keep: 'some' as Keep })).toThrow(
      'keep: found "some"; expected "all"',
    );
    expect(() => Optimization.start(population, { keeps: 'all' } as never)).toThrow(ArgumentError);
  });
});
