/** @file Canvases in a host element: sized to the screen's pixels, and a transparent one on top for cursors, so that moving one redraws no plot. */
import { inPalette, type Palette } from '../../figures/colours.ts';
import type { Glyph } from '../../figures/glyphs.ts';

export type Paint = (
  context: CanvasRenderingContext2D,
  size: { readonly width: number; readonly height: number },
) => void;

/** A canvas that fills its host; drawn in CSS pixels. */
export class Layer {
  readonly #host: HTMLElement;
  readonly #canvas = document.createElement('canvas');

  constructor(host: HTMLElement, name: string) {
    this.#host = host;
    this.#canvas.className = `plot-layer ${name}`;
    host.append(this.#canvas);
  }

  /** Clears it and draws; nothing while the host has no size. */
  draw(paint: Paint): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    const ratio = devicePixelRatio || 1;
    const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (columns === 0 || rows === 0) return;
    if (this.#canvas.width !== columns || this.#canvas.height !== rows) {
      this.#canvas.width = columns;
      this.#canvas.height = rows;
    }
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paint(context, { width, height });
  }

  remove(): void {
    this.#canvas.remove();
  }
}

/** Draws a sign. */
export function drawGlyph(context: CanvasRenderingContext2D, glyph: Glyph, palette: Palette): void {
  const path = new Path2D(glyph.d);
  if (glyph.fill) {
    context.fillStyle = inPalette(glyph.fill, palette);
    context.fill(path);
  }
  if (!glyph.stroke) return;
  context.strokeStyle = inPalette(glyph.stroke, palette);
  context.lineWidth = glyph.width ?? 1;
  context.stroke(path);
}

/** Fonts of plots, as a canvas wants them. */
export const fonts = {
  tick: '11px system-ui, sans-serif',
  label: '600 11px system-ui, sans-serif',
} as const;

const ruler = (): CanvasRenderingContext2D | null => document.createElement('canvas').getContext('2d');
let kept: CanvasRenderingContext2D | null = null;

/** Width of a text on this screen, pixels. */
export function measureText(text: string, font: keyof typeof fonts): number {
  kept ??= ruler();
  if (!kept) return 6.2 * text.length;
  kept.font = fonts[font];
  return kept.measureText(text).width;
}
