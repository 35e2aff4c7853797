/** @file Many arms at once: each has its room, stands where its poses say, shows whether it has succeeded, and can be pressed. */
import { Color, InstancedMesh, Matrix4 } from 'three';
import { describe, expect, it } from 'vitest';
import { CrowdFigures } from '../../../src/viewer/world/crowd-figures.ts';
import { layOutCrowd } from '../../../src/viewer/world/crowd-layout.ts';
import { restPoses } from '../../../src/viewer/world/poses.ts';
import { themes } from '../../../src/viewer/world/theme.ts';
import { assetModel } from '../../support/robots.ts';

const model = assetModel('planar-2link');
const rest = restPoses(model);
const count = 6;
const goal = [0.5, 0, 1.2] as const;

/** Two frames of arms at rest. */
const crowd = {
  count,
  bodies: model.bodies.length,
  frames: 2,
  poses: Float32Array.from({ length: 2 * count * rest.length }, (_, i) => rest[i % rest.length]),
  reached: [true, false, true, false, false, false],
  goals: Array.from({ length: count }, () => goal),
};

const meshesOf = ({ object }: CrowdFigures): InstancedMesh[] =>
  object.children.filter((child): child is InstancedMesh => child instanceof InstancedMesh);

describe('many arms', () => {
  it('have room of their own, in more rows where the view is high', () => {
    const { places, low, high } = layOutCrowd(crowd, crowd.goals, 2, 2);
    expect(high[2]).toBeGreaterThanOrEqual(1.2);
    for (const [i, [x, y]] of places.entries())
      for (const [otherX, otherY] of places.slice(i + 1))
        expect(Math.abs(x - otherX) >= high[0] - low[0] - 1e-9 || Math.abs(y - otherY) >= high[1] - low[1] - 1e-9).toBe(
          true,
        );
    const rows = (aspect: number): number => new Set(layOutCrowd(crowd, [], 2, aspect).places.map(([, y]) => y)).size;
    expect(rows(0.5)).toBeGreaterThan(rows(2));
  });

  it('need no more room than a robot can fill, however far one is thrown', () => {
    const thrown = { ...crowd, poses: crowd.poses.map((value) => value * 1e6) };
    const { low, high } = layOutCrowd(thrown, [], 1, 1);
    for (const axis of [0, 1, 2] as const) expect(high[axis] - low[axis]).toBeLessThan(3);
    expect(
      layOutCrowd({ ...crowd, poses: crowd.poses.map(() => NaN) }, [], 1, 1)
        .places.flat()
        .every(Number.isFinite),
    ).toBe(true);
  });

  it('are drawn by a few calls, in the colour of what they came to', () => {
    const figures = new CrowdFigures(themes.light);
    figures.setRobot(model);
    figures.show(crowd, 1);
    figures.setFrame(1);
    const meshes = meshesOf(figures);
    // what stands still, two bodies, and the goals
    expect(meshes).toHaveLength(4);
    const colours = [0, 1].map((member) => {
      const colour = new Color();
      meshes[0].getColorAt(member, colour);
      return colour.getHex();
    });
    expect(colours).toEqual([themes.light.plus, themes.light.ghost]);
    const { places } = layOutCrowd(crowd, crowd.goals, 1.9, 1);
    const matrix = new Matrix4();
    meshes.at(-1)!.getMatrixAt(3, matrix);
    expect(matrix.elements[14]).toBeCloseTo(goal[2]);
    expect(places).toHaveLength(figures.pickables().length);
    figures.show(null, 1);
    expect(figures.isShown).toBe(false);
    figures.dispose();
  });

  it('can be pressed by their numbers', () => {
    const figures = new CrowdFigures(themes.dark);
    figures.setRobot(model);
    figures.show(crowd, 1);
    figures.setFrame(0);
    const pickables = figures.pickables();
    expect(pickables.map(({ joint }) => joint)).toEqual(['0', '1', '2', '3', '4', '5']);
    const [first, second] = pickables.map(({ object }) => object.position.x);
    expect(first).not.toBe(second);
    figures.dispose();
  });
});
