/** @file The path that a plan predicts, as a tube that thins out and fades towards its end. */
import { BufferAttribute, BufferGeometry, Color, DynamicDrawUsage, Mesh, MeshBasicMaterial, Vector3 } from 'three';
import { keepFromGhosts } from './overlay.ts';
import type { Theme } from './theme.ts';

/** Corners of a cross-section. */
const sides = 8;
/** Cross-sections at most: a plan has one a knot. */
const mostRings = 128;
/** Of a robot that reaches 1 m. */
const radius = 0.007;
/** What is left of radius and colour at the end of the plan. */
const end = { radius: 0.35, strength: 0.25 } as const;

/** Points x, y, z that lie at least `least` m from the one before: where nothing moves there is no direction. */
export function spaced(points: ArrayLike<number>, least: number): Vector3[] {
  const kept: Vector3[] = [];
  for (let i = 0; i + 2 < points.length; i += 3) {
    const point = new Vector3(points[i], points[i + 1], points[i + 2]);
    const last = kept.at(-1);
    if (!last || last.distanceTo(point) >= least) kept.push(point);
  }
  return kept.slice(0, mostRings);
}

/** A direction across each point of a line, turned along with the line as little as can be (parallel transport). */
export function across(points: readonly Vector3[]): { readonly along: Vector3; readonly side: Vector3 }[] {
  const frames: { readonly along: Vector3; readonly side: Vector3 }[] = [];
  points.forEach((_, i) => {
    const [from, to] = [points[Math.max(i - 1, 0)], points[Math.min(i + 1, points.length - 1)]];
    const along = to.clone().sub(from);
    // it turns back here
    if (along.lengthSq() < 1e-12) along.copy(to).sub(points[i]);
    along.normalize();
    const before = frames.at(-1)?.side ?? new Vector3(0, 0, 1);
    const side = before.clone().addScaledVector(along, -before.dot(along));
    // a line that begins straight up, or turns back at once
    if (side.lengthSq() < 1e-8) side.set(1, 0, 0).addScaledVector(along, -along.x);
    if (side.lengthSq() < 1e-8) side.set(0, 1, 0).addScaledVector(along, -along.y);
    frames.push({ along, side: side.normalize() });
  });
  return frames;
}

/** The tube of one world; `object` belongs into its scene. Its buffers are kept: it changes with every picture. */
export class Tube {
  readonly object: Mesh<BufferGeometry, MeshBasicMaterial>;
  private readonly positions = new Float32Array(3 * sides * mostRings);
  private readonly colours = new Float32Array(3 * sides * mostRings);
  private scale = 1;
  private theme: Theme;

  constructor(theme: Theme) {
    this.theme = theme;
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(this.positions, 3).setUsage(DynamicDrawUsage));
    geometry.setAttribute('color', new BufferAttribute(this.colours, 3).setUsage(DynamicDrawUsage));
    geometry.setIndex(new BufferAttribute(faces(), 1));
    const material = new MeshBasicMaterial({ vertexColors: true, toneMapped: false });
    this.object = new Mesh(geometry, keepFromGhosts(material));
    this.object.frustumCulled = false;
    this.object.visible = false;
    this.object.renderOrder = 3;
  }

  /** Reach of the robot, m. */
  setRadius(radius: number): void {
    this.scale = radius;
  }

  /** Replaces the path: points x, y, z one after another, m. Where nothing moves it is hidden. */
  show(points: ArrayLike<number>): void {
    const path = spaced(points, 0.002 * this.scale);
    this.object.visible = path.length > 1;
    if (path.length > 1) this.write(path);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
  }

  dispose(): void {
    this.object.removeFromParent();
    this.object.geometry.dispose();
    this.object.material.dispose();
  }

  private write(path: readonly Vector3[]): void {
    const { geometry } = this.object;
    const [near, far] = [new Color(this.theme.accent), new Color(this.theme.floor)];
    across(path).forEach(({ along, side }, ring) => {
      const t = ring / (path.length - 1);
      const up = along.clone().cross(side);
      const size = radius * this.scale * (1 - (1 - end.radius) * t);
      const colour = far.clone().lerp(near, 1 - (1 - end.strength) * t);
      for (let corner = 0; corner < sides; corner++) {
        const turn = (2 * Math.PI * corner) / sides;
        const place = path[ring].clone();
        place.addScaledVector(side, size * Math.cos(turn)).addScaledVector(up, size * Math.sin(turn));
        place.toArray(this.positions, 3 * (sides * ring + corner));
        colour.toArray(this.colours, 3 * (sides * ring + corner));
      }
    });
    for (const name of ['position', 'color']) geometry.getAttribute(name).needsUpdate = true;
    geometry.setDrawRange(0, 6 * sides * (path.length - 1));
  }
}

/** Two triangles between neighbouring corners of neighbouring rings. */
function faces(): Uint16Array<ArrayBuffer> {
  const found = new Uint16Array(6 * sides * (mostRings - 1));
  for (let ring = 0; ring + 1 < mostRings; ring++)
    for (let corner = 0; corner < sides; corner++) {
      const next = (corner + 1) % sides;
      const [a, b, c, d] = [corner, next, corner + sides, next + sides].map((one) => sides * ring + one);
      found.set([a, b, c, b, d, c], 6 * (sides * ring + corner));
    }
  return found;
}
