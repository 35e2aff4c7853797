/** @file What pulls at the robot: a spring from a point of it to the hand, or to where a push leads. */
import { CylinderGeometry, Group, Mesh, MeshBasicMaterial, SphereGeometry, Vector3 } from 'three';
import { keepFromGhosts } from './overlay.ts';
import type { Theme } from './theme.ts';

/** Ends of what pulls, world axes, m. */
export interface Pull {
  readonly from: readonly [number, number, number];
  readonly to: readonly [number, number, number];
}

/** Of a robot that reaches 1 m. */
const sizes = { line: 0.004, end: 0.014 } as const;

/** The one of a world; `object` belongs into its scene. */
export class PullFigure {
  readonly object = new Group();
  private readonly material = keepFromGhosts(new MeshBasicMaterial({ toneMapped: false, depthTest: false }));
  private readonly line = new Mesh(new CylinderGeometry(1, 1, 1, 8), this.material);
  private readonly ends = [0, 1].map(() => new Mesh(new SphereGeometry(1, 16, 12), this.material));
  private scale = 1;

  constructor(theme: Theme) {
    this.object.add(this.line);
    for (const end of this.ends) this.object.add(end);
    for (const part of this.object.children) part.renderOrder = 6;
    this.object.visible = false;
    this.setTheme(theme);
  }

  /** Reach of the robot, m. */
  setRadius(radius: number): void {
    this.scale = radius;
  }

  show(pull: Pull | null): void {
    this.object.visible = pull !== null;
    if (!pull) return;
    const [from, to] = [new Vector3(...pull.from), new Vector3(...pull.to)];
    const way = to.clone().sub(from);
    const length = way.length();
    this.line.visible = length > 0;
    if (length > 0) {
      this.line.position.copy(from).addScaledVector(way, 0.5);
      this.line.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), way.divideScalar(length));
      this.line.scale.set(sizes.line * this.scale, length, sizes.line * this.scale);
    }
    [from, to].forEach((place, k) => {
      this.ends[k].position.copy(place);
      this.ends[k].scale.setScalar(sizes.end * this.scale * (k === 0 ? 0.7 : 1));
    });
  }

  setTheme({ second }: Theme): void {
    this.material.color.set(second);
  }

  dispose(): void {
    this.object.removeFromParent();
    for (const { geometry } of [this.line, ...this.ends]) geometry.dispose();
    this.material.dispose();
  }
}
