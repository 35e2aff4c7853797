/** @file What a person sees of the page, as pixels: where browsers draw in software, as few tests as possible look. */
import type { Page } from 'playwright';
import { patience } from './drive.ts';

/** RGBA rows of what a person sees at an element. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export async function pixelsOf(page: Page, selector: string): Promise<Pixels> {
  // a moment for the frame that draws the last change
  await page.waitForTimeout(500);
  const png = (await page.locator(selector).screenshot({ timeout: patience })).toString('base64');
  const { width, height, base64 } = await page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = '';
    for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192));
    return { width: image.width, height: image.height, base64: btoa(text) };
  }, png);
  return { width, height, data: new Uint8ClampedArray(Buffer.from(base64, 'base64')) };
}

/** Share of the pixels that differ visibly, 0..1. */
export function difference(a: Pixels, b: Pixels): number {
  let count = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    const distance =
      Math.abs(a.data[i] - b.data[i]) +
      Math.abs(a.data[i + 1] - b.data[i + 1]) +
      Math.abs(a.data[i + 2] - b.data[i + 2]);
    if (distance > 48) count++;
  }
  return count / (a.data.length / 4);
}

/** Positions of the pixels that satisfy a condition on red, green and blue. */
export function where(
  { width, data }: Pixels,
  condition: (red: number, green: number, blue: number) => boolean,
): [x: number, y: number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < data.length; i += 4)
    if (condition(data[i], data[i + 1], data[i + 2])) found.push([(i / 4) % width, Math.floor(i / 4 / width)]);
  return found;
}

/** The colour of target, path and curves: a strong orange. */
export const isAccent = (red: number, green: number, blue: number): boolean =>
  red > 150 && red - blue > 90 && red - green > 50;

/** Middle of the target's ball in page coordinates: where accent pixels are densest before anything else is orange. */
export async function targetOnScreen(page: Page): Promise<{ x: number; y: number }> {
  const box = (await page.locator('.world canvas').boundingBox())!;
  const pixels = await pixelsOf(page, '.world canvas');
  const orange = where(pixels, isAccent);
  const near = ([x, y]: readonly [number, number]): [number, number][] =>
    orange.filter(([u, v]) => Math.abs(u - x) <= 24 && Math.abs(v - y) <= 24);
  const densest = orange
    .filter((_, i) => i % 7 === 0)
    .reduce<[number, number][]>((best, point) => (near(point).length > best.length ? near(point) : best), []);
  const mean = (axis: 0 | 1): number => densest.reduce((sum, point) => sum + point[axis], 0) / densest.length;
  return { x: box.x + mean(0), y: box.y + mean(1) };
}
