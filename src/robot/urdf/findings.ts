/** @file Collects what is wrong or suspicious in a robot file, and writes it down the way a compiler does. */
import { limits, type RobotFinding, RobotFormatError } from '../../errors.ts';

/** Where something stands in the file: line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

type Details = Pick<RobotFinding, 'found' | 'expected' | 'remedy'>;

/** Text from a file, safe to show in a terminal: control characters escaped, long values cut. */
export function printable(text: string): string {
  const escaped = text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return escaped.length > 120 ? `${escaped.slice(0, 117)}...` : escaped;
}

export class Findings {
  readonly file: string;
  readonly list: RobotFinding[] = [];

  constructor(file: string) {
    this.file = file;
  }

  error(code: string, at: Position, element: string, problem: string, details: Details = {}): void {
    this.list.push({ severity: 'error', code, line: at.line, column: at.column, element, problem, ...details });
  }

  warning(code: string, at: Position, element: string, problem: string, details: Details = {}): void {
    this.list.push({ severity: 'warning', code, line: at.line, column: at.column, element, problem, ...details });
  }

  get hasErrors(): boolean {
    return this.list.some(({ severity }) => severity === 'error');
  }

  /** All findings, errors first, each group in the order of the file. */
  sorted(): RobotFinding[] {
    const rank = ({ severity }: RobotFinding): number => (severity === 'error' ? 0 : 1);
    return [...this.list].sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
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
    remedy === undefined ? '' : `fix: ${remedy}`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** The first findings, one a line, and how many more there are. */
export function formatFindings(file: string, findings: readonly RobotFinding[]): string {
  const shown = findings.slice(0, limits.findingsListed).map((finding) => formatFinding(file, finding));
  const rest = findings.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n');
}
