import { beforeAll, describe, expect, it } from 'vitest';
import type { Explanation } from '../../src/learning/explain-experiment.ts';
import { measurePeakRate } from '../../src/core/backend/peak-rate.ts';
import { adjoint, scene, sceneFile, short } from '../support/command-line.ts';

async function explanationOf(path: string, ...options: readonly string[]): Promise<Explanation> {
  const { status, out } = await adjoint(['explain', path, '--json', ...options]);
  expect(status).toBe(0);
  return JSON.parse(out) as Explanation;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe.each(['panda-reach', 'two-link-reach', 'pendulum-swing-up'])('explain %s', (name) => {
  let explanation: Explanation;
  beforeAll(async () => void (explanation = await explanationOf(scene(name))), 60_000);

  it('counts add up: by instruction, by purpose, by region, behind the last pass', () => {
    const { kernels } = explanation;
    for (const { regions, passes } of kernels) {
      for (const { operations, byInstruction, byNote } of regions) {
        expect(sum(Object.values(byInstruction))).toBe(operations);
        expect(sum(Object.values(byNote))).toBe(operations);
      }
      expect(sum(regions.map(({ operations }) => operations))).toBe(passes.at(-1)!.operations);
    }
  });

  it('no pass makes operations more, writing elementary functions out included', () => {
    for (const { passes } of explanation.kernels) {
      expect(passes.length).toBe(3);
      const counts = passes.map(({ operations }) => operations);
      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    }
  });

  it('the steps are a loop forwards and a loop in reverse; further loops only add up over the steps', () => {
    const { kernels, steps } = explanation;
    const loops = kernels.flatMap(({ regions }) => regions).filter((region) => region.steps > 1);
    expect(loops.slice(0, 2).map((region) => [region.steps, region.isReverse])).toEqual([
      [steps, false],
      [steps, true],
    ]);
    for (const { byInstruction } of loops.slice(2)) expect(Object.keys(byInstruction)).toEqual(['add']);
  });

  it('the limit is the operations of a step at the measured rate', () => {
    const { kernels, steps, limit } = explanation;
    const regions = kernels.flatMap((kernel) => kernel.regions);
    expect(limit.operationsPerStep).toBe(sum(regions.map((region) => region.operations * region.steps)) / steps);
    expect(limit.secondsPerStep).toBe(limit.operationsPerStep / limit.peakOperationsPerSecond!);
    expect(limit.peakIs).toContain('measured now');
  });
});

describe('explain', () => {
  it('prints tables with units, and says what is measured', async () => {
    const { status, out, err } = await adjoint(['explain', short]);
    expect([status, err]).toEqual([0, '']);
    for (const line of [
      /^short: loss and gradient of planar-2link under torque-spline, 20 steps, one member$/m,
      /^asked for by the nodes +\d+$/m,
      /^ +once +forward x 20 +reverse x 20 +in all$/m,
      /^tiles +\d+ +\d+ +\d+ +\d+$/m,
      /^mul +\d+/m,
      /^joint transform +\d+/m,
      /^code +\d+ kB$/m,
      /^peak rate, measured now .* [GM] operations\/s$/m,
      /us for a member and step$/m,
    ])
      expect(out).toMatch(line);
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  it('a step costs the same whatever the horizon', async () => {
    const longer = sceneFile('longer.json', (json) => (json.time.horizon = 3));
    const operationsOfLoops = async (path: string): Promise<number[]> =>
      (await explanationOf(path)).kernels.flatMap(({ regions }) =>
        regions.filter(({ steps }) => steps > 1).map(({ operations }) => operations),
      );
    expect(await operationsOfLoops(longer)).toEqual(await operationsOfLoops(scene('two-link-reach')));
  });

  it('--restarts explains the program of many members, in blocks', async () => {
    const { kernels, members, memory } = await explanationOf(short, '--restarts', '100');
    expect([members, memory.members, kernels[0].lanes, memory.lanes]).toEqual([100, 100, 32, 32]);
  });

  it('a longer measurement of the peak rate can only be as good or better, up to noise', () => {
    const [brief, long] = [2, 100].map((milliseconds) => measurePeakRate(milliseconds)!);
    expect(brief).toBeGreaterThan(1e7);
    expect(long).toBeGreaterThan(brief / 2);
  });
});
