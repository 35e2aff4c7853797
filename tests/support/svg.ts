/** @file Reads an SVG file: its elements and its texts; throws where it is not valid XML. */
import { SaxesParser } from 'saxes';

export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export function readSvg(svg: string): { readonly elements: SvgElement[]; readonly texts: string[] } {
  const elements: SvgElement[] = [];
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) =>
    elements.push({ name, attributes: attributes as Record<string, string> }),
  );
  parser.on('text', (text) => text.trim() && texts.push(text));
  parser.write(svg).close();
  return { elements, texts };
}
