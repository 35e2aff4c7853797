import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { sub } from '../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../src/core/ops/elementwise.ts';
import { PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { dot } from '../../src/core/ops/linear-algebra.ts';
import { solveTriangular } from '../../src/core/ops/triangular-solve.ts';
import { scan } from '../../src/core/scan.ts';
import { extendedKalman } from '../../src/estimation/filters/extended-kalman.ts';
import { runFilter } from '../../src/estimation/filters/run-filter.ts';
import { robotProcess } from '../../src/estimation/robot-process.ts';
import { robotStart, robotStateLayout, sensedOf } from '../../src/estimation/robot-state.ts';
import { sensorOf } from '../../src/estimation/sensors/kinds.ts';
import { measure } from '../../src/estimation/sensors/measure.ts';
import { readingModelOf, type RobotInput } from '../../src/estimation/sensors/reading-model.ts';
import type { StateModel } from '../../src/estimation/state-model.ts';
import { assetModel } from '../support/robots.ts';
import { Random } from '../support/random.ts';

const model = assetModel('pendulum');
const [ticks, runs] = [150, 40];
const [dt, hold] = [0.01, 2];
const layout = robotStateLayout(model);
const encoder = sensorOf({ type: 'joint-encoder', name: 'encoder', noise: 0.02, dropout: 0.4 }, { model });
const force = tensor([0.3]);
const start = robotStart(layout, { q: tensor([1]), v: tensor([0]), spread: { q: 0.2, v: 0.3 } });

/** Numbers of all runs, member by member: rows [ticks, size]. */
function drawn(size: number, next: () => number): PopulationTensor {
  const data = Float64Array.from({ length: ticks * size * runs }, next);
  return new PopulationTensor({ shape: [ticks, size], population: runs }, data);
}

/** The pendulum swings under forces that nobody commands; the filter sees what the encoder told. */
function estimated(
  first: PopulationTensor,
  pushes: PopulationTensor,
  normal: PopulationTensor,
  uniform: PopulationTensor,
) {
  const process = robotProcess({ model, integrator: 'rk4', dt, hold }, layout, { force });
  const drives = zeros([hold, 1]);
  const begun = add(start.mean, mul(tensor([0.2, 0.3]), first));
  const { outputs } = scan(
    (x: PopulationTensor, item: { pushes: PopulationTensor; normal: PopulationTensor; uniform: PopulationTensor }) => {
      const reading = measure(encoder, sensedOf(layout, x, { tau: zeros([1]) }), item);
      const tau = add(drives, mul(force, item.pushes));
      return { carry: process.step(x, { tau }), output: { reading, x } };
    },
    begun,
    { pushes, normal, uniform },
  );
  const believed: StateModel<RobotInput> = { process, sensors: [readingModelOf(encoder, layout)] };
  const filter = extendedKalman(believed as unknown as StateModel);
  const rows = (...shape: number[]) => zeros([ticks, ...shape]);
  const recording = { readings: [outputs.reading], sensed: { tau: rows(1) }, acting: { tau: rows(hold, 1) } };
  const { belief } = runFilter(filter, start, recording).ticks;
  return { truth: outputs.x, belief, present: outputs.reading.present };
}

describe('an extended Kalman filter of a pendulum whose encoder drops out', () => {
  const random = new Random();
  const first = new PopulationTensor(
    { shape: [2], population: runs },
    Float64Array.from({ length: 2 * runs }, () => random.normal()),
  );
  const args = [
    first,
    drawn(1, () => random.normal()),
    drawn(1, () => random.normal()),
    drawn(1, () => random.next()),
  ] as const;
  const { truth, belief, present } = compile(estimated, [...args])(...args);

  it('follows the truth more closely than single readings do', () => {
    const errors = sub(belief.mean, truth).data;
    // of the angle, after the first half second
    const late = Array.from({ length: ticks }, (_, t) => t).filter((t) => t * hold * dt >= 0.5);
    const squares = late.flatMap((t) =>
      Array.from({ length: runs }, (_, member) => errors[2 * t * runs + member] ** 2),
    );
    const rms = Math.sqrt(squares.reduce((sum, y) => sum + y, 0) / squares.length);
    expect(rms).toBeLessThan(0.6 * 0.02);
    const there = present.data.reduce((sum, y) => sum + y, 0) / present.data.length;
    expect(there).toBeCloseTo(0.6, 1);
  });

  it('knows how far it errs: the mean normalized square lies within the bounds of chi-square', () => {
    const nees = compile(
      (mean: PopulationTensor, factor: PopulationTensor, x: PopulationTensor) =>
        scan(
          (none: readonly [], item: { mean: PopulationTensor; factor: PopulationTensor; x: PopulationTensor }) => {
            const whitened = solveTriangular(item.factor, layout.space.difference(item.mean, item.x));
            return { carry: none, output: dot(whitened, whitened) };
          },
          [] as const,
          { mean, factor, x },
        ).outputs,
      [belief.mean, belief.factor, truth],
    )(belief.mean, belief.factor, truth);
    const last = nees.data.slice(-runs);
    const sum = last.reduce((total, y) => total + y, 0);
    // 80 degrees of freedom: 99.9 % lie within these
    expect(sum).toBeGreaterThan(46.5);
    expect(sum).toBeLessThan(124.8);
  });
});
