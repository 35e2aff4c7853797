import { describe, expect, it } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { tensor } from '../../src/core/population-tensor.ts';
import {
  angleSpace,
  configurationSpace,
  euclideanSpace,
  productSpace,
  type Space,
  wrapped,
} from '../../src/estimation/space.ts';
import { complexStepJacobian } from '../support/complex-step.ts';
import { Random } from '../support/random.ts';
import { mixedArm } from '../support/sensors.ts';

const turn = 2 * Math.PI;

/** Joints of every type, one of them without limits. */
const isAngle = mixedArm.joints.map(({ type }) => type === 'continuous');

const spaces: readonly (readonly [string, Space, readonly boolean[]])[] = [
  ['numbers', euclideanSpace(3), [false, false, false]],
  ['angles', angleSpace(3), [true, true, true]],
  ['a robot', configurationSpace(mixedArm), isAngle],
  [
    'numbers, angles and a robot side by side',
    productSpace([euclideanSpace(1), angleSpace(2), euclideanSpace(0), configurationSpace(mixedArm)]),
    [false, true, true, ...isAngle],
  ],
];

describe.each(spaces)('the space of %s', (_, space, angles) => {
  const random = new Random();
  const pairs = Array.from(
    { length: 20 },
    () => [tensor(random.list(space.size, -20, 20)), tensor(random.list(space.size, -20, 20))] as const,
  );

  it('leads from any point to any other, angles by less than half a turn', () => {
    expect([space.size, space.dimension]).toEqual([angles.length, angles.length]);
    for (const [from, to] of pairs) {
      const way = space.difference(from, to);
      way.toArray().forEach((x, i) => angles[i] && expect(Math.abs(x)).toBeLessThanOrEqual(Math.PI));
      space
        .move(from, way)
        .toArray()
        .forEach((x, i) => {
          const turns = (to.toArray()[i] - x) / turn;
          expect(Math.abs(turns - (angles[i] ? Math.round(turns) : 0))).toBeLessThan(1e-14);
        });
    }
  });

  it('is flat: differences move as their points do', () => {
    const [from, to] = pairs[0];
    const unit = angles.map((__, i) => angles.map((___, j) => (i === j ? 1 : 0)));
    const jacobian = (f: (x: PopulationTensor) => PopulationTensor, x: PopulationTensor): number[][] =>
      complexStepJacobian(f, x);
    const near = (found: number[][], sign: number): void =>
      found.flat().forEach((x, k) => expect(x).toBeCloseTo(sign * unit.flat()[k], 13));
    near(
      jacobian((x) => space.difference(x, to), from),
      -1,
    );
    near(
      jacobian((x) => space.difference(from, x), to),
      1,
    );
    near(
      jacobian((x) => space.move(x, space.difference(from, to)), from),
      1,
    );
  });

  it('has the same bits compiled', () => {
    const [from, to] = pairs[1];
    const both = (x: PopulationTensor, y: PopulationTensor): PopulationTensor => space.move(x, space.difference(x, y));
    expect(compile(both, [from, to])(from, to).toArray()).toEqual(both(from, to).toArray());
  });
});

describe('spaces', () => {
  it('of a robot know its joint without limits', () => expect(isAngle).toContain(true));

  it('wrap an angle to the one within half a turn', () => {
    expect(wrapped(tensor(Math.PI)).item()).toBe(Math.PI);
    [7, -7, 100, 3.2].forEach((angle) => {
      const turns = (angle - wrapped(tensor(angle)).item()) / turn;
      expect(turns).toBeCloseTo(Math.round(turns), 12);
    });
  });

  it('refuse what is no number of coordinates and no space', () => {
    expect(() => euclideanSpace(-1)).toThrow(/size/);
    expect(() => angleSpace(0.5)).toThrow(/size/);
    expect(() => productSpace([{} as Space])).toThrow(/parts\[0\]/);
  });
});
