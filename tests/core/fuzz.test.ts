/** @file Random programs over all ops, loops and derivatives: all ways to run them agree. The battery goes on for hours. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { close, sameBits } from '../support/fuzz/compare.ts';
import { codeOf } from '../support/fuzz/code.ts';
import { Coverage } from '../support/fuzz/coverage.ts';
import { drawPlan } from '../support/fuzz/draw.ts';
import { judge } from '../support/fuzz/judge.ts';
import { type Mode, modes } from '../support/fuzz/modes.ts';
import { everyStep, type Plan } from '../support/fuzz/plan.ts';
import type { Results } from '../support/fuzz/program.ts';
import { shrink } from '../support/fuzz/shrink.ts';
import { Trial } from '../support/fuzz/trial.ts';
import { full, population, tensor } from '../../src/core/population-tensor.ts';
import { testCases, testSeed } from '../support/random.ts';

describe(`random programs with loops and derivatives (TEST_SEED=${testSeed})`, () => {
  const programs = testCases(12);

  it(`agree however they are run: ${programs}`, async () => {
    const coverage = new Coverage();
    for (let index = 0; index < programs; index++) {
      const plan = drawPlan(testSeed, index);
      const verdict = await judge(plan, modes);
      coverage.add(plan, verdict);
      if (verdict.kind !== 'failed') continue;
      const [{ mode, message }] = verdict.failures;
      const { plan: smallest } = await shrink(plan, mode, modes);
      expect.fail(`program ${index} of TEST_SEED=${testSeed}, ${mode}: ${message}\n${codeOf(smallest)}`);
    }
    expect(coverage.count('verdict', 'clean')).toBeGreaterThanOrEqual(0.9 * programs);
  });

  it('leave no rule, derivative or form of loop out', () => {
    const coverage = new Coverage();
    for (let index = 0; index < 500; index++) coverage.add(drawPlan(testSeed, index), { kind: 'clean', ran: [] });
    expect(coverage.missing).toEqual([]);
    for (const depth of ['0', '1', '2', '3']) expect(coverage.count('loops in each other', depth)).toBeGreaterThan(2);
    for (const mode of ['grad', 'vjp', 'jvp']) expect(coverage.count('derivatives inside', mode)).toBeGreaterThan(10);
  });
});

describe('a program printed as code', () => {
  it(`has the bits of its plan, eager and compiled (TEST_SEED=${testSeed})`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'adjoint-code-'));
    const library = fileURLToPath(new URL('../../src/index.ts', import.meta.url));
    for (let index = 0; index < testCases(6); index++) {
      const file = join(folder, `program-${index}.mjs`);
      const plan = drawPlan(testSeed + 1, index);
      writeFileSync(file, codeOf(plan, library));
      const code = (await import(pathToFileURL(file).href)) as {
        readonly inputs: object;
        readonly found: Results;
        readonly everything: (x: object) => Results;
      };
      const trial = new Trial(plan);
      const listed = ({ values, derivatives }: Results) => [...values, ...derivatives];
      expect(sameBits(listed(code.found), trial.compiled), `program ${index}`).toBeNull();
      expect(sameBits(listed(code.everything(code.inputs)), trial.eager('scan')), `program ${index}`).toBeNull();
    }
    rmSync(folder, { recursive: true });
  });
});

describe('shrinking', () => {
  const contains = (plan: Plan, isMeant: (op: string) => boolean): boolean =>
    everyStep(plan.steps).some(
      (step) =>
        step.kind === 'scan' && step.length > 1 && step.body.some((inner) => inner.kind === 'op' && isMeant(inner.op)),
    );

  it('leaves little more than what makes a program fail', async () => {
    const isMeant = (op: string): boolean => ['sin', 'div', 'add', 'tanh'].includes(op);
    const planted: Mode = {
      name: 'planted',
      applies: () => true,
      check: ({ plan }) => (contains(plan, isMeant) ? 'an op in a loop of two steps' : null),
    };
    const failing = Array.from({ length: 60 }, (_, index) => drawPlan(testSeed, index)).filter((plan) =>
      contains(plan, isMeant),
    );
    for (const plan of failing.slice(0, 2)) {
      const { plan: smallest, verdict } = await shrink(plan, 'planted', [planted]);
      expect(verdict.kind).toBe('failed');
      expect(everyStep(smallest.steps).length, codeOf(smallest)).toBeLessThanOrEqual(4);
      expect([smallest.derivative, smallest.population, smallest.outputs.length]).toEqual(['value', 1, 1]);
    }
  });
});

describe('comparisons', () => {
  const never = (): number => 0;

  it('tell populations, shapes and NaN apart', () => {
    expect(sameBits([population([1, 1])], [tensor(1)])).toContain('[] x 2 instead of [] x 1');
    expect(sameBits([full([2], 1)], [full([1, 2], 1)])).not.toBeNull();
    expect(sameBits([tensor(NaN)], [tensor(1)])).not.toBeNull();
    expect(sameBits([tensor(NaN)], [tensor(NaN)])).toBeNull();
    expect(close([tensor(NaN)], [tensor(1)], 1, never)).not.toBeNull();
  });

  it('see errors beyond the tolerance, and no others', () => {
    expect(close([tensor(1 + 1e-8)], [tensor(1)], 1e-9, never)).not.toBeNull();
    expect(close([tensor(1 + 1e-8)], [tensor(1)], 1e-7, never)).toBeNull();
    expect(close([tensor(1 + 1e-8)], [tensor(1)], 1e-9, () => 1e-7)).toBeNull();
  });
});
