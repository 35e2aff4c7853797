/** @file Attributes to numbers and names, saying exactly what is wrong with one that is not. */
import type { Vector3 } from '../model.ts';
import { describe, type XmlAttribute, type XmlElement } from './lex.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { Findings } from '../findings.ts';

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

/** Reads attributes of one element, reporting to the findings. */
export class ElementReader {
  readonly element: XmlElement;
  readonly path: Path;
  readonly findings: Findings;

  constructor(element: XmlElement, parent: Path, findings: Findings) {
    this.element = element;
    this.path = pathOf(parent, element);
    this.findings = findings;
  }

  /** A non-empty name, or `undefined` after reporting. */
  name(attribute = 'name'): string | undefined {
    const found = this.required(attribute);
    if (!found) return undefined;
    if (found.value.trim() === '') {
      this.findings.error('U024', found, this.path, `attribute ${attribute} is empty`, {
        found: found.value,
        expected: 'a name',
      });
      return undefined;
    }
    return found.value;
  }

  required(attribute: string): XmlAttribute | undefined {
    const found = this.element.attributes.get(attribute);
    if (!found)
      this.findings.error('U022', this.element, this.path, `attribute ${attribute} is missing`, {
        remedy: `add ${attribute}="…"`,
      });
    return found;
  }

  /** Refuses attributes that a known one was meant by; warns of others. */
  knows(...names: readonly string[]): void {
    for (const attribute of this.element.attributes.values()) {
      if (names.includes(attribute.name) || attribute.name.includes(':') || attribute.name === 'xmlns') continue;
      const remedy = didYouMean(attribute.name, names, `known attributes: ${names.join(', ') || 'none'}`);
      const report = remedy.startsWith('did') ? 'error' : 'warning';
      this.findings[report]('U042', attribute, this.path, `unknown attribute ${attribute.name}`, { remedy });
    }
  }

  /** Numbers of an attribute; `undefined` where it is absent (reported if required) or wrong (reported). */
  numbers(attribute: string, count: number, options: { readonly required?: boolean } = {}): number[] | undefined {
    const found = options.required ? this.required(attribute) : this.element.attributes.get(attribute);
    if (!found) return undefined;
    const words = found.value.trim().split(/\s+/).filter(Boolean);
    const bad = words.find((word) => !decimal.test(word));
    if (bad !== undefined) {
      const problem = whyNoNumber(bad);
      this.#refuse(found, `${problem} in attribute ${attribute}`, count, remedies[problem]);
      return undefined;
    }
    if (words.length !== count) {
      this.#refuse(found, `attribute ${attribute} has ${words.length} numbers`, count);
      return undefined;
    }
    const numbers = words.map(Number);
    if (numbers.some((value) => !Number.isFinite(value))) {
      this.#refuse(found, `number overflows in attribute ${attribute}`, count);
      return undefined;
    }
    return numbers;
  }

  number(attribute: string, options: { readonly required?: boolean } = {}): number | undefined {
    return this.numbers(attribute, 1, options)?.[0];
  }

  vector(attribute: string, options: { readonly required?: boolean } = {}): Vector3 | undefined {
    return this.numbers(attribute, 3, options) as Vector3 | undefined;
  }

  /** Where an attribute stands, or its element. */
  at(attribute: string): XmlAttribute | XmlElement {
    return this.element.attributes.get(attribute) ?? this.element;
  }

  /** The only child of that name; a second one is refused. */
  only(name: string): ElementReader | undefined {
    const all = this.element.children.filter((child) => child.name === name);
    if (all.length > 1)
      this.findings.error('U042', all[1], pathOf(this.path, all[1]), `second <${name}> in ${describe(this.element)}`, {
        expected: `at most one; the first is at line ${all[0].line}`,
      });
    return all[0] && new ElementReader(all[0], this.path, this.findings);
  }

  all(name: string): ElementReader[] {
    return this.element.children
      .filter((child) => child.name === name)
      .map((child) => new ElementReader(child, this.path, this.findings));
  }

  /** Warns of child elements that are not in the list. */
  expectsChildren(known: readonly string[], skipped: readonly string[] = []): void {
    for (const child of this.element.children) {
      if (known.includes(child.name) || skipped.includes(child.name) || child.name.includes(':')) continue;
      this.findings.warning('U042', child, pathOf(this.path, child), `unknown element <${child.name}> is skipped`, {
        remedy: didYouMean(child.name, known, `known elements: ${known.join(', ')}`),
      });
    }
  }

  #refuse(at: XmlAttribute, problem: string, count: number, remedy?: string): void {
    const expected = count === 1 ? 'one finite decimal number' : `${count} finite decimal numbers`;
    this.findings.error('U030', at, this.path, problem, { found: at.value, expected, remedy });
  }
}
