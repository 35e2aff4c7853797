import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { experimentOf } from '../support/scenes.ts';

/** First hexadecimal digits of the SHA-256 of numbers, -0 taken for 0. */
function hashOf(...lists: readonly Iterable<number>[]): string {
  const hash = createHash('sha256');
  for (const list of lists) hash.update(new Uint8Array(Float64Array.from(list, (x) => x + 0).buffer));
  return hash.digest('hex').slice(0, 16);
}

it.each([
  ['panda-reach', '420c1edd1a9459eb'],
  ['ur5e-reach', '5ec0086e9f0df121'],
  ['two-link-reach', '66380457b06390e6'],
  ['pendulum-swing-up', 'b1fc7f6a7bd83750'],
])('loss and gradient of %s at its start have the bits that they have had since version 1', (name, expected) => {
  const experiment = experimentOf(name);
  const { loss, gradient } = experiment.evaluate(experiment.initialParameters);
  expect(hashOf([loss], gradient)).toBe(expected);
});
