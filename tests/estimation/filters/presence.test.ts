import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { mul } from '../../../src/core/ops/elementwise.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { eye, ones, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import { unscentedKalman } from '../../../src/estimation/filters/unscented-kalman.ts';
import { linearModel } from '../../../src/estimation/linear-model.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { Random } from '../../support/random.ts';

const random = new Random();
const H = [random.list(3), random.list(3), random.list(3)];
const deviation = [0.3, 0.2, 0.5];
const model = linearModel({
  A: eye(3),
  G: ones([3, 1]),
  sensors: [
    { name: 'three', H, deviation },
    { name: 'two of them', H: [H[0], H[2]], deviation: [0.3, 0.5] },
  ],
});
const start = { mean: tensor(random.list(3)), factor: tensor([random.list(3), random.list(3), random.list(3)]) };

describe.each([
  ['extended', (m: StateModel) => extendedKalman(m)],
  ['unscented', (m: StateModel) => unscentedKalman(m)],
  ['gated', (m: StateModel) => extendedKalman(m, { gate: 0.999 })],
])('a channel that tells nothing to the %s filter', (_, make) => {
  const filter = make(model);
  const memory = filter.begin(start);
  const bits = (sensor: number, value: number[], present: number[]) => {
    const { memory: after, innovation } = filter.correct(
      memory,
      sensor,
      { value: tensor(value), present: tensor(present) },
      [],
      {},
    );
    return {
      mean: after.mean.toArray(),
      factor: after.factor.toArray(),
      square: innovation.square.item(),
      likelihood: innovation.logLikelihood.item(),
      channels: innovation.channels.item(),
    };
  };

  it('has no part in anything, bit for bit, whatever its number is', () => {
    const expected = bits(1, [0.7, -0.2], [1, 1]);
    for (const nothing of [0, 1e300, NaN, -Infinity])
      expect(bits(0, [0.7, nothing, -0.2], [1, 0, 1])).toEqual(expected);
  });

  it('counts as absent where it is no finite number', () => {
    for (const nothing of [NaN, Infinity])
      expect(bits(0, [0.7, nothing, -0.2], [1, 1, 1])).toEqual(bits(1, [0.7, -0.2], [1, 1]));
  });

  it('leaves the belief as it is, bit for bit, where none tells anything', () => {
    const { mean, factor, square, likelihood, channels } = bits(0, [9, NaN, 9], [0, 1, 0]);
    expect([mean, factor]).toEqual([memory.mean.toArray(), memory.factor.toArray()]);
    expect([square, Math.abs(likelihood), channels]).toEqual([0, 0, 0]);
  });

  it('says so in the innovation: residual 0, and a unit row', () => {
    const { innovation } = filter.correct(memory, 0, { value: tensor([1, 2, 3]), present: tensor([1, 0, 1]) }, [], {});
    expect(innovation.residual.toArray()[1]).toBe(0);
    expect(innovation.factor.toArray().slice(3, 6)).toEqual([0, 1, 0]);
    expect(innovation.factor.toArray()[7]).toBe(0);
  });

  it('has no derivative, and spoils none', () => {
    const loss = (value: PopulationTensor): PopulationTensor => {
      const { memory: after, innovation } = filter.correct(memory, 0, { value, present: tensor([1, 1, 0]) }, [], {});
      return sum(mul(tensor([1, 2, 3]), mul(after.mean, innovation.logLikelihood)));
    };
    const value = tensor([0.2, NaN, NaN]);
    const [first, ...others] = compile(grad(loss), [value], { checkFinite: false })(value).toArray();
    expect(Number.isFinite(first) && first !== 0).toBe(true);
    expect(others.map((x) => x + 0)).toEqual([0, 0]);
  });
});

it('starts and models that do not fit are refused', () => {
  const filter = extendedKalman(model);
  expect(() => filter.begin({ ...start, mean: tensor([1, 2]) })).toThrow(/start.mean.*give shape \[3\]/);
  expect(() => filter.begin({ ...start, factor: tensor([1, 2]) })).toThrow(/start.factor.*give shape \[3, m\]/);
  expect(() => extendedKalman({} as StateModel)).toThrow(/model/);
  expect(() => extendedKalman(model, { gate: 1 })).toThrow(/gate.*between 0 and 1/);
  expect(() => extendedKalman(model, { alpha: 1 } as object)).toThrow(/alpha/);
  expect(() => unscentedKalman(model, { alpha: 0 })).toThrow(/alpha/);
  expect(() => unscentedKalman(model, { kappa: -3 })).toThrow(/kappa.*above -3/);
});
