/** @file The remedies that messages about people's own robots name, followed on the command line. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { DynamicsReport } from '../../src/cli/commands/dynamics.ts';
import { adjoint } from '../support/command-line.ts';

const reported = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/robots/reported/${name}.urdf`, import.meta.url));

async function dynamicsOf(name: string, ...options: readonly string[]): Promise<DynamicsReport> {
  const { status, out, err } = await adjoint(['dynamics', reported(name), '--json', ...options]);
  expect([status, err.includes('error')], err).toEqual([0, false]);
  return JSON.parse(out) as DynamicsReport;
}

/** Every number of a report, however deep. */
const numbersIn = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [value];

describe('a remedy', () => {
  const remedies: readonly (readonly [name: string, ...remedy: string[]])[] = [
    ['r11-floating-root', '--weld', 'world_to_base'],
    ['r12-planar-base', '--weld', 'drive'],
    ['r13-ball-joint', '--weld', 'gimbal'],
    ['r30a-triangle', '--repair'],
    ['r30b-negative', '--repair'],
    ['r30c-plate-rounded', '--repair'],
    ['r30d-mass-only', '--estimate-inertia'],
    ['r30e-no-inertials', '--estimate-inertia'],
    ['r37-zero-inertia-repair', '--repair'],
  ];

  it.each(remedies)('of %s, %s, is named where it is refused, and works', async (name, ...remedy) => {
    const { status, err } = await adjoint(['dynamics', reported(name)]);
    expect([status, err]).toEqual([2, expect.stringContaining(remedy.join(' '))]);
    const { M, a } = await dynamicsOf(name, ...remedy);
    for (const [joint, row] of Object.entries(M)) expect(row[joint]).toBeGreaterThan(0);
    expect(numbersIn(a).every(Number.isFinite)).toBe(true);
  });

  it('of r32-long-chain is --max-links', async () => {
    const { status, err } = await adjoint(['dynamics', reported('r32-long-chain')]);
    expect([status, err]).toEqual([2, expect.stringContaining('--max-links')]);
    // a bound above the file's, and one below it
    const refused = await adjoint(['dynamics', reported('r32-long-chain'), '--max-links', '1099']);
    expect([refused.status, refused.err]).toEqual([2, expect.stringContaining('1100 links > limit 1099')]);
  });
});

it('sixty joints give numbers, all finite', async () => {
  const report = await dynamicsOf('r38-sixty-joints');
  expect(report.joints).toHaveLength(60);
  expect(numbersIn({ ...report, robot: 0, joints: 0, frame: report.frame.position }).every(Number.isFinite)).toBe(true);
});

it('joints of odd names are set by name and by list', async () => {
  const byName = await dynamicsOf('r14-odd-names', '--q', '10=0.3,1=0.1', '--frame', 'jaw/left.tip');
  const byList = await dynamicsOf('r14-odd-names', '--q', '0.1,0,0.3', '--frame', 'jaw/left.tip');
  expect(Object.keys(byName.M)).toEqual(expect.arrayContaining(['1', '2', '10']));
  expect(byName).toEqual(byList);
  expect(byName.q).toEqual({ '1': 0.1, '2': 0, '10': 0.3 });
});

it('a mimic joint follows, and welded it keeps its offset', async () => {
  const tip = async (...options: readonly string[]): Promise<number[]> =>
    (await dynamicsOf('r35-mimic-offset-geometry', ...options)).frame.position;
  const closeTo = (...values: number[]): unknown => values.map((value) => expect.closeTo(value, 12));
  expect(await tip()).toEqual(closeTo(0.4, 0, 0.4));
  expect(await tip('--q', 'drive=0.4')).toEqual(closeTo(0.48590158288733165, 0, 0.14256740824313996));
  expect(await tip('--weld', 'follow')).toEqual(closeTo(0.4, 0, 0.4));
});
