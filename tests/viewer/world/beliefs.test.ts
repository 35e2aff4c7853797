/** @file Ellipsoids of belief and pyramids of cameras, as the 3-D view draws them. */
import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { BeliefFigures } from '../../../src/viewer/world/belief-figures.ts';
import { CameraFigures, frustumEdges } from '../../../src/viewer/world/camera-figures.ts';
import { ellipsoidMatrix } from '../../../src/viewer/world/ellipsoid.ts';
import { themes } from '../../../src/viewer/world/theme.ts';

describe('the ellipsoid of a covariance', () => {
  // turned by 0.7 rad around z, with deviations of 0.3, 0.1 and 0.2 m
  const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
  const covariance = [
    0.09 * c * c + 0.01 * s * s,
    (0.09 - 0.01) * c * s,
    0,
    (0.09 - 0.01) * c * s,
    0.09 * s * s + 0.01 * c * c,
    0,
    0,
    0,
    0.04,
  ];

  it('has a surface at so many deviations: every point of the ball comes to a distance of 2 in the belief', () => {
    const matrix = ellipsoidMatrix([1, 2, 3], covariance, 2)!;
    for (const direction of [new Vector3(1, 0, 0), new Vector3(0.6, 0, 0.8), new Vector3(0.48, 0.6, 0.64)]) {
      const { x, y, z } = direction.applyMatrix4(matrix).sub(new Vector3(1, 2, 3));
      const [along, across] = [c * x + s * y, c * y - s * x];
      expect(along ** 2 / 0.09 + across ** 2 / 0.01 + z ** 2 / 0.04).toBeCloseTo(4, 9);
    }
  });

  it('has no place where a number is none', () => {
    expect(ellipsoidMatrix([1, 2, NaN], covariance, 2)).toBeNull();
    expect(ellipsoidMatrix([1, 2, 3], covariance.with(4, NaN), 2)).toBeNull();
  });

  it('is an instance for each belief, and none where none is shown', () => {
    const figures = new BeliefFigures(themes.light);
    const belief = { kind: 'link', mean: [0, 0, 0], covariance } as const;
    figures.show([belief, { ...belief, kind: 'goal' }, { ...belief, mean: [NaN, 0, 0] }]);
    expect(figures.object.count).toBe(2);
    figures.show([]);
    expect(figures.object.count).toBe(0);
    figures.dispose();
  });
});

describe('the pyramid of a camera', () => {
  it('has its picture at the depth that is asked for, as wide as the camera sees', () => {
    const points = frustumEdges([0.5, 0.25], 2);
    expect(points.length % 6).toBe(0);
    const corners = new Set(Array.from({ length: points.length / 3 }, (_, i) => points.slice(3 * i, 3 * i + 3).join()));
    for (const corner of ['0,0,0', '-1,-0.5,2', '1,-0.5,2', '1,0.5,2', '-1,0.5,2']) expect(corners).toContain(corner);
  });

  it('moves with what carries it', () => {
    const figures = new CameraFigures(themes.light);
    const at = (x: number, y: number, z: number): number[] => [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z];
    const camera = { inBody: at(0, 0, 1), half: [0.5, 0.4] as const, isLit: false, isBlind: false };
    figures.show([{ ...camera, pose: { poses: [...at(9, 9, 9), ...at(1, 2, 3)], offset: 12 } }]);
    expect(new Vector3().setFromMatrixPosition(figures.object.children[0].matrix).toArray()).toEqual([1, 2, 4]);
    figures.show([{ ...camera, pose: null }]);
    expect(new Vector3().setFromMatrixPosition(figures.object.children[0].matrix).toArray()).toEqual([0, 0, 1]);
    figures.show([]);
    expect(figures.object.children[0].visible).toBe(false);
    figures.dispose();
  });
});
