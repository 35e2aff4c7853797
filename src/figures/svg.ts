/** @file Writes SVG: elements with their attributes, every text and every number escaped or rounded; valid XML by construction. */

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Without characters that XML does not allow. */
const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (sign) => escapes[sign]);

/** Hundredths of a pixel are enough. */
const attribute = (value: string | number): string =>
  escaped(typeof value === 'number' ? String(Math.round(100 * value) / 100) : value);

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${attribute(value)}"`)
    .join('');
  return children.length > 0 ? `<${name}${written}>${children.join('')}</${name}>` : `<${name}${written}/>`;
}

export const textElement = (text: string, attributes: Attributes): string =>
  element('text', attributes, [escaped(text)]);

/** The fonts of the page, those of other machines after them. */
const fontStack = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif";

export interface SvgDocument {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** For those who cannot see it. */
  readonly description?: string;
  readonly background: string;
  readonly children: readonly string[];
}

/** A whole file. */
export function svgDocument({ width, height, title, description, background, children }: SvgDocument): string {
  const root = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': fontStack,
      'font-size': 11,
    },
    [
      element('title', {}, [escaped(title)]),
      ...(description ? [element('desc', {}, [escaped(description)])] : []),
      element('rect', { width, height, fill: background }),
      ...children,
    ],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

/** Width of a text where nothing can be measured: a little more than fonts of the stack need. */
export function estimateWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += /[ijl.,:'|!]/.test(letter) ? 3.4 : /[mwMW@%]/.test(letter) ? 10 : 6.6;
  return width;
}
