/** @file Inertias that are estimated, against sums over points that fill the same solids. */
import { describe, expect, it } from 'vitest';
import type { LinkInertia, Vector3 } from '../../src/robot/model.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { expectClose } from '../support/check.ts';
import { Random, testCases, testSeed } from '../support/random.ts';
import { assetText } from '../support/robots.ts';
import { inertial } from '../support/urdf-files.ts';

const limit = '<limit lower="-1" upper="1" effort="1" velocity="1"/>';
const joint = (name: string, parent: string, child: string, at = '0 0 0', type = 'revolute'): string =>
  `<joint name="${name}" type="${type}"><origin xyz="${at}"/><parent link="${parent}"/><child link="${child}"/><axis xyz="0 1 0"/>${limit}</joint>`;
const collision = (geometry: string, origin = ''): string =>
  `<collision>${origin}<geometry>${geometry}</geometry></collision>`;
const robot = (...parts: readonly string[]): string => `<robot name="r"><link name="base"/>${parts.join('\n')}</robot>`;
const arm = (inside: string): string => robot(`<link name="arm">${inside}</link>`, joint('j', 'base', 'arm'));
const estimated = (text: string) => loadRobot(text, { estimateInertia: true });

/** A body of points: mass, centre, inertia about it. */
function ofPoints(points: readonly Vector3[], mass: number): LinkInertia {
  const each = mass / points.length;
  const center = [0, 1, 2].map((k) => points.reduce((sum, p) => sum + p[k], 0) / points.length);
  const inertia = new Array<number>(9).fill(0);
  for (const point of points) {
    const [x, y, z] = point.map((value, k) => value - center[k]);
    [y * y + z * z, -x * y, -x * z, -x * y, x * x + z * z, -y * z, -x * z, -y * z, x * x + y * y].forEach(
      (value, k) => {
        inertia[k] += each * value;
      },
    );
  }
  return { mass, centerOfMass: center as unknown as Vector3, inertia: inertia as unknown as LinkInertia['inertia'] };
}

/** The points of a fine grid that lie in a solid, each the middle of its cell; and the volume that they fill. */
function grid(
  size: number,
  holds: (x: number, y: number, z: number) => boolean,
): { points: Vector3[]; volume: number } {
  const n = 60;
  const points: Vector3[] = [];
  const at = (i: number): number => ((i + 0.5) / n - 0.5) * size;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k < n; k++) if (holds(at(i), at(j), at(k))) points.push([at(i), at(j), at(k)]);
  return { points, volume: points.length * (size / n) ** 3 };
}

/** Both to the width of a cell. */
const expectLike = ({ mass, centerOfMass, inertia }: LinkInertia, reference: LinkInertia): void => {
  expect(Math.abs(mass / reference.mass - 1)).toBeLessThan(0.02);
  expectClose(centerOfMass, reference.centerOfMass, 3e-3);
  const scale = Math.max(...reference.inertia);
  inertia.forEach((value, k) => expect(Math.abs(value - reference.inertia[k]) / scale).toBeLessThan(0.03));
};

describe('from shapes', () => {
  it.each([
    ['a box', '<box size="0.3 0.05 0.1"/>', (x: number, y: number, z: number) => Math.abs(x) < 0.15 && Math.abs(y) < 0.025 && Math.abs(z) < 0.05], // prettier-ignore
    ['a cylinder', '<cylinder radius="0.08" length="0.24"/>', (x: number, y: number, z: number) => Math.hypot(x, y) < 0.08 && Math.abs(z) < 0.12], // prettier-ignore
    ['a sphere', '<sphere radius="0.14"/>', (x: number, y: number, z: number) => Math.hypot(x, y, z) < 0.14],
  ])('%s weighs as much as water, about its own centre', (_name, geometry, holds) => {
    const { points, volume } = grid(0.3, holds);
    const { model, estimates } = estimated(arm(collision(geometry)));
    expect(estimates.map(({ link, from }) => [link, from])).toEqual([['arm', 'shapes']]);
    expectLike(model.bodies[0].inertia, ofPoints(points, 1000 * volume));
    expect(model.links[1].inertia).toEqual(estimates[0].inertia);
    expect(model.hasInertia).toBe(true);
  });

  it('that are turned and moved, several as one', () => {
    const turned = '<origin xyz="0.1 0.02 -0.03" rpy="0.3 -0.4 0.5"/>';
    const { model } = estimated(
      arm(collision('<box size="0.2 0.04 0.1"/>', turned) + collision('<sphere radius="0.05"/>')),
    );
    const [cr, sr, cp, sp, cy, sy] = [0.3, -0.4, 0.5].flatMap((angle) => [Math.cos(angle), Math.sin(angle)]);
    const place = ([x, y, z]: Vector3): Vector3 => {
      const [y1, z1] = [cr * y - sr * z, sr * y + cr * z];
      const [x2, z2] = [cp * x + sp * z1, -sp * x + cp * z1];
      return [cy * x2 - sy * y1 + 0.1, sy * x2 + cy * y1 + 0.02, z2 - 0.03];
    };
    const box = grid(0.2, (x, y, z) => Math.abs(x) < 0.1 && Math.abs(y) < 0.02 && Math.abs(z) < 0.05);
    const ball = grid(0.2, (x, y, z) => Math.hypot(x, y, z) < 0.05);
    const points = [...box.points.map(place), ...ball.points];
    expectLike(model.bodies[0].inertia, ofPoints(points, 1000 * (box.volume + ball.volume)));
  });

  it('are of collision before those that are seen, which serve where it has only meshes', () => {
    const seen = '<visual><geometry><sphere radius="0.1"/></geometry></visual>';
    const mesh = collision('<mesh filename="a.stl"/>');
    const massOf = (inside: string): number => estimated(arm(inside)).model.bodies[0].inertia.mass;
    expect(massOf(seen + collision('<box size="0.1 0.1 0.1"/>'))).toBeCloseTo(1, 12);
    expect(massOf(seen + mesh)).toBeCloseTo((4 / 3) * Math.PI, 12);
  });

  it('have the mass that the file gives, where it gives one, and lie where it says', () => {
    const box = collision('<box size="0.3 0.05 0.05"/>', '<origin xyz="0.15 0 0"/>');
    const only = (origin: string): LinkInertia =>
      estimated(arm(`<inertial>${origin}<mass value="0.5"/></inertial>${box}`)).model.bodies[0].inertia;
    const { mass, centerOfMass, inertia } = only('');
    expect([mass, ...centerOfMass]).toEqual([0.5, 0.15, 0, 0]);
    expectClose(inertia, [(0.5 * 2 * 0.0025) / 12, 0, 0, 0, (0.5 * 0.0925) / 12, 0, 0, 0, (0.5 * 0.0925) / 12], 1e-15);
    expect(only('<origin xyz="0.1 0 0"/>').centerOfMass).toEqual([0.1, 0, 0]);
  });
});

