/** @file An SVG as a PNG in Node: drawn by resvg as WebAssembly with a font of our own, so that every machine draws the same pixels. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { AdjointError } from '../../errors.ts';

const require = createRequire(import.meta.url);

/** Regular letters, and the bold ones of titles and names: fonts of the machine are not asked for. */
const findFonts = (): string[] => [
  require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
];

type Draw = (svg: string, scale: number) => Uint8Array<ArrayBuffer>;

async function load(): Promise<Draw> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const read = async (file: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(file));
  // found only now: who draws no picture needs none
  const fontBuffers = await Promise.all(findFonts().map(read));
  await initWasm(await read(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const font = { fontBuffers, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' };
  return (svg, scale) => {
    const drawing = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } });
    const image = drawing.render();
    const png = new Uint8Array(image.asPng());
    image.free();
    drawing.free();
    return png;
  };
}

/** The drawing program is started once, when the first picture is asked for: it takes 2.5 MB. */
let started: Promise<Draw> | null = null;

/**
 * A picture of a whole SVG file.
 * @param scale pixels of the picture for one of the file.
 * @throws AdjointError where the text is no SVG.
 */
export async function pngOfSvg(svg: string, scale = 2): Promise<Uint8Array<ArrayBuffer>> {
  started ??= load();
  const draw = await started;
  try {
    return draw(svg, scale);
  } catch (error) {
    throw new AdjointError(`the figure cannot be drawn as a PNG: ${String(error)}`);
  }
}
