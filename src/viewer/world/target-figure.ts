/** @file What the target looks like: a ball with a halo, hollow where it is out of reach, a plumb line to the floor, and an arrow. */
import {
  BufferGeometry,
  type Camera,
  GreaterDepth,
  Group,
  Line,
  LineBasicMaterial,
  Mesh,
  MeshBasicMaterial,
  type Quaternion,
  RingGeometry,
  SphereGeometry,
  Vector3,
} from 'three';
import { alongZ, arrowGeometry, writeArrow } from './arrow-geometry.ts';
import { litMaterial } from './lighting.ts';
import { keepFromGhosts, Overlay } from './overlay.ts';
import type { Theme } from './theme.ts';

/** m, at the scale of 1. */
const ballRadius = 0.015;
export const haloRadius = 0.028;
/** Thinnest and thickest shaft of the arrow, and its head by the shaft, m at the scale of 1. */
const [thinnest, thickest] = [0.0025, 0.006];
const headWidth = 2.6;

const up = new Vector3(0, 0, 1);

/** How a hand treats the target. */
export type Grip = 'none' | 'hover' | 'held';

const grips: { readonly [G in Grip]: { readonly size: number; readonly opacity: number } } = {
  none: { size: 1, opacity: 0.75 },
  hover: { size: 1.15, opacity: 1 },
  held: { size: 1.3, opacity: 1 },
};

/** `object` belongs into the scene. */
export class TargetFigure {
  readonly object = new Group();
  /** World axes, m. */
  readonly position = new Vector3();
  private readonly ball = new Mesh(
    new SphereGeometry(ballRadius, 48, 24),
    keepFromGhosts(litMaterial({ roughness: 0.3, emissiveIntensity: 0.35 })),
  );
  private readonly hidden = new Mesh(
    this.ball.geometry,
    keepFromGhosts(new MeshBasicMaterial({ transparent: true, depthWrite: false, depthFunc: GreaterDepth, toneMapped: false })),
  ); // prettier-ignore
  private readonly halo = new Overlay(new RingGeometry(haloRadius * 0.88, haloRadius, 64));
  private readonly rim = new Overlay(new RingGeometry(ballRadius * 0.8, ballRadius, 48));
  private readonly plumb = new Line(
    new BufferGeometry().setFromPoints([new Vector3(), up]),
    new LineBasicMaterial({ transparent: true, opacity: 0.55, toneMapped: false }),
  );
  private readonly foot = new Mesh(
    new RingGeometry(0.016, 0.02, 48),
    new MeshBasicMaterial({ transparent: true, opacity: 0.55, depthWrite: false, toneMapped: false }),
  );
  private readonly arrow = new Overlay(arrowGeometry());
  private grip: Grip = 'none';
  private isWithin = true;
  private scale = 1;
  private floor = 0;
  private accent = 0;

  constructor() {
    this.ball.castShadow = true;
    this.hidden.renderOrder = 4;
    this.object.add(this.ball, this.hidden, this.plumb, this.foot);
    for (const { object } of [this.halo, this.rim, this.arrow]) this.object.add(object);
    this.object.visible = false;
    this.arrow.object.visible = false;
    this.emphasize();
  }

  /** Radius of what a pointer takes hold of, m. */
  get radius(): number {
    return this.scale * haloRadius;
  }

  moveTo(position: Vector3): void {
    this.position.copy(position);
    for (const part of [this.ball, this.hidden, this.halo.object, this.rim.object, this.arrow.object])
      part.position.copy(position);
    this.plumb.position.set(position.x, position.y, this.floor);
    this.plumb.scale.z = position.z - this.floor || 1e-6;
    this.foot.position.set(position.x, position.y, this.floor + 0.001);
  }

  /** Grows with the robot: 1 suits an arm of 1.2 m. */
  setScale(scale: number): void {
    this.scale = scale;
    this.emphasize();
  }

  /** Height of the floor that the plumb line ends at, m. */
  setFloor(height: number): void {
    this.floor = height;
    this.moveTo(this.position);
  }

  setGrip(grip: Grip): void {
    this.grip = grip;
    this.emphasize();
  }

  /** Full within reach, hollow out of it. */
  setReach(isWithin: boolean): void {
    this.isWithin = isWithin;
    this.emphasize();
  }

  /** An arrow from the target, in world axes, as long as it is drawn (m); null hides it. */
  setArrow(vector: readonly [number, number, number] | null): void {
    const along = new Vector3(...(vector ?? [0, 0, 0]));
    const length = along.length();
    this.arrow.object.visible = length > 1e-6;
    if (length <= 1e-6) return;
    const shaftRadius = Math.min(thickest * this.scale, Math.max(thinnest * this.scale, 0.035 * length));
    const [headRadius, headLength] = [headWidth * shaftRadius, Math.min(0.6 * length, 6 * shaftRadius)];
    writeArrow(this.arrow.geometry, alongZ(0, 1), { length, shaftRadius, headRadius, headLength });
    this.arrow.object.quaternion.setFromUnitVectors(up, along.divideScalar(length));
  }

  /** Turns what is flat to the camera; call before each frame. */
  face({ quaternion }: Camera): void {
    for (const { object } of [this.halo, this.rim]) object.quaternion.copy(quaternion as Quaternion);
  }

  setTheme({ accent, plus }: Theme): void {
    this.accent = accent;
    this.ball.material.color.set(accent);
    this.ball.material.emissive.set(accent);
    for (const { material } of [this.hidden, this.plumb, this.foot]) material.color.set(accent);
    this.arrow.paint(plus);
    this.emphasize();
  }

  dispose(): void {
    this.object.removeFromParent();
    for (const overlay of [this.halo, this.rim, this.arrow]) overlay.dispose();
    for (const { geometry, material } of [this.ball, this.hidden, this.plumb, this.foot]) {
      geometry.dispose();
      material.dispose();
    }
  }

  private emphasize(): void {
    const { size, opacity } = grips[this.grip];
    for (const part of [this.ball, this.hidden, this.foot, this.rim.object]) part.scale.setScalar(this.scale);
    this.halo.object.scale.setScalar(this.scale * size);
    this.halo.paint(this.accent, opacity);
    this.rim.paint(this.accent, 1);
    this.rim.object.visible = !this.isWithin;
    this.ball.visible = this.isWithin;
    this.hidden.visible = this.isWithin;
    this.hidden.material.opacity = 0.4;
  }
}
