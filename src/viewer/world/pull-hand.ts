/** @file A hand that pulls at the robot: it takes hold of a body where the pointer meets it, and draws in a plane that faces the camera. */
import { type Camera, type Object3D, Raycaster, Vector2, type Vector3 } from 'three';
import { type Pixel, pointUnder, type Size } from './drag.ts';

/** Where a hand holds a body, and where it is. */
export interface Hold {
  /** Of the model. */
  readonly body: number;
  /** In the body's axes, m. */
  readonly point: readonly [number, number, number];
  /** World axes, m. */
  readonly to: readonly [number, number, number];
}

/** Called while a hand pulls, and with null when it lets go. */
export type HoldListener = (hold: Hold | null) => void;

export interface PullView {
  readonly canvas: HTMLCanvasElement;
  readonly camera: Camera;
  readonly size: () => Size;
  /** What is drawn of each body, in the model's order. */
  readonly bodies: () => readonly Object3D[];
}

interface Held {
  readonly pointer: number;
  readonly body: number;
  readonly point: Vector3;
}

/** The body that a ray through a pixel meets first, and where, in world axes; null where it meets none. */
export function bodyUnder(
  { x, y }: Pixel,
  { camera, size, bodies }: Omit<PullView, 'canvas'>,
): { readonly body: number; readonly at: Vector3 } | null {
  const { width, height } = size();
  const ray = new Raycaster();
  ray.setFromCamera(new Vector2((2 * x) / width - 1, 1 - (2 * y) / height), camera);
  let nearest = Infinity;
  let found: { body: number; at: Vector3 } | null = null;
  bodies().forEach((object, body) => {
    object.updateWorldMatrix(true, true);
    const hit = ray.intersectObject(object).at(0);
    if (hit && hit.distance < nearest) [nearest, found] = [hit.distance, { body, at: hit.point }];
  });
  return found;
}

const numbersOf = ({ x, y, z }: Vector3): [number, number, number] => [x, y, z];

/** Pointer events of one canvas -> holds. With Ctrl (or ⌘), or with every drag while it is `isFree`. */
export class PullHand {
  /** Whether somebody wants to hear of it. */
  private readonly listeners = new Set<HoldListener>();
  private readonly view: PullView;
  private readonly listening = new AbortController();
  private held: Held | null = null;
  /** Whether a drag at the robot pulls without a key. */
  isFree = false;

  constructor(view: PullView) {
    this.view = view;
    this.listen();
  }

  /** Returns how to stop listening. */
  onHold(listener: HoldListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    this.listening.abort();
    this.listeners.clear();
  }

  private pixel({ clientX, clientY }: PointerEvent): Pixel {
    const { left, top } = this.view.canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  private tell(hold: Hold | null): void {
    for (const listener of this.listeners) listener(hold);
  }

  private take(event: PointerEvent): boolean {
    const isWanted = this.isFree || event.ctrlKey || event.metaKey;
    if (this.listeners.size === 0 || !isWanted || event.button !== 0 || this.held) return false;
    const found = bodyUnder(this.pixel(event), this.view);
    if (!found) return false;
    const point = this.view.bodies()[found.body].worldToLocal(found.at.clone());
    this.held = { pointer: event.pointerId, body: found.body, point };
    this.view.canvas.setPointerCapture(event.pointerId);
    this.tell({ body: found.body, point: numbersOf(point), to: numbersOf(found.at) });
    return true;
  }

  private draw({ body, point }: Held, event: PointerEvent): void {
    const object = this.view.bodies().at(body);
    if (!object) return;
    object.updateWorldMatrix(true, false);
    const to = pointUnder(this.pixel(event), object.localToWorld(point.clone()), this.view.camera, this.view.size());
    if (to) this.tell({ body, point: numbersOf(point), to: numbersOf(to) });
  }

  private listen(): void {
    const { canvas } = this.view;
    const options = { capture: true, signal: this.listening.signal };
    canvas.addEventListener('pointerdown', (event) => {
      if (this.take(event)) event.stopImmediatePropagation();
    }, options); // prettier-ignore
    canvas.addEventListener('pointermove', (event) => {
      if (event.pointerId !== this.held?.pointer) return;
      event.stopImmediatePropagation();
      this.draw(this.held, event);
    }, options); // prettier-ignore
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture'] as const)
      canvas.addEventListener(end, (event) => {
        if (event.pointerId !== this.held?.pointer) return;
        this.held = null;
        this.tell(null);
      }, options); // prettier-ignore
    // Ctrl and a press is a menu on some systems; one finger scrolls the page on others
    canvas.addEventListener('contextmenu', (event) => {
      if (this.held) event.preventDefault();
    }, options); // prettier-ignore
    canvas.addEventListener('touchstart', (event) => {
      if (this.held) event.preventDefault();
    }, { ...options, passive: false }); // prettier-ignore
  }
}
