/** @file What the check of the gradient found, in words. */
import type { CheckPart } from '../../learning/check-parts.ts';
import type { Trust } from './store/messages.ts';

export interface TrustLine {
  readonly name: string;
  readonly finding: string;
  readonly isGood: boolean;
}

export interface TrustWords {
  readonly tone: 'unknown' | 'good' | 'bad';
  readonly label: string;
  /** Where there is little room. */
  readonly short: string;
  readonly lines: readonly TrustLine[];
}

/** What the parts of a check are about. */
const partNames: Readonly<Record<CheckPart['name'], string>> = {
  connected: 'Every parameter has a path to the loss',
  finite: 'Motion, loss and gradient are finite',
  growth: 'The horizon leaves digits to a gradient',
  forward: 'Backward against forward sweep, random directions',
  direction: 'Gradient against differences of the loss',
  costates: 'Gradient by pushes on the way against differences',
  'set-aside': 'Set aside, as differences do not see it',
};

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** One line for what passed under a name, with the fewest digits; each failure has a line of its own. */
function linesOf(parts: readonly CheckPart[]): TrustLine[] {
  const names = [...new Set(parts.map(({ name }) => name))];
  return names.flatMap((name): TrustLine[] => {
    const same = parts.filter((part) => part.name === name);
    const failed = same.filter(({ ok }) => !ok);
    if (failed.length > 0)
      return failed.map(({ compared, where }) => ({
        name: capital(compared),
        finding: where ?? 'differs',
        isGood: false,
      }));
    const digits = same.flatMap((part) => (part.digits === null ? [] : [part.digits]));
    const least = digits.reduce((one, other) => Math.min(one, other), Infinity);
    const finding =
      digits.length > 0
        ? `${least} digits`
        : name === 'set-aside'
          ? same.map(({ compared }) => compared).join(', ')
          : 'yes';
    return [{ name: partNames[name], finding, isGood: true }];
  });
}

/** `trust`: null before a check, and where one could not be made. */
export function trustWords(trust: Trust | null): TrustWords {
  if (!trust) return { tone: 'unknown', label: 'Gradient not checked', short: 'not checked', lines: [] };
  if (trust.state === 'checking')
    return { tone: 'unknown', label: 'Checking the gradient', short: 'checking', lines: linesOf(trust.parts) };
  const { ok, digits, parts } = trust.report;
  const lines = linesOf(parts);
  if (!ok) return { tone: 'bad', label: 'The gradient is wrong', short: 'wrong', lines };
  const found = `${digits} digits`;
  return { tone: 'good', label: digits > 0 ? `Gradient checked · ${found}` : 'Gradient checked', short: found, lines };
}
