/** @file Tests that a drag and the arrow keys lead where the hand expects. */
import { PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { holds, pointUnder, project, stepInView } from '../../../src/viewer/world/drag.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';

const size = { width: 800, height: 600 };

function cameraAt(position: Vector3, target = new Vector3()): PerspectiveCamera {
  const camera = new PerspectiveCamera(45, size.width / size.height, 0.01, 100);
  camera.up.set(0, 0, 1);
  camera.position.copy(position);
  camera.lookAt(target);
  camera.updateMatrixWorld();
  return camera;
}

describe(`dragging (seed ${testSeed})`, () => {
  it('finds the point under the pixel at which a point is seen', () => {
    const random = new Random();
    for (let i = 0; i < testCases(200); i++) {
      const point = new Vector3(random.uniform(-0.5, 0.5), random.uniform(-0.5, 0.5), random.uniform(0, 1));
      const camera = cameraAt(new Vector3(random.uniform(1, 3), random.uniform(-3, -1), random.uniform(0.2, 2)));
      const found = pointUnder(project(point, camera, size), point, camera, size);
      expect(found?.distanceTo(point)).toBeLessThan(1e-9);
    }
  });

  it('keeps its distance from the camera: the target moves in a plane that faces it', () => {
    const camera = cameraAt(new Vector3(2, -2, 1));
    const start = new Vector3(0.4, 0.1, 0.5);
    const forward = camera.getWorldDirection(new Vector3());
    const { x, y } = project(start, camera, size);
    const found = pointUnder({ x: x + 120, y: y - 70 }, start, camera, size);
    expect(found?.clone().sub(start).dot(forward)).toBeCloseTo(0, 12);
    expect(found?.z).toBeGreaterThan(start.z);
  });

  it('takes hold within the tolerance around a small ball, and within the outline of a large one', () => {
    const camera = cameraAt(new Vector3(3, 0, 0));
    const center = new Vector3();
    const middle = { x: 400, y: 300 };
    expect(holds(middle, center, 0.01, 14, camera, size)).toBe(true);
    expect(holds({ x: 413, y: 300 }, center, 0.01, 14, camera, size)).toBe(true);
    expect(holds({ x: 415, y: 300 }, center, 0.01, 14, camera, size)).toBe(false);
    expect(holds({ x: 440, y: 300 }, center, 0.3, 14, camera, size)).toBe(true);
  });

  it('never takes hold of what is behind the camera', () => {
    const camera = cameraAt(new Vector3(3, 0, 0));
    expect(holds({ x: 400, y: 300 }, new Vector3(6, 0, 0), 0.1, 30, camera, size)).toBe(false);
  });

  it('steps to the right and away as the camera sees it, and up along z', () => {
    const camera = cameraAt(new Vector3(0, -3, 2));
    expect(stepInView(0.1, 0, 0, camera).distanceTo(new Vector3(0.1, 0, 0))).toBeLessThan(1e-12);
    expect(stepInView(0, 0.1, 0, camera).distanceTo(new Vector3(0, 0.1, 0))).toBeLessThan(1e-12);
    expect(stepInView(0, 0, 0.1, camera).distanceTo(new Vector3(0, 0, 0.1))).toBeLessThan(1e-12);
  });
});
