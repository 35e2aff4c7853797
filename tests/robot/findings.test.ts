/** @file Findings of one kind are one line that counts them, wherever in the file they stand. */
import { describe, expect, it } from 'vitest';
import { limits } from '../../src/errors.ts';
import { countFindings, Findings, formatFinding, formatFindings } from '../../src/robot/findings.ts';

const at = (line: number, column = 1): { line: number; column: number } => ({ line, column });

describe('a summary', () => {
  it('of one says it as any warning', () => {
    const findings = new Findings('r.urdf');
    findings.summary('U045', at(3), '<mesh>', 'mesh path', { found: 'a' });
    expect(findings.sorted()).toEqual([
      { severity: 'warning', code: 'U045', ...at(3), element: '<mesh>', problem: 'mesh path', found: 'a' },
    ]);
  });

  it('of several is one, at the first place in the file, with its details and how many there are', () => {
    const findings = new Findings('r.urdf');
    for (const line of [7, 3, 9, 5])
      findings.summary('U045', at(line), `<mesh ${line}>`, 'mesh path', { found: `file ${line}` });
    const [finding, ...rest] = findings.sorted();
    expect(rest).toEqual([]);
    expect(countFindings([finding])).toBe(4);
    expect(formatFinding('r.urdf', finding)).toBe(
      'r.urdf:3:1: warning[U045] mesh path (4 times) in <mesh 3>; found "file 3"',
    );
  });

  it('keeps what differs in code, problem or severity apart, among all others in the order of the file', () => {
    const findings = new Findings('r.urdf');
    findings.summary('U001', at(9), '', 'a');
    findings.warning('U001', at(5), '', 'a');
    findings.warning('U001', at(6), '', 'a');
    findings.summary('U002', at(1), '', 'a');
    findings.summary('U001', at(2), '', 'b');
    findings.errorSummary('U001', at(8), '', 'a');
    findings.errorSummary('U001', at(7), '', 'a');
    findings.summary('U001', at(4), '', 'a');
    expect(findings.sorted().map(({ severity, line, problem }) => `${severity} ${line} ${problem}`)).toEqual([
      'error 7 a (2 times)',
      'warning 1 a',
      'warning 2 b',
      'warning 4 a (2 times)',
      'warning 5 a',
      'warning 6 a',
    ]);
    expect(countFindings(findings.sorted())).toBe(8);
  });

  it('takes one place among those that are kept, and all are counted', () => {
    const findings = new Findings('r.urdf');
    const kinds = limits.findingsKept + 50;
    for (let i = 0; i < 3 * kinds; i++) findings.summary('U042', at((i % kinds) + 1, i), '', `kind ${i % kinds}`);
    const list = findings.sorted();
    expect(list).toHaveLength(limits.findingsKept + 1);
    expect(list.at(-1)?.standsFor).toBe(150);
    expect(countFindings(list)).toBe(3 * kinds);
    expect(formatFindings('r.urdf', list)).toMatch(new RegExp(`… and ${3 * (kinds - limits.findingsListed)} more$`));
  });
});
