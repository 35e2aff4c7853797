/** @file The first view: all that is framed is seen, also where buttons lie over the sides of a narrow canvas. */
import { Vector3 } from 'three';
import { expect, it } from 'vitest';
import { CameraRig } from '../../../src/viewer/world/camera-rig.ts';

/** As much of a canvas as the hands on it need. */
const canvas = {
  style: {},
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  getRootNode: () => canvas,
  ownerDocument: { addEventListener: () => undefined, removeEventListener: () => undefined },
} as unknown as HTMLCanvasElement;

const corners = [0, 1].flatMap((z) => [-0.6, 0.5].flatMap((x) => [-0.4, 0.7].map((y) => new Vector3(x, y, z))));

it.each([
  { width: 1440, height: 700, clear: 1 },
  { width: 900, height: 400, clear: 1 },
  { width: 390, height: 384, clear: 1 - 104 / 390 },
  { width: 320, height: 568, clear: 1 - 104 / 320 },
])('fits what is framed into what is clear of a canvas of $width x $height', ({ width, height, clear }) => {
  const rig = new CameraRig(canvas, () => undefined);
  rig.setSize(2 * width, 100);
  rig.frame(corners);
  // the canvas changes, and the view with it
  rig.setSize(width, height);
  rig.camera.updateMatrixWorld();
  const seen = corners.map((corner) => corner.clone().project(rig.camera));
  const wide = Math.max(...seen.map(({ x }) => Math.abs(x))) / clear;
  const high = Math.max(...seen.map(({ y }) => Math.abs(y)));
  expect(Math.max(wide, high)).toBeLessThan(1);
  expect(Math.max(wide, high)).toBeGreaterThan(0.75);
});
