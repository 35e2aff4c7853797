/** @file What is wrong, by evidence: every cause judges it, the worst first, and what another one explains is left out. */
import type { Evidence } from './evidence.ts';
import type { CauseName, Finding } from './finding.ts';
import { causes } from './kinds.ts';

/** Findings, the worst first; none where nothing is wrong that a doctor knows. */
export function diagnose(evidence: Evidence): Finding[] {
  const explained = new Set<CauseName>();
  return causes.flatMap(({ name, explains, judge }) => {
    if (explained.has(name)) return [];
    const found = judge(evidence);
    if (!found) return [];
    for (const other of explains) explained.add(other);
    return [found];
  });
}
