/** @file One joint's ring: a thin circle across its axis and an arrow along it, or for a slide a thin double arrow and one along the axis. */
import {
  BoxGeometry,
  type BufferGeometry,
  type ColorRepresentation,
  Group,
  type Matrix4,
  Mesh,
  TorusGeometry,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { alongZ, aroundZ, arrowGeometry, type ArrowSize, type Course, writeArrow } from './arrow-geometry.ts';
import { Overlay } from './overlay.ts';

/** Of a ring's radius: the thin circle's thickness, and half a double arrow's length. */
const [thin, halfSlide] = [0.014, 1.5];
/** Values nearer to 0 draw no arrow. */
const smallest = 1e-3;
/** Angle that an arrow spans for a small value and for 1, rad. */
const [shortArc, longArc] = [0.5, 5];

/** How long and thick the arrow of a value in -1..1 is; `radius` of its ring and `longest` that it grows to, m. */
export function arrowSize(value: number, radius: number, shortest: number, longest: number): ArrowSize {
  const strength = Math.min(1, Math.abs(value));
  const shaftRadius = radius * (0.022 + 0.043 * strength);
  const length = shortest + (longest - shortest) * strength;
  return { length, shaftRadius, headRadius: 2.7 * shaftRadius, headLength: Math.min(0.7 * length, 6.5 * shaftRadius) };
}

/** Course and size of the arrow of a value in -1..1 in the ring's axes: z the joint's, x towards the middle of each arc. */
export function arrowOf(value: number, radius: number, isSlide: boolean): { course: Course; size: ArrowSize } {
  const sign = value < 0 ? -1 : 1;
  if (isSlide) return { course: alongZ(0, sign), size: arrowSize(value, radius, 0.3 * radius, halfSlide * radius) };
  const size = arrowSize(value, radius, shortArc * radius, longArc * radius);
  return { course: aroundZ(radius, (-sign * size.length) / (2 * radius), sign), size };
}

function doubleArrow(radius: number): BufferGeometry {
  const shaftRadius = thin * radius;
  const size = { length: halfSlide * radius, shaftRadius, headRadius: 3 * shaftRadius, headLength: 9 * shaftRadius };
  const halves = [1, -1].map((sign) => {
    const half = arrowGeometry();
    writeArrow(half, alongZ(0, sign), size);
    return half;
  });
  const whole = mergeGeometries(halves);
  for (const half of halves) half.dispose();
  return whole;
}

/** How strongly each part is drawn, 0..1, and in which colours. */
export interface RingPaint {
  readonly circle: ColorRepresentation;
  readonly arrow: ColorRepresentation;
  readonly circleStrength: number;
  readonly arrowStrength: number;
}

/** A ring in its own axes, which `object.matrix` places in the world. */
export class JointRing {
  readonly object = new Group();
  /** What a pointer meets of it: thicker than what is seen. */
  readonly handle: Mesh;
  private readonly circle: Overlay;
  private readonly arrow = new Overlay(arrowGeometry());
  private readonly radius: number;
  private readonly isSlide: boolean;

  constructor(radius: number, isSlide: boolean) {
    this.radius = radius;
    this.isSlide = isSlide;
    this.circle = new Overlay(isSlide ? doubleArrow(radius) : new TorusGeometry(radius, thin * radius, 8, 96));
    const width = 0.15 * radius;
    this.handle = new Mesh(
      isSlide ? new BoxGeometry(2 * width, 2 * width, 2 * halfSlide * radius) : new TorusGeometry(radius, width, 5, 24),
    );
    this.handle.visible = false;
    this.object.add(this.circle.object, this.arrow.object, this.handle);
    this.object.matrixAutoUpdate = false;
    this.show(0);
  }

  place(matrix: Matrix4): void {
    this.object.matrix.copy(matrix);
    this.object.matrixWorldNeedsUpdate = true;
  }

  /** Shows a value in -1..1. */
  show(value: number): void {
    const isSeen = Math.abs(value) >= smallest;
    this.arrow.object.visible = isSeen;
    if (!isSeen) return;
    const { course, size } = arrowOf(value, this.radius, this.isSlide);
    writeArrow(this.arrow.geometry, course, size);
  }

  paint({ circle, arrow, circleStrength, arrowStrength }: RingPaint): void {
    this.circle.paint(circle, circleStrength);
    this.arrow.paint(arrow, arrowStrength);
  }

  dispose(): void {
    this.object.removeFromParent();
    this.handle.geometry.dispose();
    this.circle.dispose();
    this.arrow.dispose();
  }
}
