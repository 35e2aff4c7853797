/** @file The drawn part of a figure: uPlot paints what the layout has placed; signs go on top, cursors on a layer of their own. */
import uPlot from 'uplot';
import { inPalette, type Palette } from '../../figures/colours.ts';
import { indexOnLine } from '../../figures/extremes.ts';
import { fractionOf } from '../../figures/axis.ts';
import { type FigureData, subjectOf } from '../../figures/figure-data.ts';
import { type FigureLayout, heights, type LaidLine, layOutFigure } from '../../figures/figure-layout.ts';
import { gapNotes, glyphsOf, circlePath } from '../../figures/glyphs.ts';
import { drawGlyph, fonts, Layer, measureText } from './overlay.ts';

/** Opacity of lines beside the one that is lit. */
const dimmed = 0.35;

export interface FigureView {
  readonly data: FigureData;
  /** What is hovered or pinned: lines of anything else are dimmed. */
  readonly lit: string | null;
}

export interface FigureCursors {
  readonly cursor: number | null;
  readonly hoverX: number | null;
}

/** What uPlot must be made anew for. */
const structureOf = ({ id, scale, xName, lines, band }: FigureData): string =>
  JSON.stringify([id, scale, xName, lines.map((line) => [line.id, line.dashed]), band !== undefined]);

const gapless = (y: readonly number[]): (number | null)[] => y.map((value) => (Number.isNaN(value) ? null : value));

export class FigurePlot {
  readonly #host: HTMLElement;
  readonly #palette: Palette;
  readonly #overlay: Layer;
  #plot: uPlot | null = null;
  #structure = '';
  #view: FigureView | null = null;
  #layout: FigureLayout | null = null;

  constructor(host: HTMLElement, palette: Palette) {
    this.#host = host;
    this.#palette = palette;
    this.#overlay = new Layer(host, 'plot-overlay');
  }

  /** What was drawn last; null before the first drawing. */
  get layout(): FigureLayout | null {
    return this.#layout;
  }

  /** Draws; nothing while the host has no size. Says where everything lies. */
  draw(view: FigureView): FigureLayout | null {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (width === 0 || height === 0) return null;
    this.#view = view;
    const layout = layOutFigure(view.data, { width, height }, measureText, this.#layout?.labels);
    this.#layout = layout;
    const structure = structureOf(view.data);
    if (structure !== this.#structure) this.#plot?.destroy();
    if (structure !== this.#structure || !this.#plot) this.#plot = this.#make(layout);
    this.#structure = structure;
    const { series } = this.#plot;
    for (const [index, { line }] of this.#painted().entries())
      series[series.length - this.#painted().length + index].alpha =
        view.lit === null || view.lit === subjectOf(line) ? 1 : dimmed;
    this.#plot.batch(() => {
      this.#plot!.setSize({ width, height });
      this.#plot!.setData(this.#dataOf(layout));
    });
    return layout;
  }

  /** Moves the vertical lines; redraws no plot. */
  drawCursors({ cursor, hoverX }: FigureCursors): void {
    const layout = this.#layout;
    if (!layout) return;
    const { box, x } = layout;
    this.#overlay.draw((context) => {
      for (const [at, token, width] of [[hoverX, '--muted', 1] as const, [cursor, '--text', 1.5] as const]) {
        if (at === null || at < x.min || at > x.max) continue;
        const left = Math.round(box.left + fractionOf(x, at) * box.width);
        context.fillStyle = this.#palette(token);
        context.globalAlpha = token === '--muted' ? 0.6 : 1;
        context.fillRect(left - width / 2, box.top, width, box.height);
        context.globalAlpha = 1;
        for (const line of layout.lines) this.#drawDot(context, line, at);
      }
    });
  }

  destroy(): void {
    this.#plot?.destroy();
    this.#overlay.remove();
  }

  /** Lines from the last to the first: the first lies on top. */
  #painted(): readonly LaidLine[] {
    return this.#layout!.lines.toReversed();
  }

  #drawDot(context: CanvasRenderingContext2D, { line, points, pixels }: LaidLine, at: number): void {
    const index = indexOnLine(points.x, at);
    if (index < 0 || Number.isNaN(pixels.y[index])) return;
    const d = circlePath(pixels.x[index], pixels.y[index], 3.5);
    drawGlyph(context, { d, fill: line.colour, stroke: '--surface', width: 1.5 }, this.#palette);
  }

  #dataOf({ band, x }: FigureLayout): uPlot.AlignedData {
    const lines = [...(band ? [band.high, band.low] : []), ...this.#painted().map(({ points }) => points)];
    if (lines.length === 0) return [[x.min, x.max]];
    return uPlot.join(lines.map(({ x: xs, y }): uPlot.AlignedData => [[...xs], gapless(y)]));
  }

  #axis(side: 'x' | 'y'): uPlot.Axis {
    const isX = side === 'x';
    return {
      scale: side,
      size: () => (isX ? heights.ticks : this.#layout!.box.left),
      gap: 4,
      font: fonts.tick,
      stroke: () => this.#palette('--muted'),
      grid: { show: !isX, stroke: () => this.#palette('--line'), width: 1 },
      ticks: { show: false },
      splits: () => [...this.#layout![side].ticks],
      filter: (_, splits) => splits,
      values: (_, splits) => splits.map((value) => (isX ? String(value) : this.#view!.data.formatTick(value))),
      ...(isX && {
        label: this.#view!.data.xName,
        labelSize: heights.name,
        labelGap: 0,
        labelFont: fonts.tick,
      }),
    };
  }

  #make(layout: FigureLayout): uPlot {
    const { data } = this.#view!;
    const [top, right] = [layout.box.top, layout.size.width - layout.box.left - layout.box.width];
    const edge: uPlot.Series = { width: 0, points: { show: false } };
    const range = (side: 'x' | 'y') => (): [number, number] => [this.#layout![side].min, this.#layout![side].max];
    const options: uPlot.Options = {
      ...layout.size,
      padding: [top, right, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: range('x') }, y: { distr: data.scale === 'log' ? 3 : 1, range: range('y') } },
      axes: [this.#axis('x'), this.#axis('y')],
      series: [
        {},
        ...(data.band ? [edge, edge] : []),
        ...this.#painted().map(({ line }, index): uPlot.Series => ({
          stroke: () => inPalette(this.#painted()[index].line.colour, this.#palette),
          width: line.dashed ? 1.25 : 1.75,
          ...(line.dashed && { dash: [5, 4] }),
          points: { show: false },
        })),
      ],
      ...(data.band && { bands: [{ series: [1, 2], fill: () => this.#palette('--spread') }] }),
      hooks: { draw: [({ ctx }) => this.#drawSigns(ctx)] },
    };
    return new uPlot(options, this.#dataOf(layout), this.#host);
  }

  #drawSigns(context: CanvasRenderingContext2D): void {
    const layout = this.#layout!;
    context.save();
    context.scale(uPlot.pxRatio, uPlot.pxRatio);
    for (const glyph of glyphsOf(layout)) drawGlyph(context, glyph, this.#palette);
    context.font = fonts.tick;
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    for (const { text, x, y, colour } of gapNotes(layout)) {
      context.fillStyle = inPalette(colour, this.#palette);
      context.fillText(text, x, y);
    }
    context.restore();
  }
}
