/** @file Cameras as what they see: the edges of a pyramid from the eye to a picture in front of it. */
import { BufferGeometry, Float32BufferAttribute, Group, LineBasicMaterial, LineSegments, Matrix4 } from 'three';
import { writePose } from './pose-matrix.ts';
import type { BodyPoses } from './poses.ts';
import type { Theme } from './theme.ts';

/** A camera as it is shown now. */
export interface CameraShown {
  /** Its axes in those of what carries it: twelve numbers, x right, y down, z forward. */
  readonly inBody: ArrayLike<number>;
  /** Pose of what carries it; null where it stands in the world. */
  readonly pose: BodyPoses | null;
  /** Half of the picture's width and height at 1 m. */
  readonly half: readonly [number, number];
  readonly isLit: boolean;
  readonly isBlind: boolean;
}

/** Distance of the picture from the eye, of the robot's radius. */
const depthShare = 0.22;

/** Edges of the pyramid at a depth, with a sign at the upper edge of the picture: pairs of points. */
export function frustumEdges([wide, high]: readonly [number, number], depth: number): number[] {
  const corner = (x: number, y: number): [number, number, number] => [x * wide * depth, y * high * depth, depth];
  const corners = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  const top = [corner(-0.3, -1), corner(0, -1.35), corner(0.3, -1)];
  return [
    ...corners.flatMap((at) => [0, 0, 0, ...at]),
    ...corners.flatMap((at, k) => [...at, ...corners[(k + 1) % 4]]),
    ...[...top[0], ...top[1], ...top[1], ...top[2]],
  ];
}

/** `object` belongs into the scene. */
export class CameraFigures {
  readonly object = new Group();
  private readonly lines: LineSegments<BufferGeometry, LineBasicMaterial>[] = [];
  private theme: Theme;
  private radius = 1;
  private shown: readonly CameraShown[] = [];

  constructor(theme: Theme) {
    this.theme = theme;
  }

  /** Grows with the robot, m. */
  setRadius(radius: number): void {
    this.radius = radius;
  }

  show(cameras: readonly CameraShown[]): void {
    this.shown = cameras;
    while (this.lines.length < cameras.length) this.lines.push(this.build());
    this.lines.forEach((line, i) => {
      line.visible = i < cameras.length;
      if (i >= cameras.length) return;
      const { inBody, pose, half } = cameras[i];
      line.geometry.setAttribute(
        'position',
        new Float32BufferAttribute(frustumEdges(half, depthShare * this.radius), 3),
      );
      const own = new Matrix4();
      writePose(own, inBody, 0);
      line.matrix.identity();
      if (pose) writePose(line.matrix, pose.poses, pose.offset);
      line.matrix.multiply(own);
    });
    this.paint();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.paint();
  }

  dispose(): void {
    this.object.removeFromParent();
    for (const { geometry, material } of this.lines) {
      geometry.dispose();
      material.dispose();
    }
  }

  private build(): LineSegments<BufferGeometry, LineBasicMaterial> {
    const material = new LineBasicMaterial({ transparent: true, toneMapped: false });
    const line = new LineSegments(new BufferGeometry(), material);
    line.matrixAutoUpdate = false;
    line.frustumCulled = false;
    this.object.add(line);
    return line;
  }

  private paint(): void {
    this.shown.forEach(({ isLit, isBlind }, i) => {
      const { material } = this.lines[i];
      material.color.set(isBlind ? this.theme.ghost : isLit ? this.theme.accent : this.theme.second);
      material.opacity = isBlind ? 0.35 : isLit ? 1 : 0.8;
    });
  }
}
