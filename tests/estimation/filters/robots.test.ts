import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { ones, PopulationTensor, tensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { extendedKalman } from '../../../src/estimation/filters/extended-kalman.ts';
import { runFilter } from '../../../src/estimation/filters/run-filter.ts';
import { unscentedKalman } from '../../../src/estimation/filters/unscented-kalman.ts';
import { covarianceOf, type Gaussian } from '../../../src/estimation/gaussian.ts';
import { robotProcess } from '../../../src/estimation/robot-process.ts';
import { robotStart, robotStateLayout } from '../../../src/estimation/robot-state.ts';
import { sensorOf } from '../../../src/estimation/sensors/kinds.ts';
import { readingModelOf } from '../../../src/estimation/sensors/reading-model.ts';
import type { StateModel } from '../../../src/estimation/state-model.ts';
import { Random } from '../../support/random.ts';
import { assetModel } from '../../support/robots.ts';

const ticks = 30;
const members = 4;

/** Robots that fall from rest, seen by encoders only: the model, and what was true and read of each member. */
function falling(name: string) {
  const model = assetModel(name);
  const random = new Random();
  const layout = robotStateLayout(model);
  const n = model.nv;
  const process = robotProcess({ model, integrator: 'semi-implicit-euler', dt: 0.004, hold: 1 }, layout, {
    force: mul(0.05, ones([n])),
  });
  const encoder = sensorOf({ type: 'joint-encoder', name: 'encoders' }, { model });
  const sensor = readingModelOf(encoder, layout, { deviation: mul(0.002, ones([n])) });
  const q = tensor(random.list(n, 0.2, 0.4).map((x, i) => (i === 3 ? -1.5 : x)));
  const start = robotStart(layout, { q, v: zeros([n]), spread: { q: 0.05, v: 0.2 } });
  const normal = (...shape: number[]): PopulationTensor =>
    new PopulationTensor(
      { shape, population: members },
      Float64Array.from({ length: shape.reduce((a, b) => a * b, members) }, () => random.normal()),
    );
  return {
    n,
    start,
    state: { process, sensors: [sensor] } as unknown as StateModel,
    noise: { start: normal(2 * n), force: normal(ticks, n), reading: normal(ticks, n) },
  };
}

/** A state drawn from the belief at the start, moved and read as the model says, with its noise. */
function simulated({ process, sensors }: StateModel, start: Gaussian, noise: ReturnType<typeof falling>['noise']) {
  const n = sensors[0].space.size;
  const { carry, outputs } = scan(
    (x: PopulationTensor, item: { readonly force: PopulationTensor; readonly reading: PopulationTensor }) => {
      const read = sensors[0].read(x, { tau: zeros([n]) });
      const input = { tau: zeros([1, n]) };
      const pushed = matmul(process.noise(x, input), item.force);
      return {
        carry: process.space.move(process.linearize(x, input).value, pushed),
        output: add(read, mul(sensors[0].deviation, item.reading)),
      };
    },
    process.space.move(start.mean, matmul(start.factor, noise.start)),
    { force: noise.force, reading: noise.reading },
  );
  return { truth: carry, value: outputs };
}

describe.each([
  ['pendulum', 'extended', extendedKalman],
  ['pendulum', 'unscented', unscentedKalman],
  ['planar-2link', 'extended', extendedKalman],
  ['planar-2link', 'unscented', unscentedKalman],
  ['panda', 'extended', extendedKalman],
] as const)('of a %s the %s filter', (name, _, make) => {
  it('finds velocities that no sensor reads, and errs as it says', () => {
    const { n, start, state, noise } = falling(name);
    const run = (drawn: typeof noise) => {
      const { truth, value } = simulated(state, start, drawn);
      const { memory } = runFilter(make(state), start, {
        readings: [{ value, present: ones([ticks, n]) }],
        sensed: { tau: zeros([ticks, n]) },
        acting: { tau: zeros([ticks, 1, n]) },
      });
      return { truth, mean: memory.mean, P: covarianceOf(memory.factor) };
    };
    const { truth, mean, P } = compile(run, [noise])(noise);
    for (let member = 0; member < members; member++)
      for (let i = 0; i < 2 * n; i++) {
        const deviation = Math.sqrt(P.toArray(member)[i * (2 * n + 1)]);
        expect(deviation).toBeLessThan(i < n ? 0.002 : 0.2);
        expect(Math.abs(truth.toArray(member)[i] - mean.toArray(member)[i])).toBeLessThan(5 * deviation);
      }
  });
});
