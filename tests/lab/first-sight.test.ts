/** @file What is seen of a surface before any method has walked is its coarsest level, bit by bit, where that does not depend on the walks. */
import { describe, expect, it } from 'vitest';
import { surfaceBefore, surfaceFigure } from '../../src/lab/figures/surface.ts';
import type { Drawing } from '../../src/lab/figures/lab-figure.ts';
import { lookAt, lookBefore } from '../../src/lab/look.ts';
import { readLab } from '../../src/lab/parse.ts';
import type { Study } from '../../src/lab/study.ts';
import { studyOfTextbook } from '../../src/lab/study-of-textbook.ts';
import { thisThread } from '../../src/learning/this-thread.ts';
import { textOfExperiment } from '../../src/viewer/sections/lab/experiments.ts';

const parametersPlane = { type: 'parameters', x: 'x', y: 'y' };

function studyOf(name: string, lab: object = {}): Study {
  const file = readLab(textOfExperiment(name));
  const changed = readLab(JSON.stringify({ ...file, lab: { ...file.lab, ...lab } }));
  return studyOfTextbook({ ...changed, landscape: changed.landscape! }, thisThread);
}

async function firstOf(study: Study) {
  const levels = surfaceFigure.draw(await lookAt(study), {})[Symbol.asyncIterator]();
  const { value } = (await levels.next()) as { value: readonly Drawing[] };
  return value[0];
}

describe('the first sight of a surface', () => {
  it('is its coarsest level, with no ways across it', async () => {
    const study = studyOf('himmelblau');
    const [[sight, space], first] = [(await surfaceBefore(study))!, await firstOf(study)];
    expect(space.data).toMatchObject({ id: 'surface-3d', view: { elevation: 40 } });
    if (!('z' in sight.data) || !('z' in first.data)) throw new Error('no surface');
    expect(sight.data.x.values).toHaveLength(11);
    for (const part of ['x', 'y', 'z', 'levels', 'scale', 'title'] as const)
      expect(sight.data[part]).toEqual(first.data[part]);
    expect(sight.data.paths).toEqual([]);
    expect(sight.data.marks).toEqual([expect.objectContaining({ kind: 'start' })]);
    expect(first.data.paths).toHaveLength(3);
    expect(sight.caption).not.toContain('undefined');
  });

  it('is there for a plane of two parameters with a box of its own', async () => {
    const study = studyOf('himmelblau', { plane: parametersPlane, box: [0, 1, 0, 1] });
    const [[sight], first] = [(await surfaceBefore(study))!, await firstOf(study)];
    expect('z' in sight.data && sight.data.z).toEqual('z' in first.data && first.data.z);
  });

  it.each([
    ['a box around the ways', 'himmelblau', { plane: parametersPlane }],
    ['random directions through the lowest point', 'himmelblau', { plane: { type: 'random' }, box: [0, 1, 0, 1] }],
    ['directions of a way', 'himmelblau', { plane: 'path', box: [0, 1, 0, 1] }],
    ['more parameters than two, as the others are those of the lowest point', 'xor', {}],
  ])('is nothing for %s', async (_, name, lab) => {
    expect(lookBefore(studyOf(name, lab))).toBeNull();
    expect(await surfaceBefore(studyOf(name, lab))).toBeNull();
  });

  it('is given up at once', async () => {
    await expect(
      surfaceBefore(studyOf('himmelblau'), { signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
  });
});
