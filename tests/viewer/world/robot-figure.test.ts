/** @file Tests that a robot is drawn where its poses say, and fits the room that is kept for it. */
import { readFileSync } from 'node:fs';
import { Mesh, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../src/core/population-tensor.ts';
import { forwardKinematics, linkPose } from '../../../src/dynamics/forward-kinematics.ts';
import type { Link, RobotModel } from '../../../src/robot/model.ts';
import { loadRobot } from '../../../src/robot/urdf/load.ts';
import { distanceToSee, workspaceRadius } from '../../../src/viewer/world/extent.ts';
import { drawnShapes } from '../../../src/viewer/world/drawn-shapes.ts';
import { RobotFigure } from '../../../src/viewer/world/robot-figure.ts';
import { cylinderProfile, shapeGeometry } from '../../../src/viewer/world/shape-geometry.ts';
import { Random, testSeed } from '../../support/random.ts';

const robots = ['panda', 'ur5e', 'planar-2link', 'pendulum'];
const load = (name: string): RobotModel =>
  loadRobot(readFileSync(new URL(`../../../assets/robots/${name}.urdf`, import.meta.url))).model;

const posesAt = (model: RobotModel, q: readonly number[]): number[] =>
  forwardKinematics(model, tensor([...q])).flatMap(({ rotation, translation }) => {
    const [r, t] = [rotation.toArray(), translation.toArray()];
    return [0, 1, 2].flatMap((row) => [...r.slice(3 * row, 3 * row + 3), t[row]]);
  });

const box = {
  name: '',
  pose: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] },
  geometry: { type: 'box', size: [1, 1, 1] },
} as const;
const mesh = { ...box, geometry: { type: 'mesh', file: 'a.stl', scale: [1, 1, 1] } } as const;
const linkWith = (visuals: Link['visuals'], collisions: Link['collisions']): Link => ({
  name: 'link',
  body: -1,
  poseInBody: box.pose,
  inertia: null,
  visuals,
  collisions,
});

describe(`robot figure (seed ${testSeed})`, () => {
  it.each(robots)('%s: every shape stands where the dynamics has its link', (name) => {
    const model = load(name);
    const q = new Random().list(model.nq, -2, 2);
    const figure = new RobotFigure(model);
    figure.setPoses([9, 9, ...posesAt(model, q)], 2);
    figure.object.updateMatrixWorld(true);
    for (const link of model.links) {
      const meshes: Mesh[] = [];
      figure.object.traverse((child) => {
        if (child instanceof Mesh && child.name === link.name) meshes.push(child);
      });
      expect(meshes).toHaveLength(link.visuals.length);
      const pose = linkPose(model, tensor(q), link.name);
      const [r, t] = [pose.rotation.toArray(), pose.translation.toArray()];
      link.visuals.forEach(({ pose: { translation } }, i) => {
        const expected = new Vector3(
          ...[0, 1, 2].map(
            (row) =>
              r[3 * row] * translation[0] + r[3 * row + 1] * translation[1] + r[3 * row + 2] * translation[2] + t[row],
          ),
        );
        expect(new Vector3().setFromMatrixPosition(meshes[i].matrixWorld).distanceTo(expected)).toBeLessThan(1e-12);
      });
    }
    figure.dispose();
  });

  it.each(robots)('%s never leaves the ball that camera and shadow are fitted to', (name) => {
    const model = load(name);
    const random = new Random(testSeed + 1);
    const figure = new RobotFigure(model);
    const radius = workspaceRadius(model);
    for (let i = 0; i < 20; i++) {
      figure.setPoses(posesAt(model, random.list(model.nq, -3, 3)));
      // A box's corners stick out of the shape in it by less than its size times sqrt 3.
      for (const corner of figure.corners()) expect(corner.length()).toBeLessThan(radius + 0.15);
    }
    expect(radius).toBeLessThan(2.6);
  });

  it('draws collision shapes where a visual is a mesh that is not at hand', () => {
    expect(drawnShapes(linkWith([mesh], [box]))).toEqual([box]);
    expect(drawnShapes(linkWith([mesh, box], [box]))).toEqual([box, box]);
    expect(drawnShapes(linkWith([mesh], [mesh]))).toEqual([]);
    expect(drawnShapes(linkWith([], [box]))).toEqual([box]);
    expect(drawnShapes(linkWith([box], [mesh]))).toEqual([box]);
  });

  it.each([
    { type: 'box', size: [0.2, 0.1, 0.05] },
    { type: 'cylinder', radius: 0.06, length: 0.004 },
    { type: 'cylinder', radius: 0.01, length: 0.5 },
    { type: 'sphere', radius: 0.05 },
  ] as const)('rounds edges without changing the size of $type', (geometry) => {
    const triangles = shapeGeometry(geometry);
    triangles.computeBoundingBox();
    const extent = triangles.boundingBox!.getSize(new Vector3()).toArray();
    const expected =
      geometry.type === 'box'
        ? geometry.size
        : geometry.type === 'sphere'
          ? Array(3).fill(2 * geometry.radius)
          : [2 * geometry.radius, 2 * geometry.radius, geometry.length];
    extent.forEach((size, axis) => expect(size).toBeCloseTo(expected[axis], 6));
    for (const value of triangles.getAttribute('normal').array) expect(Number.isFinite(value)).toBe(true);
  });

  it('has a cylinder profile that climbs from the axis below to the axis above', () => {
    const profile = cylinderProfile(0.05, 0.1);
    expect([profile[0], profile.at(-1)]).toEqual([[0, -0.05], [0, 0.05]]); // prettier-ignore
    for (let i = 1; i < profile.length; i++) expect(profile[i][1]).toBeGreaterThanOrEqual(profile[i - 1][1]);
  });

  it('stands back just far enough to see every point', () => {
    const points = [new Vector3(1, 0, 0), new Vector3(-1, 0, 0), new Vector3(0, 0, 2)];
    const facing = { halfWidth: 0.5, halfHeight: 0.25 };
    const level = new Vector3();
    // A camera without rotation looks along -z; the point at z = 2 lies on its axis.
    expect(distanceToSee(points, level, new Mesh().quaternion, facing.halfWidth, facing.halfHeight)).toBeCloseTo(2, 12);
    expect(distanceToSee([new Vector3(3, 0, 1)], level, new Mesh().quaternion, 0.5, 0.25)).toBeCloseTo(7, 12);
  });
});
