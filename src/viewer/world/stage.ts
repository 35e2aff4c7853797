/** @file Renderer, camera, lights and the loop that draws a frame only when something has changed. */
import {
  ACESFilmicToneMapping,
  Box3,
  Color,
  DirectionalLight,
  PCFShadowMap,
  PerspectiveCamera,
  PMREMGenerator,
  Scene,
  Vector3,
  WebGLRenderer,
  type WebGLRenderTarget,
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { RoomEnvironment } from 'three/addons/environments/RoomEnvironment.js';
import { distanceToSee } from './extent.ts';
import type { Size } from './drag.ts';
import type { Theme } from './theme.ts';

/** From where a robot that looks along +x is seen at first. */
const firstDirection = new Vector3(0.92, -1.15, 0.5).normalize();
const keyDirection = new Vector3(-0.5, -0.75, 1.5).normalize();
const rimDirection = new Vector3(-0.8, 0.7, 0.45).normalize();
/** Room left around the robot in the first view. */
const margin = 1.16;

/** The part of a world that knows of pixels. */
export class Stage {
  readonly scene = new Scene();
  readonly camera = new PerspectiveCamera(45, 1, 0.01, 100);
  readonly canvas: HTMLCanvasElement;
  private readonly renderer: WebGLRenderer;
  private readonly controls: OrbitControls;
  private readonly key = new DirectionalLight(0xffffff);
  private readonly rim = new DirectionalLight(0xdfe9ff);
  private readonly listening = new AbortController();
  private readonly resizing: ResizeObserver;
  private readonly beforeFrame: () => void;
  private environment: WebGLRenderTarget;
  private framed: readonly Vector3[] = [];
  private frameRequest = 0;
  private lost = false;

  /** `beforeFrame` runs before each frame that is drawn. Throws where the browser has no WebGL 2. */
  constructor(canvas: HTMLCanvasElement, beforeFrame: () => void) {
    this.canvas = canvas;
    this.beforeFrame = beforeFrame;
    this.renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'high-performance' });
    // Asking for a shader's errors waits until it is compiled; a broken one is still reported when it is used.
    this.renderer.debug.checkShaderErrors = false;
    this.renderer.toneMapping = ACESFilmicToneMapping;
    this.renderer.toneMappingExposure = 1;
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = PCFShadowMap;
    this.renderer.shadowMap.autoUpdate = false;
    this.environment = this.makeEnvironment();
    this.scene.environment = this.environment.texture;
    // The room's own up is y.
    this.scene.environmentRotation.set(Math.PI / 2, 0, 0);
    this.camera.up.set(0, 0, 1);
    this.camera.position.copy(firstDirection).multiplyScalar(3);
    this.key.castShadow = true;
    this.key.shadow.mapSize.set(2048, 2048);
    this.key.shadow.bias = -1e-4;
    this.key.shadow.normalBias = 0.02;
    this.key.shadow.radius = 2.5;
    this.rim.position.copy(rimDirection);
    this.scene.add(this.key, this.key.target, this.rim);
    this.controls = this.makeControls();
    this.setRadius(1);
    this.resizing = new ResizeObserver(() => {
      this.resize();
      if (this.framed.length > 0) this.frame(this.framed);
      // Resizing clears the canvas: waiting for the next frame would show a blank one.
      if (!this.lost) this.drawNow();
    });
    this.resizing.observe(canvas);
    this.watchContext();
    this.resize();
  }

  /** CSS pixels. */
  size = (): Size => ({ width: Math.max(1, this.canvas.clientWidth), height: Math.max(1, this.canvas.clientHeight) });

  /** Draws a frame soon. `shadows`: something that throws a shadow has moved. */
  invalidate(shadows = false): void {
    if (shadows) this.renderer.shadowMap.needsUpdate = true;
    if (this.frameRequest === 0 && !this.lost) this.frameRequest = requestAnimationFrame(() => this.draw());
  }

  /** Compiles the shaders of everything in the scene, hidden or not, beside other work: a first use need not wait then. */
  warmUp(): void {
    void this.renderer.compileAsync(this.scene, this.camera);
  }

  /** Draws a frame now. */
  drawNow(): void {
    this.beforeFrame();
    this.renderer.render(this.scene, this.camera);
  }

  setTheme(theme: Theme): void {
    // Not the renderer's clear colour: that one is forgotten when the graphics context is lost.
    this.scene.background = new Color(theme.background);
    this.key.intensity = theme.keyIntensity;
    this.rim.intensity = theme.rimIntensity;
    this.scene.environmentIntensity = theme.environmentIntensity;
    this.invalidate();
  }

  /** Fits shadow, clipping planes and zoom to a robot that stays within `radius` (m) of the world's origin. */
  setRadius(radius: number): void {
    const { camera: light } = this.key.shadow;
    this.key.position.copy(keyDirection).multiplyScalar(3 * radius);
    light.left = light.bottom = -radius;
    light.right = light.top = radius;
    light.near = radius;
    light.far = 5 * radius;
    light.updateProjectionMatrix();
    this.camera.near = radius / 100;
    this.camera.far = radius * 100;
    this.camera.updateProjectionMatrix();
    this.controls.minDistance = radius / 8;
    this.controls.maxDistance = radius * 12;
    this.invalidate(true);
  }

  /**
   * Looks at these points of the world (m) from the first direction, near enough to fill the view with them. It goes on
   * to fit them when the canvas changes its size, until a hand turns the view.
   */
  frame(points: readonly Vector3[]): void {
    this.framed = points;
    const center = new Box3().setFromPoints([...points]).getCenter(new Vector3());
    const halfHeight = Math.tan((this.camera.fov * Math.PI) / 360) / margin;
    this.controls.target.copy(center);
    this.camera.position.copy(firstDirection).add(center);
    this.camera.lookAt(center);
    const distance = distanceToSee(points, center, this.camera.quaternion, halfHeight * this.camera.aspect, halfHeight);
    this.camera.position.copy(firstDirection).multiplyScalar(distance).add(center);
    this.controls.update();
    this.invalidate();
  }

  /** The pixels of a frame drawn now: RGBA, rows from the bottom up. */
  readPixels(): Size & { readonly data: Uint8Array } {
    this.drawNow();
    const gl = this.renderer.getContext();
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    const data = new Uint8Array(4 * width * height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, data);
    return { width, height, data };
  }

  dispose(): void {
    cancelAnimationFrame(this.frameRequest);
    this.lost = true;
    this.listening.abort();
    this.resizing.disconnect();
    this.controls.dispose();
    this.environment.dispose();
    this.key.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }

  private draw(): void {
    this.frameRequest = 0;
    // Damping: the camera glides on for some frames after the hand has let go.
    if (this.controls.update()) this.invalidate();
    this.drawNow();
  }

  private makeControls(): OrbitControls {
    const controls = new OrbitControls(this.camera, this.canvas);
    controls.enableDamping = true;
    controls.dampingFactor = 0.08;
    controls.maxPolarAngle = Math.PI * 0.52;
    controls.addEventListener('change', () => this.invalidate());
    controls.addEventListener('start', () => (this.framed = []));
    return controls;
  }

  private makeEnvironment(): WebGLRenderTarget {
    const generator = new PMREMGenerator(this.renderer);
    const room = new RoomEnvironment();
    const environment = generator.fromScene(room, 0.04);
    room.dispose();
    generator.dispose();
    return environment;
  }

  private resize(): void {
    const { width, height } = this.size();
    this.renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
  }

  private watchContext(): void {
    const { signal } = this.listening;
    this.canvas.addEventListener('webglcontextlost', (event) => {
      // Without this the browser never gives the context back.
      event.preventDefault();
      this.lost = true;
    }, { signal }); // prettier-ignore
    this.canvas.addEventListener('webglcontextrestored', () => {
      this.lost = false;
      this.environment = this.makeEnvironment();
      this.scene.environment = this.environment.texture;
      this.invalidate(true);
    }, { signal }); // prettier-ignore
  }
}
