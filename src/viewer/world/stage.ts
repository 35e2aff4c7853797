/** @file Renderer, camera and lights, and the loop that draws a frame only when something has changed. */
import { Color, Scene, type WebGLRenderer } from 'three';
import { Backdrop } from './backdrop.ts';
import { CameraRig } from './camera-rig.ts';
import type { Size } from './drag.ts';
import { Lighting } from './lighting.ts';
import { QualityLadder } from './quality.ts';
import { makeRenderer } from './renderer.ts';
import type { Theme } from './theme.ts';

/** The browser took the graphics away, or gave them back. */
export type GraphicsState = 'lost' | 'restored';
export type GraphicsListener = (state: GraphicsState) => void;

/** Runs before each frame at a time (ms); true where something goes on moving. */
export type BeforeFrame = (now: number) => boolean;

/** The part of a world that knows of pixels. */
export class Stage {
  readonly scene = new Scene();
  readonly canvas: HTMLCanvasElement;
  readonly rig: CameraRig;
  private readonly renderer: WebGLRenderer;
  private readonly lighting = new Lighting(this.scene);
  private readonly isSoftware: boolean;
  private readonly ladder: QualityLadder;
  private readonly backdrop: Backdrop;
  private readonly listening = new AbortController();
  private readonly resizing: ResizeObserver;
  private readonly beforeFrame: BeforeFrame;
  private readonly graphicsListeners = new Set<GraphicsListener>();
  private frameRequest = 0;
  /** When the next frame was asked for, and when the last was drawn; ms. */
  private wanted = 0;
  private drawn = -Infinity;
  private lost = false;
  private compiling = 0;

  /** Throws where the browser has no WebGL 2. */
  constructor(canvas: HTMLCanvasElement, beforeFrame: BeforeFrame) {
    this.canvas = canvas;
    this.beforeFrame = beforeFrame;
    const { renderer, isSoftware } = makeRenderer(canvas);
    this.renderer = renderer;
    this.isSoftware = isSoftware;
    this.ladder = new QualityLadder(isSoftware);
    this.backdrop = new Backdrop(canvas, () => this.invalidate());
    this.rig = new CameraRig(canvas, () => this.invalidate());
    this.setRadius(1);
    this.applyQuality();
    this.resizing = new ResizeObserver(() => {
      this.resize();
      // Resizing clears the canvas: waiting for the next frame would show a blank one.
      if (!this.lost && this.compiling === 0) this.drawNow();
    });
    this.resizing.observe(canvas);
    this.watchContext();
  }

  get camera(): CameraRig['camera'] {
    return this.rig.camera;
  }

  /** CSS pixels. */
  size = (): Size => ({ width: Math.max(1, this.canvas.clientWidth), height: Math.max(1, this.canvas.clientHeight) });

  /** Draws a frame soon. `shadows`: something that throws a shadow has moved. */
  invalidate(shadows = false): void {
    if (shadows) this.renderer.shadowMap.needsUpdate = true;
    if (this.frameRequest !== 0 || this.lost || this.compiling > 0) return;
    this.wanted = performance.now();
    this.frameRequest = requestAnimationFrame((now) => this.draw(now));
  }

  /**
   * Compiles the shaders of everything in the scene, hidden or not, beside other work; frames wait for them. Software has
   * nothing beside: there each is compiled when it is first used.
   */
  warmUp(): void {
    this.ladder.forgive();
    if (this.isSoftware) return;
    this.compiling++;
    const goOn = (): void => {
      this.compiling--;
      this.ladder.forgive();
      this.invalidate(true);
    };
    void this.renderer.compileAsync(this.scene, this.camera).then(goOn, goOn);
  }

  /** Draws a frame now. */
  drawNow(): void {
    this.beforeFrame(performance.now());
    this.renderer.render(this.scene, this.camera);
  }

  setTheme(theme: Theme): void {
    // Not the renderer's clear colour: that one is forgotten when the graphics context is lost.
    this.scene.background = new Color(theme.background);
    this.lighting.setTheme(theme);
    this.invalidate();
  }

  /** Fits shadow, clipping planes and zoom to a robot that stays within `radius` (m) of the world's origin. */
  setRadius(radius: number): void {
    this.lighting.setRadius(radius);
    this.rig.setRadius(radius);
    this.invalidate(true);
  }

  onGraphics(listener: GraphicsListener): () => void {
    this.graphicsListeners.add(listener);
    return () => this.graphicsListeners.delete(listener);
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

  /** A PNG of the view with `scale` pixels for each pixel of the page, fewer where the graphics cannot draw as many. */
  snapshot(scale: number): Promise<Blob> {
    const { width, height } = this.size();
    const most = this.renderer.capabilities.maxTextureSize / Math.max(width, height);
    this.renderer.setPixelRatio(Math.min(most, scale));
    this.renderer.setSize(width, height, false);
    this.drawNow();
    const picture = new Promise<Blob>((resolve, reject) => {
      this.canvas.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new Error('The browser made no picture of the view.'));
      });
    });
    this.resize();
    this.drawNow();
    return picture;
  }

  dispose(): void {
    cancelAnimationFrame(this.frameRequest);
    this.lost = true;
    this.listening.abort();
    this.graphicsListeners.clear();
    for (const part of [this.rig, this.lighting, this.backdrop]) part.dispose();
    this.resizing.disconnect();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }

  private draw(now: number): void {
    this.frameRequest = 0;
    if (now - this.drawn < this.ladder.quality.pause) {
      this.frameRequest = requestAnimationFrame((later) => this.draw(later));
      return;
    }
    if (this.ladder.note(now - Math.max(this.wanted, this.drawn))) this.applyQuality();
    this.drawn = now;
    const glides = this.rig.advance();
    const moves = this.beforeFrame(now);
    this.renderer.render(this.scene, this.camera);
    this.backdrop.keep(now);
    if (glides || moves) this.invalidate();
  }

  private applyQuality(): void {
    this.lighting.setShadowSize(this.ladder.quality.shadowSize);
    this.rig.setGliding(this.ladder.quality.glides);
    this.renderer.shadowMap.needsUpdate = true;
    this.resize();
  }

  private resize(): void {
    const { width, height } = this.size();
    this.renderer.setPixelRatio(Math.min(this.ladder.quality.pixelRatio, window.devicePixelRatio));
    this.renderer.setSize(width, height, false);
    this.rig.setSize(width, height);
  }

  private watchContext(): void {
    const { signal } = this.listening;
    this.canvas.addEventListener('webglcontextlost', (event) => {
      // Without this the browser never gives the context back.
      event.preventDefault();
      this.lost = true;
      this.backdrop.show();
      for (const listener of this.graphicsListeners) listener('lost');
    }, { signal }); // prettier-ignore
    this.canvas.addEventListener('webglcontextrestored', () => {
      this.lost = false;
      this.renderer.shadowMap.needsUpdate = true;
      this.drawNow();
      this.backdrop.hide();
      for (const listener of this.graphicsListeners) listener('restored');
    }, { signal }); // prettier-ignore
  }
}
