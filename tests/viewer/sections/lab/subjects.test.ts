/** @file What figures of the Lab stand for: one method, joint or group of parameters is the same in all of them. */
import { describe, expect, it } from 'vitest';
import type { LabData } from '../../../../src/lab/figures/lab-figure.ts';
import { idsIn, subjectOf } from '../../../../src/viewer/sections/lab/subjects.ts';
import { drawn, looked } from '../../../support/studies.ts';

const two = {
  compare: [
    { type: 'gradient-descent', learningRate: 0.3 },
    { type: 'momentum', learningRate: 0.1 },
  ],
};

describe('what figures stand for', () => {
  it('is the same method on the surface, in sharpness, flow and distances', async () => {
    const look = await looked(two);
    const ids = async (name: 'surface' | 'spectrum' | 'flow', id: string): Promise<readonly string[]> => {
      const { data } = (await drawn(look, name)).find((each) => each.data.id === id)!;
      return idsIn(data, { kind: 'walk', id: '1' });
    };
    expect(await ids('surface', 'surface')).toEqual(['walk-1']);
    expect(await ids('spectrum', 'sharpness')).toEqual(['walk-1']);
    expect(await ids('flow', 'flow')).toEqual(['walk-1', 'own-1']);
    expect(await ids('flow', 'flow-distance')).toEqual(['flow-1', 'own-1']);
  });

  it('is a group of parameters in norms, and a joint in costates and at limits', async () => {
    const [{ data }] = await drawn(await looked(two), 'norms');
    expect(idsIn(data, { kind: 'group', id: 'group-1' })).toEqual(['group-1']);
    expect(subjectOf({ id: 'costates-v' }, 'elbow')).toEqual({ kind: 'joint', id: 'elbow' });
    expect(subjectOf({ id: 'torque-limits' }, 'elbow')).toEqual({ kind: 'joint', id: 'elbow' });
  });

  it('is nothing of another kind, and nothing where it is not shown', () => {
    expect(subjectOf({ id: 'torque-limits' }, 'limit-below')).toBeNull();
    expect(subjectOf({ id: 'sharpness' }, 'edge')).toBeNull();
    expect(subjectOf({ id: 'growth' }, 'direction-0')).toBeNull();
    const surface = { id: 'surface', z: new Float64Array(), paths: [] } as unknown as LabData;
    expect([idsIn(surface, { kind: 'walk', id: '0' }), idsIn(surface, null)]).toEqual([[], []]);
  });
});
