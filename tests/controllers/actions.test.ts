/** @file What the numbers of a policy mean: at a command of 0 an arm is held, and a command of 1 is what the scale says. */
import { describe, expect, it } from 'vitest';
import { actionKinds } from '../../controllers/actions/kinds.ts';
import { at } from '../../src/core/ops/indexing.ts';
import { pd } from '../../controllers/pd.ts';
import { type PopulationTensor, tensor } from '../../src/core/population-tensor.ts';
import { gravityForces } from '../../src/dynamics/inverse-dynamics.ts';
import { ArgumentError } from '../../src/errors.ts';
import type { Chosen } from '../../src/settings/kinds.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { expectClose } from '../support/check.ts';
import { Random } from '../support/random.ts';
import { assetModel, randomMimicRobot } from '../support/robots.ts';

const random = new Random();
const robots: readonly (readonly [string, RobotModel])[] = [
  ['panda', assetModel('panda')],
  ['a pendulum', assetModel('pendulum')],
  ['a robot whose joints follow others', loadRobot(randomMimicRobot(random, 6)).model],
];

/** What a drive has that neither plans nor remembers. */
const alone = { planned: {}, memory: {} };

describe.each(robots)('actions of %s', (_, model) => {
  const start = random.list(model.nq, -0.5, 0.5);
  const still = { q: tensor(start), v: tensor(new Array<number>(model.nv).fill(0)), time: tensor(0), goals: {} };

  it.each(['torque-over-gravity', 'pd-target'])('%s: a command of 0 holds it where it starts', (type) => {
    const { size, force } = actionKinds.make(type, { model, start, goals: {} });
    expect(size).toBe(model.nv);
    expectClose(force(tensor(new Array<number>(size).fill(0)), still, alone).tau, gravityForces(model, still.q), 1e-12);
  });

  it('torque-over-gravity: a command of 1 gives the share of the limits besides', () => {
    const { scale, force } = actionKinds.make({ type: 'torque-over-gravity', share: 0.4 }, { model, start, goals: {} });
    const ones = tensor(new Array<number>(model.nv).fill(1));
    const gravity = gravityForces(model, still.q).toArray();
    const given = force(ones, still, alone).tau.toArray();
    expectClose(
      Array.from(given, (tau, i) => tau - gravity[i]),
      scale,
      1e-9,
    );
    expect(scale.every((own) => own > 0 && Number.isFinite(own))).toBe(true);
  });

  it('pd-target: is at rest where the joints are at the set point', () => {
    const { scale, force, size } = actionKinds.make({ type: 'pd-target', range: 0.2 }, { model, start, goals: {} });
    const command = random.list(size, -1, 1);
    const q = tensor(start.map((own, i) => own + scale[i] * command[i]));
    expectClose(force(tensor(command), { ...still, q }, alone).tau, gravityForces(model, q), 1e-9);
  });
});

it('residual-torque: adds to what another controller gives, along its way and with its memory', () => {
  const [, model] = robots[0];
  const start = new Array<number>(model.nq).fill(0.2);
  const base = { type: 'pd', kp: 30, kd: 4 };
  const context = { model, start, goals: {} };
  const { scale, force, plan, begin } = actionKinds.make({ type: 'residual-torque', base, share: 0.5 }, context);
  const seen = { q: tensor(start.map((q) => q + 0.1)), v: tensor(start), time: tensor(0), goals: {} };
  const driven = { planned: at(plan!([0, 1], 1) as PopulationTensor, 0), memory: begin!(seen) };
  const command = random.list(model.nv, -1, 1);
  const [held, both] = [new Array<number>(model.nv).fill(0), command].map((a) =>
    force(tensor(a), seen, driven).tau.toArray(),
  );
  const own = pd({ kp: 30, kd: 4 });
  expectClose(held, own.act(own.parameters(model, start), {}, seen, tensor(start), model).tau, 1e-12);
  expectClose(
    both,
    held.map((tau, i) => tau + scale[i] * command[i]),
    1e-9,
  );
});

it.each<[Chosen, RegExp]>([
  [{ type: 'torque-over-gravity', share: 1.1 }, /^share: /],
  [{ type: 'torque-over-gravity', damping: -1 }, /^damping: /],
  [{ type: 'pd-target', frequency: 0 }, /^frequency: /],
  ['torques' as Chosen, /^action: .*torque-over-gravity/],
])('%o is refused by the name of its setting', (wrong, message) => {
  const make = () => actionKinds.make(wrong, { model: robots[1][1], start: [0], goals: {} });
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow(message);
});
