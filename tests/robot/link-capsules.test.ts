import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { type LinkCapsule, linkCapsules } from '../../src/robot/link-capsules.ts';
import type { Geometry, RobotModel, Vector3 } from '../../src/robot/model.ts';
import { compose, minus, plus, rotate, rotationFromRollPitchYaw } from '../../src/robot/pose.ts';
import { expectClose } from '../support/check.ts';
import { randomModel } from '../support/moments.ts';
import { Random, testCases } from '../support/random.ts';
import { assetModel } from '../support/robots.ts';
import { distanceToPlainSegment } from '../support/segments.ts';

/** Points of a shape's surface about its own origin, its corners and rims among them. */
function pointsOf(geometry: Exclude<Geometry, { readonly type: 'mesh' }>): Vector3[] {
  const signs = [-1, 0, 1];
  if (geometry.type === 'box')
    return signs.flatMap((i) =>
      signs.flatMap((j) => signs.map((k) => [i, j, k].map((s, n) => (s * geometry.size[n]) / 2) as unknown as Vector3)),
    );
  const turns = Array.from({ length: 12 }, (_, i) => (i * Math.PI) / 6);
  if (geometry.type === 'cylinder')
    return turns.flatMap((angle) =>
      signs.map((s): Vector3 => [
        geometry.radius * Math.cos(angle),
        geometry.radius * Math.sin(angle),
        (s * geometry.length) / 2,
      ]),
    );
  return turns.map((angle): Vector3 => [0, geometry.radius * Math.cos(angle), geometry.radius * Math.sin(angle)]);
}

const shapes = (random: Random): readonly Exclude<Geometry, { readonly type: 'mesh' }>[] => [
  { type: 'box', size: random.list(3, 0.01, 0.4) as unknown as Vector3 },
  { type: 'cylinder', radius: random.uniform(0.01, 0.2), length: random.uniform(0.01, 0.5) },
  { type: 'sphere', radius: random.uniform(0.01, 0.3) },
];

const mesh = { type: 'mesh', file: 'link.stl', scale: [1, 1, 1] } as const;

/** The robot with shapes at random poses on its links. */
function dressed(random: Random, model: RobotModel, key: 'collisions' | 'visuals'): RobotModel {
  const links = model.links.map((link) => {
    const geometry = random.pick(shapes(random));
    const pose = {
      rotation: rotationFromRollPitchYaw(random.list(3, -3, 3) as unknown as Vector3),
      translation: random.list(3, -0.3, 0.3) as unknown as Vector3,
    };
    return { ...link, [key]: [{ name: '', geometry, pose }] };
  });
  return { ...model, links };
}

describe('capsules of links', () => {
  it.each(['collisions', 'visuals'] as const)('hold the shapes of the %s, which touch them', (key) => {
    const random = new Random();
    for (let i = 0; i < testCases(20); i++) {
      const model = dressed(random, randomModel(random), key);
      const capsules = linkCapsules(model);
      const moving = model.links.filter(({ body }) => body >= 0);
      expect(capsules).toHaveLength(moving.length);
      const inOrder = [...moving].sort((a, b) => a.body - b.body);
      inOrder.forEach(({ body, poseInBody, [key]: [{ geometry, pose }] }, k) => {
        const { body: own, ends, radius }: LinkCapsule = capsules[k];
        expect(own).toBe(body);
        const { rotation, translation } = compose(poseInBody, pose);
        const away = pointsOf(geometry as Exclude<Geometry, { readonly type: 'mesh' }>).map((point) =>
          distanceToPlainSegment(plus(rotate(rotation, point), translation), ends),
        );
        expectClose(Math.max(...away), radius, 1e-12);
      });
    }
  });

  it('of bodies with meshes or nothing go from joint to joint, and to the last frame', () => {
    const random = new Random();
    for (let i = 0; i < testCases(20); i++) {
      const bare = randomModel(random);
      const links = bare.links.map((link) => ({
        ...link,
        visuals: [],
        collisions: [{ name: '', geometry: mesh, pose: link.poseInBody }],
      }));
      const model = { ...bare, links };
      for (const { body, ends, radius } of linkCapsules(model, 0.03)) {
        expect(radius).toBe(0.03);
        expect(ends[0]).toEqual([0, 0, 0]);
        const carried = model.joints.filter(({ parent }) => parent === body);
        const last = links.filter((link) => link.body === body).map(({ poseInBody }) => poseInBody.translation);
        const points = carried.length > 0 ? carried.map(({ placement }) => placement.translation) : last;
        expect(points).toContainEqual(ends[1]);
        if (carried.length === 0)
          expect(Math.hypot(...ends[1])).toBe(Math.max(...last.map((point) => Math.hypot(...point))));
      }
      expect(new Set(linkCapsules(model).map(({ body }) => body)).size).toBe(model.bodies.length);
    }
  });

  it('of the Panda are those of its collision shapes', () => {
    const model = assetModel('panda');
    const capsules = linkCapsules(model);
    expect(capsules).toHaveLength(model.links.filter(({ body }) => body >= 0).flatMap((l) => l.collisions).length);
    const [first] = capsules;
    expect(first.radius).toBe(0.065);
    expectClose([...minus(first.ends[1], first.ends[0])], [0, 0, 0.19], 1e-15);
  });

  it.each([
    ['panda', 51, 25],
    ['ur5e', 32, 13],
    ['planar-2link', 6, 6],
  ])(
    'around what is seen of the %s hold all of it, and are no fatter than 1 cm more than a shape',
    (name, most, count) => {
      const model = assetModel(name);
      const capsules = linkCapsules(model, 0.06, 'visuals');
      expect(capsules).toHaveLength(count);
      let shapesSeen = 0;
      for (const { body, poseInBody, visuals } of model.links.filter((link) => link.body >= 0)) {
        const own = capsules.filter((capsule) => capsule.body === body);
        for (const { geometry, pose } of visuals) {
          shapesSeen++;
          const { rotation, translation } = compose(poseInBody, pose);
          for (const point of pointsOf(geometry as Exclude<Geometry, { readonly type: 'mesh' }>)) {
            const place = plus(rotate(rotation, point), translation);
            const out = Math.min(...own.map(({ ends, radius }) => distanceToPlainSegment(place, ends) - radius));
            expect(out).toBeLessThan(1e-9);
          }
        }
      }
      expect(shapesSeen).toBeGreaterThanOrEqual(most);
      // collision shapes alone leave out what is seen of a real arm, by as much as 4 cm; these are thinner than its joints
      for (const { radius } of capsules) expect(radius).toBeLessThan(0.065);
    },
  );

  it.each([0, -1, NaN, Infinity])('refuse the radius %d', (radius) => {
    const model = randomModel(new Random());
    expect(() => linkCapsules(model, radius)).toThrow(ArgumentError);
    expect(() => linkCapsules(model, radius)).toThrow(/^radius: /);
  });

  it('refuse what is no robot', () => {
    expect(() => linkCapsules({} as RobotModel)).toThrow(ArgumentError);
  });
});
