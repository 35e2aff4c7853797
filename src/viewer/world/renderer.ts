/** @file The renderer: what it is asked for, and whether a graphics card or software answers. */
import { ACESFilmicToneMapping, PCFShadowMap, WebGLRenderer } from 'three';

/** A renderer on `canvas`. Without a graphics card edges are not smoothed, which costs half of the time there. Throws without WebGL 2. */
export function makeRenderer(canvas: HTMLCanvasElement): { renderer: WebGLRenderer; isSoftware: boolean } {
  const attributes = { depth: true, stencil: true, alpha: false, powerPreference: 'high-performance' } as const;
  const quick = canvas.getContext('webgl2', { ...attributes, antialias: true, failIfMajorPerformanceCaveat: true });
  const context = quick ?? canvas.getContext('webgl2', { ...attributes, antialias: false });
  if (!context) throw new Error('This browser offers no WebGL 2.');
  const renderer = new WebGLRenderer({ canvas, context, ...attributes });
  // Asking for a shader's errors waits until it is compiled; a broken one is still reported when it is used.
  renderer.debug.checkShaderErrors = false;
  renderer.toneMapping = ACESFilmicToneMapping;
  renderer.toneMappingExposure = 1;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  renderer.shadowMap.autoUpdate = false;
  return { renderer, isSoftware: quick === null };
}
