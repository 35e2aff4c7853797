/** @file Attributes to numbers and names, saying exactly what is wrong with one that is not. */
import type { Vector3 } from '../model.ts';
import { describe, type XmlAttribute, type XmlElement } from './lex.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { Details, Findings, Position } from '../findings.ts';
import { isXacroCall, isXacroDefinition, notExpanded } from './xacro.ts';

/** Where an element stands, for messages: its ancestors and itself. */
export type Path = string;

export const pathOf = (parent: Path, element: XmlElement): Path => `${parent}${parent && '/'}${describe(element)}`;

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Why a word is not a decimal number. */
function whyNoNumber(word: string): string {
  if (/^[+-]?nan$/i.test(word)) return 'not a number (NaN)';
  if (/^[+-]?inf(?:inity)?$/i.test(word)) return 'infinite number';
  if (/^[+-]?\d+,\d+$/.test(word)) return 'decimal comma';
  if (/,/.test(word)) return 'comma between numbers';
  if (/^[+-]?0x/i.test(word)) return 'hexadecimal number';
  if (/^[+-]?[\d.]+(?:[eE][+-]?\d+)?[a-zA-Zµ°]+/.test(word)) return 'unit suffix';
  if (/[^\x20-\x7e]/.test(word)) return 'characters that are no ASCII digits';
  return 'not a number';
}

const remedies: Readonly<Record<string, string>> = {
  'decimal comma': 'write a decimal point',
  'comma between numbers': 'separate numbers by spaces',
  'unit suffix': 'remove the unit; URDF is in m, kg, s, rad',
};

/** Elements that are drawn, and no more. */
const pictures = ['visual', 'collision', 'material', 'geometry'];

/** Reads attributes of one element, reporting to the findings. */
export class ElementReader {
  readonly element: XmlElement;
  readonly path: Path;
  readonly findings: Findings;
  readonly #parent: Path;
  readonly #isPicture: boolean;

  constructor(element: XmlElement, parent: Path, findings: Findings, isPicture = false) {
    this.element = element;
    this.path = pathOf(parent, element);
    this.findings = findings;
    this.#parent = parent;
    this.#isPicture = isPicture;
  }

