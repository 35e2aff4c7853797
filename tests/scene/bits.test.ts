import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { assemble } from '../../src/scene/assemble.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { readScene } from '../../src/scene/parse.ts';
import { assetText, sceneText } from '../support/robots.ts';
import { experimentOf } from '../support/scenes.ts';

/** First hexadecimal digits of the SHA-256 of numbers, -0 taken for 0. */
function hashOf(...lists: readonly Iterable<number>[]): string {
  const hash = createHash('sha256');
  for (const list of lists) hash.update(new Uint8Array(Float64Array.from(list, (x) => x + 0).buffer));
  return hash.digest('hex').slice(0, 16);
}

function expectHash(experiment: Experiment, expected: string): void {
  const { loss, gradient } = experiment.evaluate(experiment.initialParameters);
  expect(hashOf([loss], gradient)).toBe(expected);
}

it.each([
  ['panda-reach', 'panda', 'e9635774890b48c9', '46aa045a6eb02e1d'],
  ['ur5e-reach', 'ur5e', '8ae97394911d1efc', '1d7096fa30657314'],
  ['two-link-reach', 'planar-2link', '0f01158fac631acd', '66380457b06390e6'],
  ['pendulum-swing-up', 'pendulum', 'b23e4391568a6157', 'b1fc7f6a7bd83750'],
])(
  'loss and gradient of %s at its start have the bits that they have had since version 1, without damping and with that of the present',
  (name, robot, undamped, explicit) => {
    const scene = readScene(sceneText(name));
    expectHash(assemble(scene, assetText(robot).replace(/<dynamics[^>]*\/>/g, '')), undamped);
    expectHash(assemble({ ...scene, time: { ...scene.time, integrator: 'rk4' } }, assetText(robot)), explicit);
  },
);

it.each([
  ['panda-reach', 'cd4c43aee1fce5e8'],
  ['ur5e-reach', 'fb8df1ef035901d0'],
  ['two-link-reach', '66380457b06390e6'],
  ['pendulum-swing-up', 'b1fc7f6a7bd83750'],
])('loss and gradient of %s have the same bits everywhere', (name, expected) => {
  expectHash(experimentOf(name), expected);
});
