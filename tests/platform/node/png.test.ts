/** @file SVG as PNG in Node: of the size that was asked for, with letters where text should be. */
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { element, svgDocument, textElement } from '../../../src/figures/svg.ts';
import { pngOfSvg } from '../../../src/platform/node/png.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha. */
  readonly pixels: Uint8Array;
}

const paeth = (left: number, up: number, corner: number): number => {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value));
  return a <= b && a <= c ? left : b <= c ? up : corner;
};

/** Eight bits a channel, with alpha, not interlaced: what is written here. */
function readPng(png: Uint8Array): Picture {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  expect([png[24], png[25], png[28]]).toEqual([8, 6, 0]);
  const parts: Uint8Array[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at))
    if (view.getUint32(at + 4) === 0x49444154) parts.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  const rows = inflateSync(Buffer.concat(parts));
  const pixels = new Uint8Array(4 * width * height);
  for (let row = 0; row < height; row++) {
    const filter = rows[row * (4 * width + 1)];
    for (let i = 0; i < 4 * width; i++) {
      const at = row * 4 * width + i;
      const [left, up] = [i < 4 ? 0 : pixels[at - 4], row === 0 ? 0 : pixels[at - 4 * width]];
      const corner = i < 4 || row === 0 ? 0 : pixels[at - 4 * width - 4];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      pixels[at] = rows[row * (4 * width + 1) + 1 + i] + guess;
    }
  }
  return { width, height, pixels };
}

/** Dark pixels within a rectangle. */
function ink({ width, pixels }: Picture, [left, top, right, bottom]: readonly number[]): number {
  let count = 0;
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) if (pixels[4 * (y * width + x)] < 128) count++;
  return count;
}

const sheet = (children: readonly string[]): string =>
  svgDocument({ width: 200, height: 60, title: 'ink', background: '#ffffff', children });

describe('a PNG', () => {
  it('has two pixels for one of the file, and the colours of the file', async () => {
    const picture = readPng(
      await pngOfSvg(sheet([element('rect', { x: 10, y: 10, width: 20, height: 10, fill: '#000' })])),
    );
    expect([picture.width, picture.height]).toEqual([400, 120]);
    expect(ink(picture, [0, 0, 400, 120])).toBe(40 * 20);
    expect(ink(picture, [20, 20, 60, 40])).toBe(40 * 20);
  });

  it.each([
    ['regular', {}],
    ['bold', { 'font-weight': 600 }],
    ['Greek and signs', {}],
  ])('has ink where text should be: %s', async (kind, attributes) => {
    const words = kind === 'regular' || kind === 'bold' ? 'loss of the run' : 'θ − η∇L ≤ 2·λ⁻¹ × ∂β';
    const text = textElement(words, { x: 10, y: 30, 'font-size': 16, fill: '#000', ...attributes });
    const picture = readPng(await pngOfSvg(sheet([text]), 1));
    // letters cover about a fifth of their line
    expect(ink(picture, [10, 15, 110, 35])).toBeGreaterThan(150);
    expect(ink(picture, [0, 40, 200, 60])).toBe(0);
  });

  it('has the same bytes every time', async () => {
    const svg = sheet([textElement('same', { x: 10, y: 30, fill: '#000' })]);
    expect(Buffer.from(await pngOfSvg(svg)).equals(Buffer.from(await pngOfSvg(svg)))).toBe(true);
  });

  it('is refused of a text that is no SVG', async () => {
    await expect(pngOfSvg('<svg')).rejects.toThrow('the figure cannot be drawn as a PNG');
  });
});
