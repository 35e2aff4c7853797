/** @file Beliefs of where something is, as ellipsoids: one geometry, an instance each. */
import { Color, InstancedMesh, MeshBasicMaterial, SphereGeometry } from 'three';
import { ellipsoidMatrix } from './ellipsoid.ts';
import { keepFromGhosts } from './overlay.ts';
import type { Theme } from './theme.ts';

/** Where a link of the robot, or a goal, is believed to be. */
export interface Belief {
  readonly kind: 'link' | 'goal';
  /** [3], m. */
  readonly mean: ArrayLike<number>;
  /** [3, 3], m^2, row by row. */
  readonly covariance: ArrayLike<number>;
  /** Standard deviations that are drawn; 2 where it is absent. */
  readonly deviations?: number;
}

/** Most that are drawn. */
const limit = 8;

/** `object` belongs into the scene. */
export class BeliefFigures {
  readonly object: InstancedMesh<SphereGeometry, MeshBasicMaterial>;
  private theme: Theme;
  private shown: readonly Belief['kind'][] = [];

  constructor(theme: Theme) {
    this.theme = theme;
    const material = keepFromGhosts(
      new MeshBasicMaterial({
        transparent: true,
        opacity: 0.42,
        depthWrite: false,
        depthTest: false,
        toneMapped: false,
      }),
    );
    this.object = new InstancedMesh(new SphereGeometry(1, 40, 20), material, limit);
    this.object.renderOrder = 6;
    this.object.frustumCulled = false;
    this.object.count = 0;
  }

  /** What is not finite has no place. */
  show(beliefs: readonly Belief[]): void {
    const placed = beliefs.slice(0, limit).flatMap(({ kind, mean, covariance, deviations = 2 }) => {
      const matrix = ellipsoidMatrix(mean, covariance, deviations);
      return matrix ? [{ kind, matrix }] : [];
    });
    placed.forEach(({ matrix }, i) => this.object.setMatrixAt(i, matrix));
    this.object.count = placed.length;
    this.object.instanceMatrix.needsUpdate = true;
    this.shown = placed.map(({ kind }) => kind);
    this.paint();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.paint();
  }

  dispose(): void {
    this.object.removeFromParent();
    this.object.geometry.dispose();
    this.object.material.dispose();
    this.object.dispose();
  }

  private paint(): void {
    const { minus, accent } = this.theme;
    this.shown.forEach((kind, i) => this.object.setColorAt(i, new Color(kind === 'goal' ? accent : minus)));
    if (this.object.instanceColor) this.object.instanceColor.needsUpdate = true;
  }
}
