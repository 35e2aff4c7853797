import { describe, expect, it } from 'vitest';
import { add } from '../../src/core/ops/elementwise.ts';
import { compile } from '../../src/core/compile.ts';
import { type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { scan } from '../../src/core/scan.ts';
import { forwardDynamics } from '../../src/dynamics/forward-dynamics.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import type { State } from '../../src/simulation/integrators/integrator.ts';
import { integratorKinds } from '../../src/simulation/integrators/kinds.ts';
import { integrateConfiguration } from '../../src/simulation/plant.ts';
import { assetModel } from '../support/robots.ts';

/** End state of a frictionless robot without torques after `steps` steps. */
function simulate(model: RobotModel, integrator: string, initial: State, dt: number, steps: number): number[] {
  const integrate = integratorKinds.make(integrator, null);
  const run = compile(
    (state: State) =>
      scan(
        (carry: State, none: PopulationTensor) => ({
          carry: integrate(
            ({ q, v }) => add(forwardDynamics(model, q, v, zeros([model.nv])), none),
            integrateConfiguration(model),
            carry,
            dt,
          ),
          output: none,
        }),
        state,
        zeros([steps, model.nv]),
      ).carry,
    [initial],
  );
  const { q, v } = run(initial);
  return [...q.toArray(), ...v.toArray()];
}

/** Slope of log error over log dt by least squares. */
function fittedOrder(steps: readonly number[], errors: readonly number[]): number {
  const [x, y] = [steps.map((n) => -Math.log(n)), errors.map(Math.log)];
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  return (
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0) /
    x.reduce((sum, value) => sum + (value - mx) ** 2, 0)
  );
}

describe('convergence orders over six halvings of dt', () => {
  const model = assetModel('planar-2link');
  const initial = { q: tensor([0.4, -0.9]), v: tensor([0.5, 1]) };
  const time = 0.25;
  const exact = simulate(model, 'rk4', initial, time / 4096, 4096);
  const error = (integrator: string, steps: number): number =>
    Math.hypot(...simulate(model, integrator, initial, time / steps, steps).map((value, i) => value - exact[i]));

  it.each([
    ['semi-implicit-euler', 1, [128, 256, 512, 1024, 2048, 4096, 8192]],
    ['rk4', 4, [4, 8, 16, 32, 64, 128, 256]],
  ] as const)('%s: %i within 0.05', (integrator, order, steps) => {
    const errors = steps.map((n) => error(integrator, n));
    expect(Math.abs(fittedOrder(steps, errors) - order)).toBeLessThan(0.05);
  });
});

/** Period of a pendulum that swings to +-amplitude, relative to the small-angle one, by the arithmetic-geometric mean. */
function relativePeriod(amplitude: number): number {
  let [a, b] = [1, Math.cos(amplitude / 2)];
  while (Math.abs(a - b) > 1e-15 * a) [a, b] = [(a + b) / 2, Math.sqrt(a * b)];
  return 1 / a;
}

describe('the pendulum keeps the period of the elliptic integral', () => {
  const model = assetModel('pendulum');
  const { mass, centerOfMass, inertia } = model.bodies[0].inertia;
  const arm = Math.abs(centerOfMass[2]);
  const smallAngle = 2 * Math.PI * Math.sqrt((inertia[4] + mass * arm * arm) / (mass * 9.81 * arm));

  it.each([1, 10, 45, 90, 150, 175, 179])('to 1e-10 at an amplitude of %i degrees', (degrees) => {
    const amplitude = (degrees * Math.PI) / 180;
    const period = smallAngle * relativePeriod(amplitude);
    // after a quarter of the exact period it hangs straight down: q = 0; the time error is q / v
    const steps = 6000;
    const [q, v] = simulate(model, 'rk4', { q: tensor([amplitude]), v: tensor([0]) }, period / 4 / steps, steps);
    expect(Math.abs(q / v) / (period / 4)).toBeLessThan(1e-10);
    expect(v).toBeLessThan(0);
  });
});
