/** @file XML to elements with positions, strictly: no DOCTYPE, no entities of its own, bounded depth and lengths. */
import { SaxesParser } from 'saxes';
import { limits } from '../../errors.ts';
import type { Findings, Position } from '../findings.ts';
import { Lines } from './lines.ts';
import { tidied } from './tidy-xml.ts';
import { isNamespaceOfXacro, xacroIn } from './xacro.ts';

export interface XmlAttribute extends Position {
  readonly name: string;
  readonly value: string;
  /** Where the first expression stands that xacro had to expand. */
  readonly xacroAt?: Position;
}

export interface XmlElement extends Position {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, XmlAttribute>;
  readonly children: readonly XmlElement[];
  /** Its name without the prefix where it is one of xacro's, under whatever prefix. */
  readonly xacroName?: string;
}

interface OpenElement extends XmlElement {
  readonly attributes: Map<string, XmlAttribute>;
  readonly children: XmlElement[];
  xacroName?: string;
}

class Stop extends Error {}

/** The root element, or `undefined` after reporting why there is none. */
export function lex(given: string, findings: Findings): XmlElement | undefined {
  const lines = new Lines(given);
  const text = tidied(given, lines, findings);
  const parser = new SaxesParser({ position: true });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  let pending: OpenElement | undefined;
  let lastClosed: OpenElement | undefined;
  /** What the names of xacro's elements begin with: what everybody writes, and what the file declares. */
  const xacroPrefixes = new Set(['xacro:']);
  const stop = (code: string, at: Position, element: string, problem: string, remedy?: string): never => {
    findings.error(code, at, element, problem, { remedy });
    throw new Stop();
  };
  const here = (): Position => lines.position(Math.max(0, Math.min(parser.position, text.length) - 1));

  parser.on('doctype', () => {
    const offset = text.lastIndexOf('<!DOCTYPE', parser.position);
    stop('U012', lines.position(Math.max(0, offset)), '', 'DOCTYPE and entities are not allowed', 'delete the DOCTYPE');
  });
  parser.on('opentagstart', ({ name }) => {
    const start = lines.position(Math.max(0, text.lastIndexOf('<', parser.position - 1)));
    if (open.length >= limits.xmlDepth)
      stop('U014', start, '', `elements are nested deeper than ${limits.xmlDepth}`, 'a URDF needs four levels');
    if (++elements > limits.xmlElements)
      stop('U014', start, '', `file has more than ${limits.xmlElements} elements`, 'load a part of it');
    pending = { name, attributes: new Map(), children: [], ...start };
  });
  parser.on('attribute', ({ name, value }) => {
    if (!pending) return;
    const end = parser.position - 1;
    const begin = text.lastIndexOf(text[end], end - 1);
    const at = lines.position(Math.max(0, text.lastIndexOf(name, begin)));
    const longest = name === 'name' ? limits.nameLength : limits.attributeLength;
    if (value.length > longest)
      stop(
        'U015',
        at,
        describe(pending),
        `attribute ${name} is ${value.length} characters long`,
        `use at most ${longest}`,
      );
    const xacro = xacroIn(text.slice(begin, end));
    const xacroAt = xacro < 0 ? undefined : lines.position(begin + xacro);
    if (name.startsWith('xmlns:') && isNamespaceOfXacro(value)) xacroPrefixes.add(`${name.slice('xmlns:'.length)}:`);
    pending.attributes.set(name, { name, value, ...at, ...(xacroAt && { xacroAt }) });
  });
  parser.on('opentag', (tag) => {
    if (!pending) return;
    const local = pending.name.indexOf(':') + 1;
    if (xacroPrefixes.has(pending.name.slice(0, local))) pending.xacroName = pending.name.slice(local);
    const parent = open.at(-1);
    if (parent) parent.children.push(pending);
    else root = pending;
    if (!tag.isSelfClosing) open.push(pending);
    pending = undefined;
  });
  parser.on('closetag', (tag) => {
    if (!tag.isSelfClosing) lastClosed = open.pop();
  });
  parser.on('error', ({ message }) => {
    // a comment that is closed is tidied, whatever it holds
    const problem = message
      .replace(/^\d+:\d+: /, '')
      .replace(/\.$/, '')
      .replace('malformed comment', 'comment is not closed');
    const inner = pending ?? open.at(-1);
    if (inner && (problem.startsWith('unclosed tag') || problem === 'unexpected end'))
      stop(
        'U010',
        lines.position(text.length - 1),
        describe(inner),
        `file ended inside ${describe(inner)} opened at line ${inner.line}`,
        'the file is truncated: get it whole',
      );
    // saxes closes the innermost element before it complains that the tag was another's
    if (lastClosed && problem === 'unexpected close tag')
      stop(
        'U011',
        here(),
        describe(lastClosed),
        `closing tag does not match ${describe(lastClosed)} opened at line ${lastClosed.line}`,
        `close </${lastClosed.name}> first`,
      );
    if (problem === 'undefined entity')
      stop(
        'U012',
        here(),
        inner ? describe(inner) : '',
        'undefined entity',
        'only &lt; &gt; &amp; &quot; &apos; and character references are allowed',
      );
    const duplicate = /^duplicate attribute: (.*)$/.exec(problem)?.[1];
    const at = duplicate === undefined ? here() : lines.position(text.lastIndexOf(`${duplicate}=`, parser.position));
    stop('U011', at, pending ? describe(pending) : inner ? describe(inner) : '', `not well-formed XML: ${problem}`);
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
  return root;
}

/** `<joint name="elbow">`. */
export function describe(element: Pick<XmlElement, 'name' | 'attributes'>): string {
  const name = element.attributes.get('name')?.value;
  return name === undefined ? `<${element.name}>` : `<${element.name} name="${name}">`;
}
