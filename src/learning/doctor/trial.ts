/** @file Whether a remedy helped: its cause is gone, nothing worse has come, and a short run lowers the loss. */
import { diagnose } from './diagnose.ts';
import type { Evidence } from './evidence.ts';
import type { CauseName, Standing, TriedRemedy } from './finding.ts';
import { causes } from './kinds.ts';
import { progressOf } from './progress.ts';

/** Part of the loss that a short run takes away at least where something is learned. */
const leastProgress = 1e-3;

/** Where an experiment stands with a cause. */
export function standingOf(cause: CauseName, evidence: Evidence): Standing {
  const found = causes.find(({ name }) => name === cause)!.judge(evidence);
  return { figure: found?.figure.value ?? null, progress: progressOf(evidence.run), losses: evidence.run.losses };
}

/** What comes of a change that leads from one evidence to another. */
export function judgeTrial(cause: CauseName, before: Evidence, after: Evidence): TriedRemedy {
  const [was, is] = [standingOf(cause, before), standingOf(cause, after)];
  const known = diagnose(before).map(({ cause: name }) => name);
  const isWorse = diagnose(after).some(({ cause: name, severity }) => severity === 'stops' && !known.includes(name));
  const learns = after.run.isDone || is.progress >= Math.min(leastProgress, was.progress);
  return { before: was, after: is, helped: is.figure === null && !isWorse && learns };
}
