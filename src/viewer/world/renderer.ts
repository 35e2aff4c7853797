/** @file The renderer: what it is asked for, and whether a graphics card or software answers. */
import { ACESFilmicToneMapping, PCFShadowMap, WebGLRenderer } from 'three';

/** Names under which drawing by software goes. */
const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Whether WebGL runs without a graphics card. Asked on a canvas of its own: what a context smooths is settled when it is made. */
function drawsBySoftware(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!context) return false;
  const unmasked = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = context.getParameter(unmasked ? unmasked.UNMASKED_RENDERER_WEBGL : context.RENDERER);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return software.test(String(name));
}

/** A renderer on `canvas`. Without a graphics card edges are not smoothed: that costs half of the time there. Throws without WebGL 2. */
export function makeRenderer(canvas: HTMLCanvasElement): { renderer: WebGLRenderer; isSoftware: boolean } {
  const isSoftware = drawsBySoftware();
  const renderer = new WebGLRenderer({
    canvas,
    antialias: !isSoftware,
    stencil: true,
    powerPreference: 'high-performance',
  });
  // Asking for a shader's errors waits until it is compiled; a broken one is still reported when it is used.
  renderer.debug.checkShaderErrors = false;
  renderer.toneMapping = ACESFilmicToneMapping;
  renderer.toneMappingExposure = 1;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  renderer.shadowMap.autoUpdate = false;
  return { renderer, isSoftware };
}
