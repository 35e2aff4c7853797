/** @file The drawn part of a heatmap: cells as pixels of a picture, filled backwards in time; cursors on a layer of their own. */
import { fractionOf } from '../../figures/axis.ts';
import { divergingColour, divergingOf, type Palette } from '../../figures/colours.ts';
import { type HeatGrid, heatGrid, type HeatmapData, heatTick } from '../../figures/heat-data.ts';
import { type HeatLayout, layOutHeat } from '../../figures/heat-layout.ts';
import { playheadAt } from './heat-sweep.ts';
import { diamondPath } from '../../figures/glyphs.ts';
import { drawGlyph, fonts, Layer, measureText } from './overlay.ts';

/** How much of the surface covers rows beside the one that is lit. */
const veil = 0.65;

export interface HeatCursors {
  /** s. */
  readonly cursor: number | null;
  readonly hover: number | null;
  /** Index of the row that is lit. */
  readonly lit: number | null;
}

const pictureOf = (columns: number, rows: number): HTMLCanvasElement => {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(columns, 1);
  canvas.height = Math.max(rows, 1);
  return canvas;
};

/** A pixel for every cell; what is not finite stays clear, and is hatched. */
function paintCells({ rows, columns, fractions }: HeatGrid, palette: Palette): HTMLCanvasElement {
  const picture = pictureOf(columns, rows);
  const context = picture.getContext('2d');
  if (!context || rows * columns === 0) return picture;
  const image = context.createImageData(columns, rows);
  const map = divergingOf(palette);
  for (const [index, fraction] of fractions.entries()) {
    if (Number.isNaN(fraction)) continue;
    image.data.set(divergingColour(fraction, map), 4 * index);
    image.data[4 * index + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return picture;
}

export class HeatPlot {
  readonly #host: HTMLElement;
  readonly #palette: Palette;
  readonly #map: Layer;
  readonly #overlay: Layer;
  #layout: HeatLayout | null = null;
  #data: HeatmapData | null = null;
  #grid: HeatGrid | null = null;
  #generation = NaN;
  /** The newest map, and what is shown of it already. */
  #newest: HTMLCanvasElement | null = null;
  #shown: HTMLCanvasElement | null = null;
  #sweepStart = 0;
  #request = 0;
  #playhead = 0;
  #cursors: HeatCursors = { cursor: null, hover: null, lit: null };

  constructor(host: HTMLElement, palette: Palette) {
    this.#host = host;
    this.#palette = palette;
    this.#map = new Layer(host, 'plot-map');
    this.#overlay = new Layer(host, 'plot-overlay');
  }

  /** What was drawn last; null before the first drawing. */
  get layout(): HeatLayout | null {
    return this.#layout;
  }

  /** Draws; a new generation fills in backwards unless `isStill`. Nothing while the host has no size. */
  draw(data: HeatmapData, generation: number, isStill: boolean): { layout: HeatLayout; grid: HeatGrid } | null {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (width === 0 || height === 0) return null;
    const layout = layOutHeat(data, { width, height }, measureText);
    const grid = heatGrid(data, layout.box.width * (devicePixelRatio || 1));
    const before = this.#shown;
    const isNew = generation !== this.#generation;
    [this.#layout, this.#data, this.#grid, this.#generation] = [layout, data, grid, generation];
    this.#newest = paintCells(grid, this.#palette);
    const fits = before?.width === this.#newest.width && before.height === this.#newest.height;
    if (isNew && !isStill && grid.columns > 0) {
      this.#shown = fits ? before : pictureOf(grid.columns, grid.rows);
      this.#startSweep();
    } else if (this.#request === 0 || isStill || !fits) this.#finish();
    this.#paint();
    return { layout, grid };
  }

  /** Moves lines and veils; redraws no map. */
  drawCursors(cursors: HeatCursors): void {
    this.#cursors = cursors;
    const { box, x, rowHeight } = this.#layout ?? {};
    if (!box || !x || rowHeight === undefined) return;
    this.#overlay.draw((context) => {
      if (cursors.lit !== null) {
        context.globalAlpha = veil;
        context.fillStyle = this.#palette('--surface');
        context.fillRect(box.left, box.top, box.width, cursors.lit * rowHeight);
        const below = (cursors.lit + 1) * rowHeight;
        context.fillRect(box.left, box.top + below, box.width, box.height - below);
      }
      for (const [at, token, width] of [
        [cursors.hover, '--muted', 1],
        [cursors.cursor, '--text', 1.5],
        [this.#request === 0 ? null : this.#playhead * x.max, '--now', 1.5],
      ] as const) {
        if (at === null || at < x.min || at > x.max * (1 + 1e-9)) continue;
        context.globalAlpha = token === '--muted' ? 0.6 : 1;
        context.fillStyle = this.#palette(token);
        context.fillRect(Math.round(box.left + fractionOf(x, at) * box.width) - width / 2, box.top, width, box.height);
      }
    });
  }

  destroy(): void {
    cancelAnimationFrame(this.#request);
    this.#map.remove();
    this.#overlay.remove();
  }

  #startSweep(): void {
    cancelAnimationFrame(this.#request);
    this.#sweepStart = performance.now();
    this.#playhead = 1;
    this.#request = requestAnimationFrame(this.#sweep);
  }

  readonly #sweep = (): void => {
    this.#playhead = playheadAt(performance.now() - this.#sweepStart);
    this.#request = this.#playhead > 0 ? requestAnimationFrame(this.#sweep) : 0;
    this.#reveal();
    this.#paint();
    this.drawCursors(this.#cursors);
  };

  #finish(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    this.#shown = pictureOf(this.#newest!.width, this.#newest!.height);
    this.#playhead = 0;
    this.#reveal();
  }

  /** Copies what lies behind the playhead from the newest map. */
  #reveal(): void {
    const [newest, context] = [this.#newest, this.#shown?.getContext('2d')];
    if (!newest || !context) return;
    const from = Math.floor(this.#playhead * newest.width);
    const width = newest.width - from;
    context.clearRect(from, 0, width, newest.height);
    if (width > 0) context.drawImage(newest, from, 0, width, newest.height, from, 0, width, newest.height);
  }

  #paint(): void {
    const [layout, grid, shown] = [this.#layout, this.#grid, this.#shown];
    if (!layout || !grid || !shown) return;
    // what was drawn of a run before says nothing of this one
    if (grid.columns === 0) return this.#map.draw(() => undefined);
    const { box, rowHeight, rowGap } = layout;
    this.#map.draw((context) => {
      context.imageSmoothingEnabled = false;
      for (let row = 0; row < grid.rows; row++)
        context.drawImage(
          shown,
          0,
          row,
          shown.width,
          1,
          box.left,
          box.top + row * rowHeight,
          box.width,
          rowHeight - rowGap,
        );
      this.#hatch(context, grid, layout);
      this.#drawTicks(context, layout);
      if (grid.largest && this.#request === 0) this.#drawLargest(context, grid, layout);
    });
  }

  /** Strokes over cells that are not finite. */
  #hatch(context: CanvasRenderingContext2D, grid: HeatGrid, { box, rowHeight, rowGap }: HeatLayout): void {
    if (grid.notFinite === 0) return;
    context.save();
    context.beginPath();
    const cell = box.width / grid.columns;
    for (const [index, fraction] of grid.fractions.entries())
      if (Number.isNaN(fraction))
        context.rect(
          box.left + (index % grid.columns) * cell,
          box.top + Math.floor(index / grid.columns) * rowHeight,
          Math.max(cell, 3),
          rowHeight - rowGap,
        );
    context.clip();
    context.strokeStyle = this.#palette('--bad');
    context.lineWidth = 1.25;
    context.beginPath();
    for (let x = box.left - box.height; x < box.left + box.width; x += 4) {
      context.moveTo(x, box.top + box.height);
      context.lineTo(x + box.height, box.top);
    }
    context.stroke();
    context.restore();
  }

  #drawTicks(context: CanvasRenderingContext2D, { box, x }: HeatLayout): void {
    context.font = fonts.tick;
    context.fillStyle = this.#palette('--muted');
    context.textAlign = 'center';
    context.textBaseline = 'top';
    for (const tick of x.ticks)
      context.fillText(
        heatTick(this.#data!, tick),
        box.left + fractionOf(x, tick) * box.width,
        box.top + box.height + 5,
      );
  }

  #drawLargest(context: CanvasRenderingContext2D, { largest }: HeatGrid, { box, rowHeight }: HeatLayout): void {
    const { row, column } = largest!;
    const radius = Math.min(4.5, Math.max(rowHeight / 2, 2.5));
    const left = box.left + ((column + 0.5) / this.#data!.columns) * box.width;
    const d = diamondPath(left, box.top + (row + 0.5) * rowHeight, radius);
    drawGlyph(context, { d, fill: '--surface', stroke: '--text', width: 1.5 }, this.#palette);
  }
}
