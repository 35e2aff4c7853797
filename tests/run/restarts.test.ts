/** @file Restarts: members keep out of each other's way, to the last bit, and one that diverges stops alone. */
import { describe, expect, it } from 'vitest';
import { NonFiniteError } from '../../src/errors.ts';
import type { PopulationOptimizable, ScoredEvaluation } from '../../src/run/experiment.ts';
import { Restarts } from '../../src/run/restarts.ts';
import { Run } from '../../src/run/run.ts';
import { assemble, type Experiment, type PopulationExperiment } from '../../src/scene/assemble.ts';
import { parseScene, type Scene } from '../../src/scene/schema.ts';
import { assetText, sceneText } from '../support/robots.ts';

const members = 5;
const iterations = 12;

const optimizers: readonly Scene['optimizer'][] = [
  { type: 'adam', learningRate: 0.1, clipNorm: 1, schedule: { type: 'cosine', iterations, final: 0.1 } },
  { type: 'momentum', learningRate: 0.01 },
  { type: 'rmsprop', learningRate: 0.1 },
  { type: 'gradient-descent', learningRate: 0.01, clipNorm: 5 },
  { type: 'lbfgs' },
];

function experimentWith(optimizer: Scene['optimizer']): Experiment {
  const base = JSON.parse(sceneText('two-link-reach')) as Scene;
  return assemble(parseScene({ ...base, horizon: 0.2, optimizer }), assetText('planar-2link'));
}

async function advanced(experiment: PopulationExperiment, count = iterations): Promise<Restarts> {
  const restarts = new Restarts(experiment);
  for (let i = 0; i < count; i++) await restarts.step();
  return restarts;
}

const bits = (vector: Float64Array): BigUint64Array => new BigUint64Array(vector.slice().buffer);

/** The population with the starts of some members replaced by what is no number. */
function withBadStarts(population: PopulationExperiment, ...bad: readonly number[]): PopulationExperiment {
  return {
    ...population,
    starts: population.starts.map((start, member) => (bad.includes(member) ? start.map(() => NaN) : start)),
  };
}

/** x^2, by a method that halves x and ends below 1. */
function halving(starts: readonly number[]): PopulationOptimizable {
  const evaluate = ([x]: Float64Array): ScoredEvaluation => ({
    loss: x * x,
    gradient: Float64Array.of(2 * x),
    terms: {},
    endEffectorError: x,
  });
  return {
    initialParameters: Float64Array.of(starts[0]),
    starts: starts.map((start) => Float64Array.of(start)),
    method: {
      name: 'halving',
      start: () => ({}),
      step: ({ parameters, state }) => {
        const still = { parameters, state, stepSize: 0.5, clippedGradientNorm: 0 };
        return parameters[0] < 1
          ? { ...still, finished: 'small' }
          : { ...still, parameters: parameters.map((x) => x / 2) };
      },
    },
    evaluate,
    evaluateAll: async (parameters) => parameters.map(evaluate),
  };
}

describe.each(optimizers)('restarts by $type', (optimizer) => {
  const experiment = experimentWith(optimizer);
  const population = experiment.withRestarts(members);

  it('have the bits of runs that were made alone', async () => {
    const restarts = await advanced(population);
    population.starts.forEach((initialParameters, member) => {
      const alone = Run.start({ ...experiment, initialParameters });
      for (let i = 0; i < iterations && alone.state.finished === undefined; i++) alone.step();
      expect(bits(restarts.states[member].parameters)).toEqual(bits(alone.state.parameters));
      expect(restarts.states[member].history).toEqual(alone.state.history);
    });
  });

  it('each come to a loss below their first', async () => {
    const restarts = await advanced(population);
    for (const { best, history } of restarts.states) expect(best!.loss).toBeLessThan(history[0].loss);
  });

  it('go on with the same bits beside one that diverges', async () => {
    const whole = await advanced(population);
    const harmed = await advanced(withBadStarts(population, 2));
    expect([...harmed.diverged]).toEqual([2]);
    expect(harmed.stopped.get(2)).toMatch(/^diverged at iteration 0/);
    expect(harmed.states[2].history).toEqual([]);
    for (const member of [0, 1, 3, 4])
      expect(bits(harmed.states[member].parameters)).toEqual(bits(whole.states[member].parameters));
  });
});

describe('Restarts', () => {
  const [adam] = optimizers;

  it('are a whole number of starts, and at least one', () => {
    const experiment = experimentWith(adam);
    for (const count of [0, -1, 2.5, NaN])
      expect(() => experiment.withRestarts(count)).toThrow(
        `withRestarts: members: found ${count}; expected an integer`,
      );
    expect(() => new Restarts({ ...experiment.withRestarts(1), starts: [] })).toThrow(/^starts: found an empty list/);
  });

  it('start at the scene, and elsewhere with every other member', () => {
    const experiment = experimentWith(adam);
    const { starts } = experiment.withRestarts(members);
    expect(bits(starts[0])).toEqual(bits(experiment.initialParameters));
    expect(new Set(starts.map(String)).size).toBe(members);
  });

  it('name the member with the lowest loss of all iterations as the best', async () => {
    const population = experimentWith(adam).withRestarts(members);
    const restarts = new Restarts(population);
    let lowest = { loss: Infinity, member: -1 };
    for (let i = 0; i < iterations; i++) {
      const { best, member, losses } = await restarts.step();
      losses.forEach((loss, k) => (lowest = loss < lowest.loss ? { loss, member: k } : lowest));
      expect([best.loss, member, restarts.bestMember]).toEqual([lowest.loss, lowest.member, lowest.member]);
    }
    expect(restarts.iteration).toBe(iterations);
  });

  it('tell where every member is, and of a diverged one that it is nowhere', async () => {
    const restarts = new Restarts(withBadStarts(experimentWith(adam).withRestarts(members), 1, 3));
    const { losses, endEffectorErrors } = await restarts.step();
    for (const values of [losses, endEffectorErrors])
      expect([...values].map(Number.isNaN)).toEqual([false, true, false, true, false]);
  });

  it('say why where all diverge', async () => {
    const restarts = new Restarts(withBadStarts(experimentWith(adam).withRestarts(members), 0, 1, 2, 3, 4));
    await expect(restarts.step()).rejects.toThrow(NonFiniteError);
    expect(restarts.isFinished).toBe(true);
  });

  it('are finished when no member can go on, and then stay where they are', async () => {
    const restarts = new Restarts(halving([1, 8, 2]));
    const goingOn: number[] = [];
    while (!restarts.isFinished) {
      await restarts.step();
      goingOn.push(3 - restarts.stopped.size);
    }
    expect(goingOn).toEqual([3, 2, 1, 1, 0]);
    expect([...restarts.stopped.values()]).toEqual(['small', 'small', 'small']);
    expect(restarts.diverged.size).toBe(0);
    const before = restarts.states;
    await restarts.step();
    expect(restarts.states).toEqual(before);
  });
});
