/** @file Checkpoints: records kept for a segment at a time change memory and time, and no bit of the result. */
import { afterEach, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../../../src/core/backend/choose-backend.ts';
import { Executable } from '../../../../src/core/backend/executable.ts';
import { hvp, vjp } from '../../../../src/core/derivative/functions.ts';
import { trace } from '../../../../src/core/graph.ts';
import { square, sub } from '../../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../../src/core/ops/elementwise.ts';
import { sum } from '../../../../src/core/ops/reduction.ts';
import { sin } from '../../../../src/core/ops/trigonometric.ts';
import { ones, type PopulationTensor, tensor, zeros } from '../../../../src/core/population-tensor.ts';
import { scan } from '../../../../src/core/scan.ts';
import { forwardDynamics } from '../../../../src/dynamics/forward-dynamics.ts';
import { drawTensor } from '../../../support/draw-tensor.ts';
import { Random } from '../../../support/random.ts';
import { assetModel } from '../../../support/robots.ts';

afterEach(() => chooseBackend('wasm'));

const model = assetModel('planar-2link');
type State = { readonly q: PopulationTensor; readonly v: PopulationTensor };

/** Loss of a torque trajectory [T, 2] and a gain, with states along the way in it where `observed` says so. */
function loss(u: PopulationTensor, gain: PopulationTensor, observed: boolean): PopulationTensor {
  const { carry, outputs } = scan(
    ({ q, v }: State, tau: PopulationTensor) => {
      const a = forwardDynamics(model, q, v, sub(tau, mul(gain, v)));
      const next = { q: add(q, mul(0.01, v)), v: add(v, mul(0.01, a)) };
      return { carry: next, output: sin(next.q) };
    },
    { q: tensor([0.1, -0.4]), v: zeros([2]) },
    u,
  );
  const final = add(sum(square(sub(carry.q, 0.5))), mul(0.1, sum(square(carry.v))));
  return observed ? add(final, mul(1e-3, sum(square(outputs)))) : final;
}

const draw = (steps: number, members: number): PopulationTensor =>
  drawTensor(new Random(), { shape: [steps, 2], population: members }, -2, 2);

const gradients =
  (observed: boolean) =>
  (u: PopulationTensor, gain: PopulationTensor): PopulationTensor[] => {
    const { value, pullback } = vjp(
      ({ u: x, gain: k }: { u: PopulationTensor; gain: PopulationTensor }) => loss(x, k, observed),
      { u, gain },
    );
    const { u: ubar, gain: gainbar } = pullback(ones([], value.population));
    return [value, ubar, gainbar];
  };

describe.each([
  ['wasm', 'float64'],
  ['interpreter', 'float64'],
  ['wasm', 'float32'],
  ['interpreter', 'float32'],
] as const)('on %s in %s', (backend, precision) => {
  // 1: nothing fits, so every loop that can be is run in segments
  const run = (f: (...x: PopulationTensor[]) => PopulationTensor[], x: PopulationTensor[], blockMemory?: number) => {
    chooseBackend(backend);
    const memory = blockMemory === undefined ? {} : { blockMemory };
    const executable = new Executable(trace(f, ...x), { ...memory, precision });
    const results = executable.run(x);
    const { layout } = executable.factories[0].laidOut(backend);
    return { data: results.map(({ data }) => Array.from(data)), layout };
  };

  it.each([
    [4, 1, false],
    [7, 2, false],
    [16, 3, true],
    [50, 33, false],
    [101, 5, true],
    [400, 2, false],
  ])(
    'value and gradients over %i steps of %i members are the same bits with checkpoints',
    (steps, members, observed) => {
      const x = [draw(steps, members), tensor(0.3)];
      const whole = run(gradients(observed), x);
      const cut = run(gradients(observed), x, 1);
      expect(whole.layout.segments).toHaveLength(0);
      expect(cut.layout.segments).toHaveLength(1);
      expect(cut.layout.segments[0].steps).toBe(Math.ceil(Math.sqrt(steps)));
      expect(cut.data).toEqual(whole.data);
    },
  );

  it('a second derivative, whose records several loops read, keeps them all and has its bits', () => {
    const x = [draw(30, 2), tensor(0.3)];
    const second = (u: PopulationTensor, gain: PopulationTensor): PopulationTensor[] => [
      hvp((y: PopulationTensor) => loss(y, gain, false))(u, ones([30, 2], 2)),
    ];
    expect(run(second, x, 1).data).toEqual(run(second, x).data);
  });

  it.each([
    [1, 2],
    [2, 1],
  ])('a backward loop that reads the records of two loops, of %i and %i numbers, has its bits', (one, other) => {
    const twoLoops = (x: PopulationTensor, y: PopulationTensor): PopulationTensor[] => {
      const states = (start: PopulationTensor, gain: number): PopulationTensor =>
        scan((c) => ({ carry: sin(add(mul(c, gain), 0.3)), output: c }), start, [], { length: 20 }).outputs;
      return [
        scan(
          (c, { a, b }) => ({ carry: add(mul(c, 0.9), mul(sum(a), sum(b))), output: [] }),
          tensor(0.5),
          { a: states(x, 1.1), b: states(y, 0.7) },
          { reverse: true },
        ).carry,
      ];
    };
    const x = [one, other].map((size) => drawTensor(new Random(), { shape: [size], population: 3 }, -1, 1));
    const whole = run(twoLoops, x);
    const cut = run(twoLoops, x, 1);
    expect(cut.layout.segments.map(({ producer }) => producer.carrySize)).toEqual([2]);
    expect(cut.data).toEqual(whole.data);
  });
});

it('records of 100,000 steps take the memory of some hundred', () => {
  const steps = 100_000;
  const executable = new Executable(trace(gradients(false), draw(steps, 1), tensor(0.3)), { blockMemory: 2 ** 20 });
  const { layout } = executable.factories[0].laidOut('wasm');
  const [{ sizes, checkpoints }] = layout.segments;
  const kept = [...sizes.values()].reduce((total, size) => total + size, checkpoints.size);
  const perStep = kept / layout.segments[0].steps;
  expect(layout.segments[0].count * layout.segments[0].steps).toBeGreaterThanOrEqual(steps);
  expect(kept * layout.lanes * 8).toBeLessThan(2 ** 20);
  expect(perStep).toBeLessThan(100);
});
