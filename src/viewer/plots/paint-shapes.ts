/** @file Paints shapes on a canvas: what a file has as elements. */
import { inPalette, type Palette } from '../../figures/colours.ts';
import { angleOf, hatchStep, type PathShape, type Shape, type TextShape } from '../../figures/shapes.ts';
import { fonts } from './overlay.ts';

/** Strokes from the lower left to the upper right, as far as the canvas reaches. */
function paintHatch(context: CanvasRenderingContext2D, area: Path2D, colour: string): void {
  const { width, height } = context.canvas;
  context.save();
  context.clip(area);
  context.strokeStyle = colour;
  context.lineWidth = 1.25;
  context.beginPath();
  for (let x = -height; x < width; x += hatchStep) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
  context.restore();
}

function paintPath(context: CanvasRenderingContext2D, shape: PathShape, palette: Palette): void {
  const { d, fill, stroke, width = 1, dash, hatch } = shape;
  const path = new Path2D(d);
  if (hatch) paintHatch(context, path, inPalette(hatch, palette));
  if (fill) {
    context.fillStyle = inPalette(fill, palette);
    context.fill(path);
  }
  if (!stroke) return;
  context.strokeStyle = inPalette(stroke, palette);
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.lineCap = dash ? 'butt' : 'round';
  context.setLineDash(dash ? [...dash] : []);
  context.stroke(path);
  context.setLineDash([]);
}

function paintText(context: CanvasRenderingContext2D, shape: TextShape, palette: Palette): void {
  const { text, x, y, colour, anchor = 'start', isBold, halo } = shape;
  context.save();
  context.translate(x, y);
  context.rotate((angleOf(shape) * Math.PI) / 180);
  context.font = isBold ? fonts.label : fonts.tick;
  context.textBaseline = 'alphabetic';
  context.textAlign = anchor === 'middle' ? 'center' : anchor;
  if (halo) {
    context.strokeStyle = palette('--surface');
    context.lineWidth = 3;
    context.lineJoin = 'round';
    context.strokeText(text, 0, 0);
  }
  context.fillStyle = inPalette(colour, palette);
  context.fillText(text, 0, 0);
  context.restore();
}

/** Later shapes lie on top. */
export function paintShapes(context: CanvasRenderingContext2D, shapes: readonly Shape[], palette: Palette): void {
  for (const shape of shapes)
    if ('d' in shape) paintPath(context, shape, palette);
    else paintText(context, shape, palette);
}
