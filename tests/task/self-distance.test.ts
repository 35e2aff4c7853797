import { describe, expect, it } from 'vitest';
import { vjp } from '../../src/core/derivative/functions.ts';
import { dot } from '../../src/core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor, zeros } from '../../src/core/population-tensor.ts';
import { selfPairs } from '../../src/dynamics/self-distance.ts';
import { baseCapsules, linkCapsules } from '../../src/robot/link-capsules.ts';
import type { RobotModel, Vector3 } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { seenOf } from '../../src/rollout/seen.ts';
import type { Seen } from '../../src/task/residual.ts';
import { selfDistance } from '../../src/task/residuals/self-distance.ts';
import { expectClose } from '../support/check.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { plainPose } from '../support/moments.ts';
import { Random, testCases } from '../support/random.ts';
import { assetText } from '../support/robots.ts';
import { distanceBetweenPlainSegments } from '../support/segments.ts';

const panda = loadRobot(assetText('panda')).model;

const seenAt = (model: RobotModel, q: PopulationTensor): Seen =>
  seenOf(model, { q, v: zeros([model.nv]) }, zeros([model.nv]), tensor(0), robotParameters(model));

function placedSegment(model: RobotModel, q: readonly number[], body: number, ends: readonly [Vector3, Vector3]) {
  if (body < 0) return ends;
  const { rotation: R, translation } = plainPose(model, q, model.bodies[body].name);
  const [a, b] = ends.map((end) =>
    translation.map((x, i) => x + R[3 * i] * end[0] + R[3 * i + 1] * end[1] + R[3 * i + 2] * end[2]),
  );
  return [a, b] as const;
}

describe("the Panda's distance from itself", () => {
  const random = new Random();
  const { pairs, leftOut } = selfPairs(panda);
  const residual = selfDistance(panda, { margin: 0.01 });

  it('is of all pairs of capsules whose bodies no joint joins, but for those that overlap amid the ranges', () => {
    const capsules = [...baseCapsules(panda), ...linkCapsules(panda)];
    const isJoined = (a: number, b: number) => panda.joints[Math.max(a, b)]?.parent === Math.min(a, b) || a === b;
    const expected = capsules.flatMap((a, i) => capsules.slice(i + 1).filter((b) => !isJoined(a.body, b.body))).length;
    expect(pairs.length + leftOut.length).toBe(expected);
    const names = leftOut.map((pair) => pair.map(({ body }) => panda.bodies[body].name).join(' and '));
    expect(names).toEqual(['panda_link5 and panda_link7']);
    expect(pairs.some(([{ body }]) => body < 0)).toBe(true);
  });

  it('is that of their segments by a search, less the radii', () => {
    const q = random.list(7, -2, 2);
    const entries = residual.evaluate(seenAt(panda, tensor(q)), {});
    const few = Array.from({ length: testCases(6) }, (_, i) => (11 * i) % pairs.length);
    for (const i of few) {
      const [a, b] = pairs[i].map(({ body, ends }) => placedSegment(panda, q, body, ends));
      const [{ radius: first }, { radius: second }] = pairs[i];
      expectClose(
        (entries.toArray() as number[])[i],
        0.01 + first + second - distanceBetweenPlainSegments(a, b),
        1e-11,
      );
    }
  });

  it('has the derivatives of the complex step by the configuration', () => {
    // all entries at once, each with a weight of its own
    const weights = tensor(random.list(residual.size, 0.5, 2));
    const f = (q: PopulationTensor): PopulationTensor => dot(residual.evaluate(seenAt(panda, q), {}), weights);
    const q = tensor(random.list(7, -2, 2));
    expectClose(vjp(f, q).pullback(tensor(1)), complexStepJacobian(f, q)[0], 1e-11);
  });

  it('says that a folded arm touches itself, and by what', () => {
    const read = (q: readonly number[]) => residual.read(residual.evaluate(seenAt(panda, tensor([...q])), {})).item();
    expect(read([0, -0.785, 0, -2.356, 0, 1.571, 0.785])).toBeLessThan(0);
    const folded = [0, -1.7, 0, -3.07, 0, 0, 0];
    const entries = residual.evaluate(seenAt(panda, tensor(folded)), {}).toArray() as number[];
    const worst = entries.indexOf(Math.max(...entries));
    expect(entries[worst]).toBeGreaterThan(0);
    expect(residual.describe!(worst)).toMatch(/^"panda_link\w+" and "panda_\w+"$/);
  });

  it('refuses a robot that has no two parts which could touch, and settings of no sense', () => {
    const arm = loadRobot(assetText('pendulum')).model;
    expect(() => selfDistance(arm)).toThrow(/^model: found robot "pendulum"; expected bodies that are no neighbours/);
    expect(() => selfDistance(panda, { margin: Number.NaN })).toThrow(/^margin: /);
    expect(() => selfDistance(panda, { radius: 0 })).toThrow(/^radius: /);
  });
});
