/** @file A folder of figures: each as vectors, as a picture and as numbers, and the captions of all. */
import { join } from 'node:path';
import { encodeCsv } from '../formats/csv.ts';
import { svgOfDrawing } from '../lab/figures/figure-text.ts';
import { type Drawing, tableOfDrawing } from '../lab/figures/lab-figure.ts';
import type { Study } from '../lab/study.ts';
import { pngOfSvg } from '../platform/node/png.ts';
import { openOutput } from './open-output.ts';

/** What a figure may be written as. */
export const fileFormats = ['svg', 'png', 'csv'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** How files are written. */
export interface FolderOptions {
  readonly formats: readonly FileFormat[];
  readonly mayReplace: boolean;
}

/** Captions are Markdown: what stands in a title is text. */
const asText = (text: string): string => text.replace(/[\\`*_[\]<>#|]/g, '\\$&');

/** Figures of one study, written as they come. */
export class FigureFolder {
  readonly #path: string;
  readonly #study: Study;
  readonly #options: FolderOptions;
  readonly #written: string[] = [];
  readonly #drawn: Drawing[] = [];

  constructor(path: string, study: Study, options: FolderOptions) {
    this.#path = path;
    this.#study = study;
    this.#options = options;
  }

  /** Writes the files of a figure. Throws a FileError, or a UsageError where there are such files. */
  async add(drawing: Drawing): Promise<void> {
    const { id } = drawing.data;
    const svg = svgOfDrawing(drawing);
    const content: Record<FileFormat, () => Promise<string | Uint8Array>> = {
      svg: () => Promise.resolve(svg),
      png: () => pngOfSvg(svg),
      csv: () => Promise.resolve(encodeCsv(tableOfDrawing(drawing))),
    };
    for (const format of this.#options.formats) await this.#write(`${id}.${format}`, await content[format]());
    this.#drawn.push(drawing);
  }

  /** Writes the captions, and says all files that were written. */
  async finish(): Promise<readonly string[]> {
    const { name, title, about } = this.#study;
    const hasSvg = this.#options.formats.includes('svg');
    const hasPng = this.#options.formats.includes('png');
    const picture = (id: string): string[] =>
      hasPng || hasSvg ? [`![${id}](${name}.${id}.${hasPng ? 'png' : 'svg'})`, ''] : [];
    const parts = this.#drawn.flatMap(({ data, caption }) => [
      `## ${asText(data.title)}`,
      '',
      ...picture(data.id),
      asText(caption),
      '',
    ]);
    const text = [`# ${asText(title)}`, '', ...(about ? [asText(about), ''] : []), ...parts].join('\n');
    await this.#write('captions.md', text);
    return this.#written;
  }

  async #write(name: string, content: string | Uint8Array): Promise<void> {
    const file = await openOutput(join(this.#path, `${this.#study.name}.${name}`), this.#options.mayReplace);
    await file.write(content);
    this.#written.push(file.path);
  }
}
