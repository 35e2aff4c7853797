/** @file What went wrong, in a title: what it was that failed, by its name. */
import { counted } from '../../text/counted.ts';
import type { RobotFinding } from '../../errors.ts';
import { countFindings } from '../../robot/findings.ts';
import { printable } from '../../text/printable.ts';
import type { Failure } from '../worker/failure.ts';

export function failureTitle({ during, file }: Pick<Failure, 'during' | 'file'>): string {
  const name = file === undefined ? null : printable(file);
  switch (during) {
    case 'file':
      return `${name ?? 'This file'} cannot be opened`;
    case 'save':
      return `${name ?? 'This file'} cannot be saved`;
    case 'robot':
      return `${name ?? 'This robot'} cannot be simulated`;
    case 'scene':
      return name === null ? 'This scene does not fit' : `${name} does not fit`;
    case 'optimize':
      return 'The optimization came to nothing';
    case 'internal':
      return 'Something went wrong inside Adjoint';
  }
}

export const isError = ({ severity }: RobotFinding): boolean => severity === 'error';

/** "2 errors, 1 warning". */
export function findingCount(findings: readonly RobotFinding[]): string {
  const errors = countFindings(findings.filter(isError));
  const warnings = countFindings(findings) - errors;
  return [errors > 0 && counted(errors, 'error'), warnings > 0 && counted(warnings, 'warning')]
    .filter(Boolean)
    .join(', ');
}

/** Advice as a page gives it: what its options are called at the command line is left out, which would be `(--NAME …)` here. */
export const withoutOptions = (advice: string): string => advice.replace(/ \(--[^()]*\)/g, '');

/** Where one error is only answered in the file, nothing else helps. */
export const canBeAccepted = (findings: readonly RobotFinding[]): boolean =>
  findings.length > 0 && findings.every((finding) => !isError(finding) || finding.offers);
