/** @file From every figure of the Lab, and from every experiment, a way leads to a note that is there. */
import { describe, expect, it } from 'vitest';
import { labFigures } from '../../../../src/lab/figures/all.ts';
import { readLab } from '../../../../src/lab/parse.ts';
import { landscapeKinds } from '../../../../src/learning/landscapes/kinds.ts';
import { experimentList, textOfExperiment } from '../../../../src/viewer/sections/lab/experiments.ts';
import { noteOfDrawing, noteOfStudy } from '../../../../src/viewer/sections/lab/notes-of.ts';
import { labTour } from '../../../../src/viewer/sections/lab/tour.ts';
import { notePaths } from '../../../support/extract-notes.mjs';
import { looked } from '../../../support/studies.ts';

/** Notes mirror the paths of files. */
const pathOf = ({ id }: { readonly id: string }): string => id.replace('src/', '').replace('.ts', '.md');

describe('notes of the Lab', () => {
  it('are there for every drawing', async () => {
    const look = await looked({
      lab: { points: 11 },
      compare: [{ type: 'momentum', learningRate: 0.1, momentum: 0.5 }],
    });
    const ids = ['horizon', 'horizon-slices', 'costates'];
    for (const figure of Object.values(labFigures)) {
      if (figure.missing(look) !== null) continue;
      let last: readonly { readonly data: { readonly id: string } }[] = [];
      for await (const drawings of figure.draw(look, {})) last = drawings;
      ids.push(...last.map(({ data }) => data.id));
    }
    expect(ids.length).toBeGreaterThan(8);
    const isDerived = (id: string): boolean => {
      const subject = noteOfDrawing(id);
      return subject !== null && notePaths().includes(pathOf(subject));
    };
    expect(ids.filter((id) => !isDerived(id))).toEqual([]);
    expect(noteOfDrawing('toString')).toBeNull();
  });

  it('are there for every experiment and every landscape', () => {
    const files = experimentList.map(({ name }) => readLab(textOfExperiment(name)));
    const kinds = landscapeKinds.all.map(({ type }) => ({ ...files[0], scene: undefined, landscape: type }));
    for (const file of [...files, ...kinds] as typeof files)
      expect(notePaths()).toContain(pathOf(noteOfStudy({ file })));
  });
});

describe('the tour of the Lab', () => {
  it('is short, in short sentences', () => {
    expect(labTour.length).toBe(5);
    for (const { title, text } of labTour) {
      expect(title.length).toBeLessThan(40);
      expect(text.length).toBeLessThan(140);
    }
  });
});
