/** @file The target as a handle: a ball with a halo, and a plumb line to the ground that tells how high it hangs. */
import {
  BufferGeometry,
  type Camera,
  Group,
  Line,
  LineBasicMaterial,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  RingGeometry,
  SphereGeometry,
  Vector3,
} from 'three';
import { holds, type Pixel, pointUnder, type Size } from './drag.ts';
import type { Theme } from './theme.ts';

/** m. */
const ballRadius = 0.015;
const haloRadius = 0.028;
/** Pixels around the ball's center that take hold of it: a mouse, a finger. */
const tolerance = { mouse: 14, touch: 26 };

/** What a drag needs to know of the view. */
export interface View {
  readonly camera: Camera;
  readonly canvas: HTMLCanvasElement;
  readonly size: () => Size;
}

/** Called while the target is dragged, and once more with `done` when it is let go. */
export type TargetListener = (position: readonly [number, number, number], done: boolean) => void;

/** The handle of one world; `object` belongs into its scene. */
export class TargetHandle {
  readonly object = new Group();
  /** World axes, m. */
  readonly position = new Vector3();
  private readonly ball = new Mesh(
    new SphereGeometry(ballRadius, 48, 24),
    new MeshStandardMaterial({ roughness: 0.3, emissiveIntensity: 0.35 }),
  );
  private readonly halo = new Mesh(
    new RingGeometry(haloRadius * 0.89, haloRadius, 64),
    new MeshBasicMaterial({ transparent: true, depthTest: false, toneMapped: false }),
  );
  private readonly plumb = new Line(
    new BufferGeometry().setFromPoints([new Vector3(), new Vector3(0, 0, 1)]),
    new LineBasicMaterial({ transparent: true, opacity: 0.55, toneMapped: false }),
  );
  private readonly foot = new Mesh(
    new RingGeometry(0.016, 0.02, 48),
    new MeshBasicMaterial({ transparent: true, opacity: 0.55, depthWrite: false, toneMapped: false }),
  );
  private readonly listening = new AbortController();
  private readonly view: View;
  private readonly changed: () => void;
  private held: { readonly pointer: number; readonly offset: Vector3 } | null = null;
  private hovered = false;
  private scale = 1;

  /**
   * Listens to the canvas's pointer before anything that listens without capture, and keeps to itself the events with
   * which a drag begins. `moved` hears of drags, `changed` of everything that looks different.
   */
  constructor(view: View, moved: TargetListener, changed: () => void) {
    this.view = view;
    this.changed = changed;
    this.ball.castShadow = true;
    this.halo.renderOrder = 5;
    this.foot.position.z = 0.001;
    this.object.add(this.ball, this.halo, this.plumb, this.foot);
    this.object.visible = false;
    this.listen(moved);
  }

  /** Shows the target there; null hides it. A target that is being dragged stays with the pointer. */
  place(position: readonly [number, number, number] | null): void {
    this.object.visible = position !== null;
    if (position && !this.held) this.moveTo(new Vector3(...position));
  }

  /** Grows with the robot: 1 suits an arm of 1.2 m. */
  setScale(scale: number): void {
    for (const part of [this.ball, this.foot]) part.scale.setScalar(scale);
    this.scale = scale;
    this.emphasize();
  }

  /** Turns the halo to the camera; call before each frame. */
  face(camera: Camera): void {
    this.halo.quaternion.copy(camera.quaternion);
  }

  setTheme({ accent }: Theme): void {
    this.ball.material.color.set(accent);
    this.ball.material.emissive.set(accent);
    for (const { material } of [this.halo, this.plumb, this.foot]) material.color.set(accent);
    this.emphasize();
  }

  dispose(): void {
    this.listening.abort();
    this.object.removeFromParent();
    for (const { geometry, material } of [this.ball, this.halo, this.plumb, this.foot]) {
      geometry.dispose();
      material.dispose();
    }
  }

  private moveTo(position: Vector3): void {
    this.position.copy(position);
    this.ball.position.copy(position);
    this.halo.position.copy(position);
    this.plumb.position.set(position.x, position.y, 0);
    this.plumb.scale.z = position.z || 1e-6;
    this.foot.position.set(position.x, position.y, 0.001);
  }

  private emphasize(): void {
    this.halo.scale.setScalar(this.scale * (this.held ? 1.3 : this.hovered ? 1.15 : 1));
    this.halo.material.opacity = this.held || this.hovered ? 1 : 0.7;
  }

  private pixel(event: PointerEvent): Pixel {
    const { left, top } = this.view.canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private isUnder(event: PointerEvent): boolean {
    const around = event.pointerType === 'touch' ? tolerance.touch : tolerance.mouse;
    return (
      this.object.visible &&
      holds(this.pixel(event), this.position, this.scale * haloRadius, around, this.view.camera, this.view.size())
    );
  }

  private pointed(event: PointerEvent): Vector3 | null {
    return pointUnder(this.pixel(event), this.position, this.view.camera, this.view.size());
  }

  private listen(moved: TargetListener): void {
    const { canvas } = this.view;
    const options = { capture: true, signal: this.listening.signal };
    const tell = (done: boolean): void => moved([this.position.x, this.position.y, this.position.z], done);
    const release = (event: PointerEvent): void => {
      if (event.pointerId !== this.held?.pointer) return;
      this.held = null;
      this.emphasize();
      tell(true);
      this.changed();
    };
    canvas.addEventListener('pointerdown', (event) => {
      if (this.held) event.stopImmediatePropagation();
      if (this.held || event.button !== 0 || !this.isUnder(event)) return;
      event.stopImmediatePropagation();
      const start = this.pointed(event);
      if (!start) return;
      canvas.setPointerCapture(event.pointerId);
      this.held = { pointer: event.pointerId, offset: this.position.clone().sub(start) };
      this.emphasize();
      this.changed();
    }, options); // prettier-ignore
    canvas.addEventListener('pointermove', (event) => {
      if (!this.held) this.hover(event.buttons === 0 && this.isUnder(event));
      if (event.pointerId !== this.held?.pointer) return;
      event.stopImmediatePropagation();
      const point = this.pointed(event);
      if (!point) return;
      this.moveTo(point.add(this.held.offset));
      tell(false);
      this.changed();
    }, options); // prettier-ignore
    canvas.addEventListener('pointerup', release, options);
    canvas.addEventListener('pointercancel', release, options);
    canvas.addEventListener('lostpointercapture', release, options);
  }

  private hover(hovered: boolean): void {
    if (hovered === this.hovered) return;
    this.hovered = hovered;
    this.view.canvas.style.cursor = hovered ? 'grab' : '';
    this.emphasize();
    this.changed();
  }
}
