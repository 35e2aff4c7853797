/** @file `adjoint dynamics` for robots of many joints: one state is evaluated as it is, and what is not finite is named all the same. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DynamicsReport } from '../../src/cli/commands/dynamics.ts';
import { adjoint, file, robot } from '../support/command-line.ts';
import { expectClose } from '../support/check.ts';
import { chainOf, starOf } from '../support/large-robots.ts';
import { Random } from '../support/random.ts';

function written(name: string, text: string): string {
  writeFileSync(file(name), text);
  return file(name);
}

const sizes = [
  ['a chain of 72 joints', chainOf(72, 'by turns'), 72],
  ['a star of 150 joints', starOf(150), 150],
] as const;

describe.each(sizes)('%s', (name, text, n) => {
  const path = written(`${name}.urdf`, text);

  it('has every number, and the forces of its acceleration are those that were given', async () => {
    const random = new Random();
    const state = ['q', 'v', 'tau'].map((option) => `--${option}=${random.list(n).join(',')}`);
    const { status, out, err } = await adjoint(['dynamics', path, ...state, '--json']);
    expect([status, err]).toEqual([0, '']);
    expect(out).not.toContain('null');
    const report = JSON.parse(out) as DynamicsReport;
    const { joints } = report;
    expect(joints.length).toBe(n);
    const of = (vector: Record<string, number>): number[] => joints.map((joint) => vector[joint]);
    expectClose(of(report.inverseDynamics), of(report.tau), 1e-9);
    // da/dtau is the inverse of M
    for (const row of [joints[0], joints[n >> 1]]) {
      const product = joints.map((column) =>
        joints.reduce((sum, k) => sum + report.M[row][k] * report['da/dtau'][k][column], 0),
      );
      expectClose(product, of(Object.fromEntries(joints.map((joint) => [joint, joint === row ? 1 : 0]))), 1e-9);
    }
  });

  // what turns by itself has no Coriolis force to overflow
  it.each([...(name.includes('chain') ? [['--v', '1e200']] : []), ['--tau', '1e308']])(
    'says in which joint and operation something is not finite (%s)',
    async (option, value) => {
      const all = Array.from({ length: n }, () => value).join(',');
      const { status, out, err } = await adjoint(['dynamics', path, option, all]);
      expect([status, out.slice(0, 80)]).toEqual([3, '']);
      expect(err).toMatch(
        /^first non-finite value: op \w+ .*joint "j\d+".* -> (NaN|-?Infinity); try: smaller numbers for --q/,
      );
    },
  );
});

it('one state has no backend to choose', async () => {
  const { status, err } = await adjoint(['dynamics', robot('panda'), '--backend', 'wasm']);
  expect([status, err]).toEqual([2, expect.stringContaining('unknown option --backend')]);
  expect((await adjoint(['dynamics', '--help'])).out).not.toContain('backend');
});
