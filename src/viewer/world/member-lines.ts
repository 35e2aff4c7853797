/** @file Paths of restarts beside the one that is shown: hair lines in one buffer, drawn by one call however many they are. */
import { BufferAttribute, BufferGeometry, DynamicDrawUsage, LineBasicMaterial, LineSegments } from 'three';
import type { Theme } from './theme.ts';

/** Of one line alone; where many run together they add up. */
const opacity = 0.26;

/** Pairs of neighbouring points of `count` paths that lie one after another. */
export function segmentsOf(count: number, points: number): Uint32Array<ArrayBuffer> {
  const segments = new Uint32Array(2 * count * Math.max(0, points - 1));
  let next = 0;
  for (let path = 0; path < count; path++)
    for (let i = 1; i < points; i++) {
      segments[next++] = path * points + i - 1;
      segments[next++] = path * points + i;
    }
  return segments;
}

/** The lines of one world; `object` belongs into its scene. */
export class MemberLines {
  readonly object: LineSegments<BufferGeometry, LineBasicMaterial>;

  constructor(theme: Theme) {
    const material = new LineBasicMaterial({ transparent: true, opacity, depthWrite: false, toneMapped: false });
    this.object = new LineSegments(new BufferGeometry(), material);
    this.object.frustumCulled = false;
    this.object.visible = false;
    this.setTheme(theme);
  }

  /** Replaces all paths; the buffer is kept where the new ones are as many and as long. */
  show(positions: Float32Array, points: number): void {
    const { geometry } = this.object;
    this.object.visible = positions.length > 0;
    if (positions.length === 0) return;
    const present = geometry.getAttribute('position') as BufferAttribute | undefined;
    if (present?.array.length === positions.length && geometry.userData.points === points) {
      present.copyArray(positions).needsUpdate = true;
      return;
    }
    geometry.dispose();
    geometry.userData.points = points;
    geometry.setAttribute('position', new BufferAttribute(positions.slice(), 3).setUsage(DynamicDrawUsage));
    geometry.setIndex(new BufferAttribute(segmentsOf(positions.length / 3 / points, points), 1));
  }

  setTheme({ ghost }: Theme): void {
    this.object.material.color.set(ghost);
  }

  dispose(): void {
    this.object.removeFromParent();
    this.object.geometry.dispose();
    this.object.material.dispose();
  }
}