  /** The same element and all in it as what is only drawn: a fault there is a warning, and refuses nothing. */
  asPicture(): ElementReader {
    return new ElementReader(this.element, this.#parent, this.findings, true);
  }

  /** Reports what cannot be read: an error, or one warning a kind in a picture. */
  fault(code: string, at: Position, problem: string, details: Details = {}, path = this.path): void {
    const report = this.#isPicture ? 'summary' : 'error';
    this.findings[report](code, at, path, problem, details);
  }

  /** A non-empty name, or `undefined` after reporting. */
  name(attribute = 'name'): string | undefined {
    const found = this.required(attribute);
    if (!found) return undefined;
    if (found.value.trim() === '') {
      this.fault('U024', found, `attribute ${attribute} is empty`, { found: found.value, expected: 'a name' });
      return undefined;
    }
    return found.value;
  }

  /** An attribute that must be there; `undefined` after reporting. */
  required(attribute: string): XmlAttribute | undefined {
    if (!this.element.attributes.has(attribute))
      this.fault('U022', this.element, `attribute ${attribute} is missing`, { remedy: `add ${attribute}="…"` });
    return this.optional(attribute);
  }

  /** An attribute where it is there, and xacro left nothing to expand in it (which is reported). */
  optional(attribute: string): XmlAttribute | undefined {
    const found = this.element.attributes.get(attribute);
    if (!found?.xacroAt) return found;
    this.#notExpanded(found.xacroAt, this.path, found.value);
    return undefined;
  }

  /** Refuses attributes that a known one was meant by, which is not there itself; warns of others. */
  knows(...names: readonly string[]): void {
    const absent = names.filter((name) => !this.element.attributes.has(name));
    for (const attribute of this.element.attributes.values()) {
      const { name } = attribute;
      if (names.includes(name) || name.includes(':') || name === 'xmlns') continue;
      const remedy = didYouMean(name, absent, `known attributes: ${names.join(', ') || 'none'}`);
      const problem = `unknown attribute ${name}`;
      if (remedy.startsWith('did')) this.fault('U042', attribute, problem, { remedy });
      else this.findings.summary('U042', attribute, this.path, problem, { remedy });
    }
  }

  /**
   * Numbers of an attribute, as many as `count` (or `options.orCount`); `undefined` where it is absent (reported if
   * required) or wrong (reported).
   */
  numbers(
    attribute: string,
    count: number,
    options: { readonly required?: boolean; readonly orCount?: number } = {},
  ): number[] | undefined {
    const found = options.required ? this.required(attribute) : this.optional(attribute);
    if (!found) return undefined;
    const words = found.value.trim().split(/\s+/).filter(Boolean);
    const refuse = (problem: string, remedy?: string): undefined => {
      const expected = count === 1 ? 'one finite decimal number' : `${count} finite decimal numbers`;
      this.fault('U030', found, problem, { found: found.value, expected, remedy });
    };
    const bad = words.find((word) => !decimal.test(word));
    if (bad !== undefined) {
      const problem = whyNoNumber(bad);
      return refuse(`${problem} in attribute ${attribute}`, remedies[problem]);
    }
    if (words.length !== count && words.length !== options.orCount)
      return refuse(`attribute ${attribute} has ${words.length} numbers`);
    const numbers = words.map(Number);
    return numbers.every(Number.isFinite) ? numbers : refuse(`number overflows in attribute ${attribute}`);
  }

  number(attribute: string, options: { readonly required?: boolean } = {}): number | undefined {
    return this.numbers(attribute, 1, options)?.[0];
  }

  vector(attribute: string, options: { readonly required?: boolean } = {}): Vector3 | undefined {
    return this.numbers(attribute, 3, options) as Vector3 | undefined;
  }

  /** A vector, or what stands for it where the attribute is absent; `undefined` where it is wrong (reported). */
  vectorOr(attribute: string, otherwise: Vector3): Vector3 | undefined {
    return this.element.attributes.has(attribute) ? this.vector(attribute) : otherwise;
  }

  /** Where an attribute stands, or its element. */
  at(attribute: string): XmlAttribute | XmlElement {
    return this.element.attributes.get(attribute) ?? this.element;
  }

  /** The only child of that name; a second one is refused. */
  only(name: string): ElementReader | undefined {
    const [first, second] = this.all(name);
    if (second)
      this.fault(
        'U042',
        second.element,
        `second <${name}>`,
        { expected: `at most one; the first is at line ${first.element.line}` },
        second.path,
      );
    return first;
  }

  all(name: string): ElementReader[] {
    return this.element.children
      .filter((child) => child.name === name)
      .map((child) => new ElementReader(child, this.path, this.findings, this.#isPicture));
  }

  /** Warns of child elements that are not in the list; refuses misspelled ones, and those that xacro had to replace by others. */
  expectsChildren(known: readonly string[], skipped: readonly string[] = []): void {
    const present = new Set(this.element.children.map(({ name }) => name));
    const absent = known.filter((name) => !pictures.includes(name) && !present.has(name));
    for (const child of this.element.children) {
      const { name } = child;
      const path = pathOf(this.path, child);
      if (isXacroCall(child)) this.#notExpanded(child, path, `<${name}>`);
      else if (isXacroDefinition(child))
        this.findings.summary('U009', child, path, `<${name}> is left over, and skipped`, {
          remedy: `delete it, or ${notExpanded.remedy}`,
        });
      else if (!known.includes(name) && !skipped.includes(name) && !name.includes(':'))
        this.#unknownElement(child, path, known, this.#isPicture ? [] : absent);
    }
  }

  /** Refuses an element that one was meant by which physics reads, and which is not there itself; warns of others. */
  #unknownElement(child: XmlElement, path: Path, known: readonly string[], absent: readonly string[]): void {
    const { name } = child;
    const meant = didYouMean(name, absent, '');
    if (meant) this.fault('U042', child, `unknown element <${name}>`, { remedy: meant }, path);
    else
      this.findings.summary('U042', child, path, `unknown element <${name}> is skipped`, {
        remedy: didYouMean(name, known, `known elements: ${known.join(', ')}`),
      });
  }

  /** A file that xacro was not run on has many such places: one line says them. */
  #notExpanded(at: Position, path: Path, found: string): void {
    const { code, problem, remedy } = notExpanded;
    const report = this.#isPicture ? 'summary' : 'errorSummary';
    this.findings[report](code, at, path, problem, { found, remedy });
  }
}
