/** @file The target as a handle: a hand takes hold of it and moves it in a plane that faces the camera. */
import { type Camera, Vector3 } from 'three';
import { holds, type Pixel, pointUnder, type Size } from './drag.ts';
import { TargetFigure } from './target-figure.ts';

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

/** The handle of one world. */
export class TargetHandle {
  readonly figure = new TargetFigure();
  private readonly listening = new AbortController();
  private readonly view: View;
  private readonly changed: () => void;
  private held: { readonly pointer: number; readonly offset: Vector3 } | null = null;
  private hovered = false;

  /**
   * Listens to the canvas's pointer before anything that listens without capture, and keeps to itself the events with
   * which a drag begins. `moved` hears of drags, `changed` of everything that looks different.
   */
  constructor(view: View, moved: TargetListener, changed: () => void) {
    this.view = view;
    this.changed = changed;
    this.listen(moved);
  }

  /** World axes, m. */
  get position(): Vector3 {
    return this.figure.position;
  }

  get isShown(): boolean {
    return this.figure.object.visible;
  }

  /** Whether a pointer is on it or holds it. */
  get isTouched(): boolean {
    return this.held !== null || this.hovered;
  }

  /** Shows the target there; null hides it. A target that is being dragged stays with the pointer. */
  place(position: readonly [number, number, number] | null): void {
    this.figure.object.visible = position !== null;
    if (position && !this.held) this.figure.moveTo(new Vector3(...position));
  }

  dispose(): void {
    this.listening.abort();
    this.figure.dispose();
  }

  private emphasize(): void {
    this.figure.setGrip(this.held ? 'held' : this.hovered ? 'hover' : 'none');
    this.changed();
  }

  private pixel(event: PointerEvent): Pixel {
    const { left, top } = this.view.canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private isUnder(event: PointerEvent): boolean {
    const around = event.pointerType === 'touch' ? tolerance.touch : tolerance.mouse;
    return (
      this.isShown &&
      holds(this.pixel(event), this.position, this.figure.radius, around, this.view.camera, this.view.size())
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
    }, options); // prettier-ignore
    canvas.addEventListener('pointermove', (event) => {
      if (!this.held) this.hover(event.buttons === 0 && this.isUnder(event));
      if (event.pointerId !== this.held?.pointer) return;
      event.stopImmediatePropagation();
      const point = this.pointed(event);
      if (!point) return;
      this.figure.moveTo(point.add(this.held.offset));
      tell(false);
      this.changed();
    }, options); // prettier-ignore
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
      canvas.addEventListener(end, release, options);
    // where one finger scrolls the page, it still drags the target
    canvas.addEventListener('touchstart', (event) => {
      if (this.held) event.preventDefault();
    }, { ...options, passive: false }); // prettier-ignore
  }

  private hover(hovered: boolean): void {
    if (hovered === this.hovered) return;
    this.hovered = hovered;
    this.view.canvas.style.cursor = hovered ? 'grab' : '';
    this.emphasize();
  }
}
