/** @file Draws programs, judges each in all modes, shrinks what fails, and says what was covered. */
import { writeFileSync } from 'node:fs';
import type { PopulationRunner } from '../../../src/index.ts';
import { codeOf } from './code.ts';
import { Coverage } from './coverage.ts';
import { drawPlan } from './draw.ts';
import { judge } from './judge.ts';
import { modes, onWorkers } from './modes.ts';
import { shrink } from './shrink.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly first: number;
  readonly programs: number;
  readonly minutes: number;
  /** Stops after so many programs that fail. */
  readonly failures: number;
  /** Seconds to shrink a program that fails. */
  readonly shrinking: number;
  /** File to which failing plans are written. */
  readonly json: string | null;
  /** Workers for a tenth of the programs. */
  readonly pool: PopulationRunner | null;
  readonly print: (text: string) => void;
}

const secondsBetweenNews = 15;

/** Returns the number of programs that failed. */
export async function fuzz(options: FuzzOptions): Promise<number> {
  const { seed, first, programs, minutes, failures, shrinking, json, pool, print } = options;
  const began = Date.now();
  let told = began;
  const coverage = new Coverage();
  const failed: unknown[] = [];
  const rate = (): string => `${(coverage.programs / ((Date.now() - began) / 1000)).toFixed(1)} a second`;
  for (let index = first; index < first + programs; index++) {
    if (Date.now() - began > 60_000 * minutes) break;
    const plan = drawPlan(seed, index);
    const all = pool && index % 10 === 0 ? [...modes, onWorkers(pool)] : modes;
    const verdict = await judge(plan, all);
    coverage.add(plan, verdict);
    if (verdict.kind === 'failed') {
      const [{ mode }] = verdict.failures;
      print(`\nprogram ${index} of seed ${seed} fails:`);
      verdict.failures.forEach((failure) => print(`  ${failure.mode}: ${failure.message}`));
      const smallest = await shrink(plan, mode, all, shrinking);
      if (smallest.verdict.kind === 'failed')
        smallest.verdict.failures.forEach((failure) => print(`shrunk, ${failure.mode}: ${failure.message}`));
      print(codeOf(smallest.plan));
      failed.push({ index, failures: verdict.failures, plan, shrunk: smallest.plan });
      if (json) writeFileSync(json, JSON.stringify(failed));
      if (failed.length >= failures) break;
    }
    if (Date.now() - told < 1000 * secondsBetweenNews) continue;
    told = Date.now();
    print(`${coverage.programs} programs, ${failed.length} failed, ${rate()}`);
  }
  print(`\n${coverage.table()}\n${rate()}`);
  return failed.length;
}
