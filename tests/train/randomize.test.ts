/** @file Every randomization: its numbers lie within its range, and members move as robots that have those numbers. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { PopulationTensor } from '../../src/core/population-tensor.ts';
import { mapTree } from '../../src/core/tree.ts';
import { completeParameters } from '../../src/robot/partial-parameters.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import type { Scenario } from '../../src/rollout/scenario.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { parseScene } from '../../src/scene/parse.ts';
import { randomizationKinds } from '../../src/train/randomize/kinds.ts';
import { expectClose, expectEqual } from '../support/check.ts';
import { assetText } from '../support/robots.ts';
import { trainingScene } from '../support/small-training.ts';

const count = 5;
const cases = {
  'body-mass': { type: 'body-mass', factor: [0.8, 1.2] },
  'body-mass of a link': { type: 'body-mass', links: ['lower'], factor: [0.8, 1.2] },
  'center-of-mass': { type: 'center-of-mass', within: 0.02 },
  'body-inertia': { type: 'body-inertia', factor: [0.5, 2] },
  payload: { type: 'payload', link: 'tip', mass: [0, 1] },
  'joint-damping': { type: 'joint-damping', factor: [0.5, 2] },
  'joint-friction': { type: 'joint-friction', joints: ['elbow'], factor: [0.5, 2] },
  'action-delay': { type: 'action-delay', range: [0, 0.03] },
};

/** What differs from member to member, by part and place. */
const expected: Record<keyof typeof cases, string[]> = {
  'body-mass': ['inertia 0', 'inertia 1', 'mass 0', 'mass 1'],
  'body-mass of a link': ['inertia 1', 'mass 1'],
  'center-of-mass': ['centerOfMass 0', 'centerOfMass 1'],
  'body-inertia': ['inertia 0', 'inertia 1'],
  payload: ['centerOfMass 1', 'inertia 1', 'mass 1'],
  'joint-damping': ['damping 0', 'damping 1'],
  'joint-friction': ['friction 1'],
  'action-delay': ['delay'],
};

it('every kind is among the cases', () => {
  const tried = new Set(Object.values(cases).map(({ type }) => type));
  expect([...tried].sort()).toEqual(randomizationKinds.all.map(({ type }) => type).sort());
});

/** The arm with joints that resist. */
const resisting = assetText('planar-2link').replace(/<dynamics[^>]*>/g, '<dynamics damping="0.3" friction="0.1"/>');

/** What a member has, without the others. */
const memberOf = (scenario: Scenario, member: number): Scenario =>
  mapTree(
    scenario as never,
    (leaf: PopulationTensor) =>
      new PopulationTensor(
        { shape: leaf.shape, population: 1 },
        Float64Array.from(leaf.toArray(leaf.population > 1 ? member : 0)),
      ),
  );

describe.each(Object.entries(cases))('%s', (name, randomization) => {
  const scene = parseScene(trainingScene({ randomize: [randomization], 'controller.last': 1 }));
  const { settings, initialParameters, layout, sampler } = assemble(scene, resisting);
  const parameters = layout.fromVector(initialParameters);
  const drawn = sampler.draw({ set: 'training', seed: 1, count });

  it('moves each member as it moves a robot of its own', () => {
    const together = compile((own: Scenario) => rollout(settings, parameters, own).states.q, [drawn])(drawn);
    for (const member of [0, count - 1]) {
      const alone = rollout(settings, parameters, memberOf(drawn, member)).states.q;
      expectClose(together.toArray(member), alone, 1e-13);
    }
    expect(together.toArray(0)).not.toEqual(together.toArray(1));
  });

  it('is other for each member, and leaves the rest of the robot as it is', () => {
    const { model } = settings;
    const [own, found] = [robotParameters(model), completeParameters(model, drawn.robot)];
    const moved: string[] = [];
    own.bodies.forEach((body, i) => {
      for (const part of ['mass', 'centerOfMass', 'inertia'] as const)
        if (found.bodies[i][part].population > 1) moved.push(`${part} ${i}`);
        else expectEqual(found.bodies[i][part], body[part]);
    });
    own.joints.forEach((joint, i) => {
      for (const part of ['damping', 'friction'] as const)
        if (found.joints[i][part].population > 1) moved.push(`${part} ${i}`);
        else expectEqual(found.joints[i][part], joint[part]);
    });
    if (drawn.delay) moved.push('delay');
    expect(moved.sort()).toEqual(expected[name as keyof typeof cases]);
  });
});

describe('what is drawn', () => {
  const scene = parseScene(
    trainingScene({ randomize: [cases['joint-damping'], cases.payload, cases['action-delay']] }),
  );
  const { model, sampler } = assemble(scene, resisting);
  const many = sampler.draw({ set: 'test', seed: 3, count: 400 });
  const robot = completeParameters(model, many.robot);
  const quantities: [string, Float64Array, [number, number]][] = [
    ['damping', robot.joints[0].damping.data, [0.15, 0.6]],
    ['payload', robot.bodies[1].mass.data.map((mass) => mass - 0.7), [0, 1]],
    ['delay', many.delay!.data, [0, 0.03]],
  ];

  it.each(quantities)('of %s lies within its range, and comes near both ends', (_, numbers, [low, high]) => {
    const [least, most] = [Math.min, Math.max].map((pick) => numbers.reduce((a, b) => pick(a, b)));
    expect(least).toBeGreaterThanOrEqual(low - 1e-15);
    expect(most).toBeLessThanOrEqual(high + 1e-15);
    expect(most - least).toBeGreaterThan(0.95 * (high - low));
  });
});
