/** @file The drawn part of a figure over a plane: its shapes on one canvas, what moves on another, so that moving it redraws no plot. */
import type { Palette } from '../../figures/colours.ts';
import type { Size } from '../../figures/figure-layout.ts';
import type { Shape } from '../../figures/shapes.ts';
import { Layer } from './overlay.ts';
import { paintShapes } from './paint-shapes.ts';

export class PlanePlot<L> {
  readonly #host: HTMLElement;
  readonly #palette: Palette;
  readonly #map: Layer;
  readonly #overlay: Layer;
  #layout: L | null = null;

  constructor(host: HTMLElement, palette: Palette) {
    this.#host = host;
    this.#palette = palette;
    this.#map = new Layer(host, 'plot-map');
    this.#overlay = new Layer(host, 'plot-overlay');
  }

  /** What was drawn last; null before the first drawing, and of an empty figure. */
  get layout(): L | null {
    return this.#layout;
  }

  /** Draws; nothing while the host has no size. An empty figure (null) leaves its canvas clear. */
  draw(layOut: ((size: Size) => L) | null, shapesOf: (layout: L) => readonly Shape[]): L | null {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (width === 0 || height === 0) return null;
    const layout = layOut?.({ width, height }) ?? null;
    this.#layout = layout;
    this.#map.draw((context) => layout && paintShapes(context, shapesOf(layout), this.#palette));
    return layout;
  }

  drawOver(shapes: readonly Shape[]): void {
    this.#overlay.draw((context) => paintShapes(context, shapes, this.#palette));
  }

  destroy(): void {
    this.#map.remove();
    this.#overlay.remove();
  }
}
