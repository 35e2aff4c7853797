/** @file Collects what is wrong or suspicious in a robot file, and writes it down the way a compiler does. */
import { numbered } from '../text/counted.ts';
import { requireList, requireObject, requireText } from '../core/arguments.ts';
import { limits, type RobotFinding, RobotFormatError } from '../errors.ts';
import { oneLine, printable } from '../text/printable.ts';

/** Where something stands in the file: line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a finding may say beside the problem. */
export type Details = Pick<RobotFinding, 'found' | 'expected' | 'remedy' | 'offers'>;

const inOrderOfFile = (a: Position, b: Position): number => a.line - b.line || a.column - b.column;

/** How many findings a list of them is about. */
export const countFindings = (findings: readonly RobotFinding[]): number =>
  findings.reduce((total, { standsFor = 1 }) => total + standsFor, 0);

type Unjudged = Omit<RobotFinding, 'severity'>;

/** Findings of one severity: a bounded number of those that stand first in the file, and how many there are in all. */
class BoundedFindings {
  readonly #severity: RobotFinding['severity'];
  #kept: Unjudged[] = [];
  /** The first of each kind, and how many there are of it. */
  readonly #kinds = new Map<string, { first: Unjudged; count: number }>();
  #count = 0;

  constructor(severity: RobotFinding['severity']) {
    this.#severity = severity;
  }

  get count(): number {
    return this.#count;
  }

  add(finding: Unjudged): void {
    this.#count++;
    this.#kept.push(finding);
    // sorted now and then only, so that the work for each stays small
    if (this.#kept.length === 2 * limits.findingsKept) this.#kept = firstOf(this.#kept);
  }

  addToKind(finding: Unjudged): void {
    this.#count++;
    const key = `${finding.code} ${finding.problem}`;
    const kind = this.#kinds.get(key);
    if (!kind) this.#kinds.set(key, { first: finding, count: 1 });
    else {
      kind.count++;
      if (inOrderOfFile(finding, kind.first) < 0) kind.first = finding;
    }
  }

  /** In the order of the file; where some are not kept, a last one stands for them. */
  sorted(): RobotFinding[] {
    const kinds = Array.from(this.#kinds.values(), ({ first, count }) =>
      count === 1 ? first : { ...first, problem: `${first.problem} (${count} times)`, standsFor: count },
    );
    const severity = this.#severity;
    const kept = firstOf([...this.#kept, ...kinds]).map((finding): RobotFinding => ({ severity, ...finding }));
    const rest = this.#count - countFindings(kept);
    if (rest === 0) return kept;
    const { code, line, column } = kept.at(-1)!;
    const problem = `and ${rest} more ${numbered(rest, severity)} behind this`;
    return [...kept, { severity, code, line, column, element: '', problem, standsFor: rest }];
  }
}

/** As many as are kept, of those that stand first in the file. */
const firstOf = (findings: readonly Unjudged[]): Unjudged[] =>
  [...findings].sort(inOrderOfFile).slice(0, limits.findingsKept);

export class Findings {
  readonly file: string;
  readonly #errors = new BoundedFindings('error');
  readonly #warnings = new BoundedFindings('warning');

  constructor(file: string) {
    this.file = file;
  }

  error(code: string, at: Position, element: string, problem: string, details: Details = {}): void {
    this.#errors.add({ code, line: at.line, column: at.column, element, problem, ...details });
  }

  warning(code: string, at: Position, element: string, problem: string, details: Details = {}): void {
    this.#warnings.add({ code, line: at.line, column: at.column, element, problem, ...details });
  }

  /**
   * A warning that a file may deserve at many places: those of one code and problem are one finding at the first place, with
   * that place's element and details, which says how many there are.
   */
  summary(code: string, at: Position, element: string, problem: string, details: Details = {}): void {
    this.#warnings.addToKind({ code, line: at.line, column: at.column, element, problem, ...details });
  }

  /** The same of an error. */
  errorSummary(code: string, at: Position, element: string, problem: string, details: Details = {}): void {
    this.#errors.addToKind({ code, line: at.line, column: at.column, element, problem, ...details });
  }

  get hasErrors(): boolean {
    return this.#errors.count > 0;
  }

  /** The findings, errors first, each group in the order of the file. */
  sorted(): RobotFinding[] {
    return [...this.#errors.sorted(), ...this.#warnings.sorted()];
  }

  /** Throws all findings as one error where any of them is an error. */
  throwIfErrors(): void {
    if (!this.hasErrors) return;
    const findings = this.sorted();
    throw new RobotFormatError(this.file, findings, formatFindings(this.file, findings));
  }
}

/** `file:LINE:COL: error[U###] what in element; found …; expected …; fix: …`. */
export function formatFinding(file: string, finding: RobotFinding): string {
  const { severity, code, line, column, element, problem, found, expected, remedy } = finding;
  return [
    `${printable(file)}:${line}:${column}: ${severity}[${code}] ${printable(problem)}${element && ` in ${printable(element)}`}`,
    found === undefined ? '' : `found "${printable(found)}"`,
    expected === undefined ? '' : `expected ${printable(expected)}`,
    remedy === undefined ? '' : `fix: ${oneLine(remedy)}`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** The first findings, one a line, and how many more there are. */
export function formatFindings(file: string, findings: readonly RobotFinding[]): string {
  requireText('formatFindings: file', file);
  requireList('formatFindings: findings', findings, 'the findings of a robot file');
  findings.forEach((finding, i) => {
    requireObject(`formatFindings: findings[${i}]`, finding, 'a finding');
    requireText(`formatFindings: findings[${i}].problem`, finding.problem);
  });
  const listed = findings.slice(0, limits.findingsListed);
  const rest = countFindings(findings) - countFindings(listed);
  return [...listed.map((finding) => formatFinding(file, finding)), ...(rest > 0 ? [`… and ${rest} more`] : [])].join(
    '\n',
  );
}
