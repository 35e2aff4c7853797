/** @file Bones stand for what is not at hand, and for nothing else: from joint to joint, wherever the joints are. */
import { Mesh, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import type { Link, RobotModel, Shape } from '../../../src/robot/model.ts';
import { bonesOf } from '../../../src/viewer/world/bones.ts';
import { bodiesOfBones, drawnShapes } from '../../../src/viewer/world/drawn-shapes.ts';
import { workspaceRadius } from '../../../src/viewer/world/extent.ts';
import { matrixOf, poseMatrix } from '../../../src/viewer/world/pose-matrix.ts';
import { restPoses } from '../../../src/viewer/world/poses.ts';
import { RobotFigure } from '../../../src/viewer/world/robot-figure.ts';
import { ringRadii } from '../../../src/viewer/world/ring-size.ts';
import { assetModel } from '../../support/robots.ts';

const asMesh = (shape: Shape): Shape => ({ ...shape, geometry: { type: 'mesh', file: 'a.stl', scale: [1, 1, 1] } });

const changed = (model: RobotModel, change: (link: Link) => Partial<Link>): RobotModel => ({
  ...model,
  links: model.links.map((link) => ({ ...link, ...change(link) })),
});

const meshesIn = (figure: RobotFigure): Mesh[] => {
  const found: Mesh[] = [];
  figure.object.traverse((child) => child instanceof Mesh && found.push(child));
  return found;
};

describe.each(['panda', 'ur5e', 'planar-2link', 'pendulum'])('%s', (name) => {
  const model = assetModel(name);
  const bare = changed(model, () => ({ visuals: [], collisions: [] }));
  const meshesOnly = changed(model, ({ visuals }) => ({ visuals: visuals.map(asMesh), collisions: [] }));

  it.each([
    ['nothing is drawn', bare],
    ['all is meshes', meshesOnly],
  ])('has rods from each joint to the next where %s', (_, robot) => {
    const bones = bonesOf(robot, bodiesOfBones(robot));
    const poses = restPoses(robot);
    const place = (body: number, at: Vector3): Vector3 => at.applyMatrix4(poseMatrix(poses, 0, body));
    robot.joints.forEach(({ parent, placement: { translation } }, body) => {
      const [start, end] = [place(parent, new Vector3()), place(body, new Vector3())];
      expect(place(parent, new Vector3(...translation)).distanceTo(end)).toBeLessThan(1e-12);
      if (start.distanceTo(end) < 2e-3) return;
      const ends = bones
        .filter((bone) => bone.kind === 'rod' && bone.body === parent)
        .map(({ pose, length }) => [-0.5, 0.5].map((k) => place(parent, new Vector3(0, 0, k * length).applyMatrix4(matrixOf(pose))))); // prettier-ignore
      const misses = ends.map(([a, b]) => Math.min(a.distanceTo(start) + b.distanceTo(end), a.distanceTo(end) + b.distanceTo(start))); // prettier-ignore
      expect(Math.min(...misses)).toBeLessThan(1e-9);
    });
    expect(meshesIn(new RobotFigure(robot))).toHaveLength(bones.length);
    for (const { radius, length } of bones) expect(radius).toBeLessThan(Math.max(0.1 * length, 0.1));
  });

  it('has none where everything is drawn', () => {
    expect(bodiesOfBones(model).size).toBe(0);
    const count = model.links.reduce((sum, link) => sum + drawnShapes(link).length, 0);
    expect(meshesIn(new RobotFigure(model))).toHaveLength(count);
  });

  it('needs no more room without its meshes than with its shapes, and has rings of a size that fits', () => {
    expect(workspaceRadius(meshesOnly)).toBeLessThanOrEqual(workspaceRadius(model));
    for (const robot of [model, meshesOnly])
      for (const radius of ringRadii(robot)) {
        expect(radius).toBeGreaterThan(0.05 * workspaceRadius(robot));
        expect(radius).toBeLessThan(0.15 * workspaceRadius(robot));
      }
  });
});

it('only the body with a link that is all meshes gets bones', () => {
  const model = assetModel('panda');
  const partly = changed(model, ({ body, visuals }) => (body === 3 ? { visuals: visuals.map(asMesh), collisions: [] } : {}));
  expect([...bodiesOfBones(partly)]).toEqual([3]);
}); // prettier-ignore