describe('from capsules along the link', () => {
  it('from its origin to each joint that leaves it, a tenth as thick as long', () => {
    const text = robot(
      '<link name="arm"/><link name="tip"/>',
      joint('j', 'base', 'arm'),
      joint('k', 'arm', 'tip', '0.12 0 0.16'),
    );
    const { model, estimates } = estimated(text);
    expect(estimates.map(({ from }) => from)).toEqual(['capsules', 'capsules']);
    const [u, radius] = [[0.6, 0, 0.8], 0.02];
    const { points, volume } = grid(0.5, (x, y, z) => {
      const along = Math.min(Math.max(x * u[0] + z * u[2], 0), 0.2);
      return Math.hypot(x - along * u[0], y, z - along * u[2]) < radius;
    });
    const exact = Math.PI * radius ** 2 * (0.2 + (4 / 3) * radius);
    expect(model.bodies[0].inertia.mass).toBeCloseTo(1000 * exact, 12);
    const { centerOfMass, inertia } = ofPoints(points, 1000 * volume);
    expectClose(model.bodies[0].inertia.centerOfMass, centerOfMass, 3e-3);
    model.bodies[0].inertia.inertia.forEach((value, k) => {
      expect(Math.abs(value - inertia[k]) / Math.max(...inertia)).toBeLessThan(0.06);
    });
    // the tip is a ball as thick as the arm
    expect(model.bodies[1].inertia.mass).toBeCloseTo((4000 / 3) * Math.PI * 0.02 ** 3, 12);
  });

  it('nothing is estimated that weighs something, nor frames on it', () => {
    const text = robot(
      `<link name="arm">${inertial}${collision('<sphere radius="0.1"/>')}</link><link name="tool"/>`,
      joint('j', 'base', 'arm'),
      joint('k', 'arm', 'tool', '0 0 0.1', 'fixed'),
    );
    const { estimates, findings } = estimated(text);
    expect([estimates, findings]).toEqual([[], []]);
  });

  it('one finding says what was estimated, however many links there are', () => {
    const bare = assetText('panda').replace(/<inertial>.*?<\/inertial>/gs, '');
    const { model, estimates, findings } = estimated(bare);
    expect(estimates.length).toBeGreaterThanOrEqual(7);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'U028', severity: 'warning', standsFor: estimates.length });
    // a real Panda's arm weighs 17 kg
    const mass = model.bodies.reduce((sum, { inertia }) => sum + inertia.mass, 0);
    expect(mass).toBeGreaterThan(8);
    expect(mass).toBeLessThan(35);
  });

  it('a robot without a single number gets inertias that a rigid body can have', () => {
    const random = new Random(testSeed);
    for (let i = 0; i < testCases(100); i++) {
      const count = random.integer(1, 8);
      const parts = Array.from({ length: count }, (_, k) => {
        const at = random.pick([[0, 0, 0], random.list(3, -0.4, 0.4)]).join(' ');
        const parent = k === 0 ? 'base' : `l${random.integer(0, k - 1)}`;
        return `<link name="l${k}"/>${joint(`j${k}`, parent, `l${k}`, at, random.pick(['revolute', 'fixed']))}`;
      });
      const { model, findings } = estimated(robot(...parts));
      expect(findings.filter(({ code }) => code !== 'U028' && code !== 'U035')).toEqual([]);
      for (const { inertia } of model.bodies) expect(inertia.mass).toBeGreaterThan(1e-4);
    }
  });
});

describe('an inertia without a mass', () => {
  const arms = '<inertial><mass value="0"/><inertia ixx="0.1" iyy="0.1" izz="0.1"/></inertial>';

  it('stays as it is where it resists the joint', () => {
    const { model, estimates } = estimated(arm(arms));
    expect([model.bodies[0].inertia.inertia[4], estimates]).toEqual([0.1, []]);
  });

  it('is estimated with its mass where it does not', () => {
    const slide = robot(`<link name="arm">${arms}</link>`, joint('j', 'base', 'arm', '0 0 0', 'prismatic'));
    const { model, estimates } = estimated(slide);
    expect(estimates).toHaveLength(1);
    expect(model.bodies[0].inertia.mass).toBeGreaterThan(0);
  });
});

it('shapes whose estimate overflows are refused as that', () => {
  const huge = '<collision><geometry><box size="1e150 1e150 1e150"/></geometry></collision>';
  expect(() => estimated(arm(huge))).toThrow(/^[^\n]*error\[U036\] inertia of moving body "arm" overflows[^\n]*$/);
});
