/** @file Paths of a link: the present one with its future fainter than its past, and earlier ones as fading ghosts. */
import { Color, Group } from 'three';
import { Line2 } from 'three/addons/lines/Line2.js';
import { LineGeometry } from 'three/addons/lines/LineGeometry.js';
import { LineMaterial } from 'three/addons/lines/LineMaterial.js';
import { keepFromGhosts } from './overlay.ts';
import type { Theme } from './theme.ts';

/** Points of the present path that are drawn at most: a link that goes round and round would else draw a band of chords. */
const mostPoints = 4000;
/** Points of a ghost that are drawn at most; longer ones are thinned, so that it costs the same whatever its dt. */
const mostGhostPoints = 100;
/** How far the newest ghost stands out from the floor; the oldest nearly vanishes. */
const newestGhost = 0.9;

/** Every n-th point such that at most `most` + 1 remain; first and last always do. Points are x, y, z after one another. */
export function thin(points: ArrayLike<number>, most: number): Float32Array {
  const count = Math.floor(points.length / 3);
  const stride = Math.max(1, Math.ceil((count - 1) / most));
  const kept: number[] = [];
  for (let i = 0; i < count - 1; i += stride) kept.push(i);
  if (count > 0) kept.push(count - 1);
  const thinned = new Float32Array(3 * kept.length);
  kept.forEach((point, i) => {
    for (let axis = 0; axis < 3; axis++) thinned[3 * i + axis] = points[3 * point + axis];
  });
  return thinned;
}

/** How far a ghost stands out from the floor, 0..1; `age` 0 is the newest of `count`. */
export function ghostStrength(age: number, count: number): number {
  return newestGhost * (1 - age / count) ** 1.2;
}

function lineOf(width: number, order: number): Line2 {
  const material = new LineMaterial({ linewidth: width, transparent: true, depthWrite: false, toneMapped: false });
  const line = new Line2(new LineGeometry(), keepFromGhosts(material));
  line.frustumCulled = false;
  line.renderOrder = order;
  setPoints(line, new Float32Array());
  return line;
}

function setPoints(line: Line2, points: Float32Array): void {
  line.geometry.dispose();
  line.geometry = new LineGeometry();
  // One point makes no line; a doubled one has no length.
  line.geometry.setPositions(points.length >= 6 ? points : new Float32Array(6));
  line.visible = points.length >= 6;
}

function disposeLine(line: Line2): void {
  line.removeFromParent();
  line.geometry.dispose();
  line.material.dispose();
}

/** The lines of one world; `object` belongs into its scene. */
export class Paths {
  readonly object = new Group();
  /** Kept for as long as the world: where the last material of a kind is given back, its shader is too, and is then compiled anew. */
  private readonly past = lineOf(4, 3);
  private readonly future = lineOf(2.5, 2);
  private ghosts: Line2[] = [];
  private segments = 0;
  private theme: Theme;
  private readonly ghostLimit: number;

  /** Keeps the last `ghostLimit` ghosts. */
  constructor(theme: Theme, ghostLimit: number) {
    this.theme = theme;
    this.ghostLimit = ghostLimit;
    this.object.add(this.future, this.past);
  }

  /** Replaces the present path. */
  setPath(points: ArrayLike<number>): void {
    const thinned = thin(points, mostPoints);
    this.segments = Math.max(0, thinned.length / 3 - 1);
    for (const line of [this.past, this.future]) setPoints(line, thinned);
    this.paint();
  }

  /** How much of the present path lies in the past, 0..1. */
  setProgress(progress: number): void {
    this.past.geometry.instanceCount = Math.round(Math.min(1, Math.max(0, progress)) * this.segments);
  }

  addGhost(points: ArrayLike<number>): void {
    const ghost = lineOf(1.5, 1);
    setPoints(ghost, thin(points, mostGhostPoints));
    this.ghosts.unshift(ghost);
    this.object.add(ghost);
    for (const old of this.ghosts.splice(this.ghostLimit)) disposeLine(old);
    this.paint();
  }

  clearGhosts(): void {
    for (const ghost of this.ghosts) disposeLine(ghost);
    this.ghosts = [];
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.paint();
  }

  dispose(): void {
    this.clearGhosts();
    for (const line of [this.past, this.future]) disposeLine(line);
    this.object.removeFromParent();
  }

  /** Lines fade by colour, not by opacity: their short pieces overlap, and where they did they would show as dots. */
  private paint(): void {
    const { accent, floor, ghost } = this.theme;
    const faded = (color: number, strength: number): Color => new Color(floor).lerp(new Color(color), strength);
    this.ghosts.forEach(({ material }, age) =>
      material.color.copy(faded(ghost, ghostStrength(age, this.ghosts.length))),
    );
    this.past.material.color.set(accent);
    this.future.material.color.copy(faded(accent, 0.65));
  }
}
