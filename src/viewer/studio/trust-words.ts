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

const names: Readonly<Record<CheckPart['name'], string>> = {
  connected: 'Paths',
  finite: 'Numbers',
  growth: 'Horizon',
  forward: 'Forward and backward',
  direction: 'Differences',
  costates: 'Costates',
};

function lineOf({ name, compared, digits, ok, where }: CheckPart): TrustLine {
  const agreement = digits === null ? '' : `: ${digits} digits agree`;
  const fault = where === undefined ? '' : `. ${where}`;
  return { name: names[name], finding: `${compared}${agreement}${fault}`, isGood: ok };
}

/** `trust`: null before a check, and where one could not be made. */
export function trustWords(trust: Trust | null): TrustWords {
  if (!trust) return { tone: 'unknown', label: 'Gradient not checked yet', short: '', lines: [] };
  if (trust.state === 'checking')
    return { tone: 'unknown', label: 'Checking the gradient', short: '', lines: trust.parts.map(lineOf) };
  const { ok, digits, parts } = trust.report;
  const lines = parts.map(lineOf);
  if (!ok) return { tone: 'bad', label: 'Gradient wrong', short: 'wrong', lines };
  return { tone: 'good', label: `Gradient checked, ${digits} digits`, short: `${digits} digits`, lines };
}
