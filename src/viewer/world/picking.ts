/** @file Which joint a pointer means: the body or ring under it, looked up once a frame, and taps that are no drags. */
import { type Camera, type Object3D, Raycaster, Vector2 } from 'three';
import type { Size } from './drag.ts';

/** The name of a joint, or null for none. */
export type JointListener = (joint: string | null) => void;

/** Something that a ray can meet, and the joint that it stands for. */
export interface Pickable {
  readonly joint: string;
  readonly object: Object3D;
}

export interface PickingView {
  readonly camera: Camera;
  readonly canvas: HTMLCanvasElement;
  readonly size: () => Size;
  readonly pickables: () => readonly Pickable[];
  /** Whether the pointer belongs to something else now, such as a handle. */
  readonly isTaken: () => boolean;
}

/** Pixels that a tap may move: with a mouse, with a finger. */
const slack = { mouse: 5, touch: 12 };

/** Parts of robots that a ray through a pixel of the view meets first; null where it meets none. */
export function jointUnder(x: number, y: number, { camera, size, pickables }: PickingView): string | null {
  const { width, height } = size();
  const ray = new Raycaster();
  ray.setFromCamera(new Vector2((2 * x) / width - 1, 1 - (2 * y) / height), camera);
  let nearest = Infinity;
  let found: string | null = null;
  for (const { joint, object } of pickables()) {
    object.updateWorldMatrix(true, true);
    const distance = ray.intersectObject(object).at(0)?.distance ?? Infinity;
    if (distance < nearest) [nearest, found] = [distance, joint];
  }
  return found;
}

/** Pointer events of one canvas -> names of joints. */
export class Picking {
  private readonly view: PickingView;
  private readonly listening = new AbortController();
  private readonly hovers = new Set<JointListener>();
  private readonly picks = new Set<JointListener>();
  private hovered: string | null = null;
  private pointer: PointerEvent | null = null;
  private pressed: PointerEvent | null = null;
  private request = 0;

  constructor(view: PickingView) {
    this.view = view;
    this.listen();
  }

  /** Returns how to stop listening, as `onPick` does. */
  onHover(listener: JointListener): () => void {
    this.hovers.add(listener);
    return () => this.hovers.delete(listener);
  }

  onPick(listener: JointListener): () => void {
    this.picks.add(listener);
    return () => this.picks.delete(listener);
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
    this.listening.abort();
    this.hovers.clear();
    this.picks.clear();
  }

  private under(event: PointerEvent): string | null {
    const { left, top } = this.view.canvas.getBoundingClientRect();
    return jointUnder(event.clientX - left, event.clientY - top, this.view);
  }

  private hover(joint: string | null): void {
    if (joint === this.hovered) return;
    this.hovered = joint;
    if (!this.view.isTaken()) this.view.canvas.style.cursor = joint === null ? '' : 'pointer';
    for (const listener of this.hovers) listener(joint);
  }

  /** Looks with the next frame at where the pointer is then. */
  private lookSoon(): void {
    if (this.request !== 0 || this.hovers.size === 0) return;
    this.request = requestAnimationFrame(() => {
      this.request = 0;
      if (this.pointer) this.hover(this.view.isTaken() ? null : this.under(this.pointer));
    });
  }

  private listen(): void {
    const { canvas } = this.view;
    const { signal } = this.listening;
    canvas.addEventListener('pointermove', (event) => {
      if (event.pointerType === 'touch' || event.buttons !== 0) return;
      this.pointer = event;
      this.lookSoon();
    }, { signal }); // prettier-ignore
    canvas.addEventListener('pointerleave', () => {
      this.pointer = null;
      this.hover(null);
    }, { signal }); // prettier-ignore
    canvas.addEventListener('pointerdown', (event) => {
      // a second finger makes it a gesture
      this.pressed = this.pressed === null && event.button === 0 ? event : null;
    }, { signal }); // prettier-ignore
    canvas.addEventListener('pointercancel', () => (this.pressed = null), { signal });
    canvas.addEventListener('pointerup', (event) => {
      const { pressed } = this;
      this.pressed = null;
      if (pressed?.pointerId !== event.pointerId) return;
      const moved = Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY);
      if (moved > (event.pointerType === 'touch' ? slack.touch : slack.mouse)) return;
      const joint = this.under(event);
      for (const listener of this.picks) listener(joint);
    }, { signal }); // prettier-ignore
  }
}
