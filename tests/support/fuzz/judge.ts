/** @file What becomes of a program: it is clean, or refused by all modes alike, or some modes fail. */
import { AdjointError } from '../../../src/index.ts';
import { largest } from './compare.ts';
import type { Mode } from './modes.ts';
import type { Plan } from './plan.ts';
import { Trial } from './trial.ts';
import { IllTyped } from './types.ts';

export interface Failure {
  readonly mode: string;
  readonly message: string;
}

export type Verdict =
  | { readonly kind: 'clean'; readonly ran: readonly string[] }
  | { readonly kind: 'failed'; readonly failures: readonly Failure[] }
  /** Refused with an error of the library, or with values beyond what can be compared. */
  | { readonly kind: 'refused' | 'wild' | 'ill-typed'; readonly reason: string };

/** Values beyond this are not of order one: errors are as large as they. */
const wild = 1e5;

const described = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

async function found(mode: Mode, trial: Trial): Promise<string | null> {
  try {
    return await mode.check(trial);
  } catch (error) {
    return described(error);
  }
}

export async function judge(plan: Plan, modes: readonly Mode[]): Promise<Verdict> {
  let trial: Trial;
  try {
    trial = new Trial(plan);
  } catch (error) {
    if (error instanceof IllTyped) return { kind: 'ill-typed', reason: error.message };
    throw error;
  }
  const applying = modes.filter(({ applies }) => applies(plan));
  try {
    void trial.reference;
  } catch (error) {
    if (error instanceof AdjointError) return { kind: 'refused', reason: described(error) };
    return { kind: 'failed', failures: [{ mode: 'reference', message: described(error) }] };
  }
  const values = trial.reference.slice(0, plan.outputs.length);
  if (!values.every(({ data }) => data.every(Number.isFinite)) || largest(trial.reference) > wild)
    return { kind: 'wild', reason: 'values are too large, or not finite' };
  if (!trial.reference.every(({ data }) => data.every(Number.isFinite)))
    return {
      kind: 'failed',
      failures: [{ mode: 'reference', message: 'a derivative of finite values is not finite' }],
    };
  const failures: Failure[] = [];
  for (const mode of applying) {
    const message = await found(mode, trial);
    if (message !== null) failures.push({ mode: mode.name, message });
  }
  return failures.length > 0 ? { kind: 'failed', failures } : { kind: 'clean', ran: applying.map(({ name }) => name) };
}
