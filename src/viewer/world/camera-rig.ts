/** @file The camera and the hands that turn it: framing, views by number, and when a movement has come to rest. */
import { Box3, PerspectiveCamera, TOUCH, Vector3 } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { type CameraView, elevations, positionOf, turned, viewFrom } from './camera-view.ts';
import { distanceToSee } from './extent.ts';

/** What one finger does: turn the view, or scroll the page that the canvas is part of. */
export type OneFinger = 'orbit' | 'scroll';

export type CameraListener = (view: CameraView) => void;

/** From where a robot that looks along +x is seen at first. */
export const firstDirection = new Vector3(0.92, -1.15, 0.5).normalize();
/** From where many arms are seen at first: from higher up, so that none stands before another. */
export const crowdDirection = new Vector3(-0.3, -1.1, 0.75).normalize();
/** Room left around the robot in the first view. */
const margin = 1.16;
/** A canvas narrower than this has buttons over its sides, which take that much of each; CSS pixels. */
const narrow = { below: 600, beside: 52 };

/** The camera of one world. */
export class CameraRig {
  readonly camera = new PerspectiveCamera(45, 1, 0.01, 100);
  private readonly controls: OrbitControls;
  private readonly canvas: HTMLCanvasElement;
  private readonly changed: () => void;
  private readonly listeners = new Set<CameraListener>();
  private framed: { readonly points: readonly Vector3[]; readonly direction: Vector3 } | null = null;
  /** Share of the canvas's width that nothing lies over. */
  private clear = 1;
  private isHeld = false;
  /** Whether a hand moved the view since it last came to rest. */
  private hasMoved = false;
  private glides = true;

  /** `changed` hears that the view has to be drawn anew. */
  constructor(canvas: HTMLCanvasElement, changed: () => void) {
    this.canvas = canvas;
    this.changed = changed;
    this.camera.up.set(0, 0, 1);
    this.camera.position.copy(firstDirection).multiplyScalar(3);
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.dampingFactor = 0.08;
    this.controls.maxPolarAngle = Math.PI / 2 - elevations.lowest;
    this.controls.addEventListener('change', () => {
      this.hasMoved ||= this.isHeld;
      changed();
    });
    this.controls.addEventListener('start', () => {
      this.isHeld = true;
      this.framed = null;
    });
    this.controls.addEventListener('end', () => {
      this.isHeld = false;
      changed();
    });
    this.setGliding(true);
    this.setTouch('orbit');
  }

  /** Moves the camera on; call before each frame. Whether it glides on: it does for some frames after the hand has let go. */
  advance(): boolean {
    if (this.controls.update()) return true;
    if (this.hasMoved && !this.isHeld) {
      this.hasMoved = false;
      const view = this.view();
      for (const listener of this.listeners) listener(view);
    }
    return false;
  }

  /** Calls `listener` at the end of each movement by hand, `orbit` or `zoom`. Returns how to stop. */
  onRest(listener: CameraListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  view = (): CameraView => viewFrom(this.camera.position, this.controls.target);

  setView(view: CameraView): void {
    this.stopGliding();
    this.framed = null;
    this.controls.target.set(...view.target);
    this.camera.position.copy(positionOf(turned(view, 0, 0)));
    this.controls.update();
    this.changed();
  }

  /** Turns the view by angles (rad): to the right, and up. */
  orbit(azimuth: number, elevation: number): void {
    this.setView(turned(this.view(), azimuth, elevation));
    this.hasMoved = true;
  }

  /** Multiplies the distance. */
  zoom(factor: number): void {
    const view = this.view();
    this.setView({ ...view, distance: view.distance * factor });
    this.hasMoved = true;
  }

  setTouch(oneFinger: OneFinger): void {
    const scrolls = oneFinger === 'scroll';
    // A finger that scrolls is no touch of the controls; sideways, where no page scrolls, it does nothing.
    this.controls.touches = { ONE: scrolls ? null : TOUCH.ROTATE, TWO: TOUCH.DOLLY_ROTATE };
    this.canvas.style.touchAction = scrolls ? 'pan-y' : 'none';
  }

  /** Whether the view glides on after a hand has let go; where frames are slow it would do so for long. */
  setGliding(glides: boolean): void {
    this.glides = glides;
    this.controls.enableDamping = glides;
  }

  /** Fits clipping planes and zoom to a robot that stays within `radius` of the world's origin, m. */
  setRadius(radius: number): void {
    this.camera.near = radius / 100;
    this.camera.far = radius * 100;
    this.camera.updateProjectionMatrix();
    this.controls.minDistance = radius / 8;
    this.controls.maxDistance = radius * 12;
  }

  /** Fits to a canvas of that size, CSS pixels; goes on to fit the points that were framed last. */
  setSize(width: number, height: number): void {
    this.camera.aspect = width / height;
    this.clear = width < narrow.below ? Math.max(0.5, 1 - (2 * narrow.beside) / width) : 1;
    this.camera.updateProjectionMatrix();
    if (this.framed) this.frame(this.framed.points, this.framed.direction);
  }

  /**
   * Looks at these points of the world (m) from a direction, near enough to fill the view with them. It goes on
   * to fit them when the canvas changes its size, until a hand turns the view.
   */
  frame(points: readonly Vector3[], direction = firstDirection): void {
    this.stopGliding();
    this.framed = { points, direction };
    const center = new Box3().setFromPoints([...points]).getCenter(new Vector3());
    const halfHeight = Math.tan((this.camera.fov * Math.PI) / 360) / margin;
    this.controls.target.copy(center);
    this.camera.position.copy(direction).add(center);
    this.camera.lookAt(center);
    const halfWidth = halfHeight * this.camera.aspect * this.clear;
    const distance = distanceToSee(points, center, this.camera.quaternion, halfWidth, halfHeight);
    this.camera.position.copy(direction).multiplyScalar(distance).add(center);
    this.controls.update();
    this.changed();
  }

  dispose(): void {
    this.listeners.clear();
    this.controls.dispose();
  }

  /** Forgets what is left of a hand's swing. */
  private stopGliding(): void {
    this.controls.enableDamping = false;
    this.controls.update();
    this.controls.enableDamping = this.glides;
  }
}
