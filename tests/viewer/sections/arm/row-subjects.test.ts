/** @file Rows of the settings: which note each leads to, and what is lit with it. */
import { describe, expect, it } from 'vitest';
import { noteOf } from '../../../../src/viewer/sections/notes/note-of.ts';
import { bundledScene } from './converse.ts';
import { formOf, rowsIn } from './form.ts';

const { folders, rows } = formOf(bundledScene('panda-reach'));

describe('rows of the settings', () => {
  it('lead to the notes of method, controller, integrator and residuals', () => {
    const kinds = new Set(rows.flatMap(({ about }) => (about ? [about.kind] : [])));
    expect([...kinds].sort()).toEqual(['controller', 'integrator', 'method', 'residual']);
    for (const { label, about } of rows) if (about) expect(noteOf(about), label).not.toBeNull();
  });

  it('stand for terms and joints', () => {
    const ofFolder = (title: string) => rowsIn(folders.filter((folder) => folder.title === title));
    expect(ofFolder('Cost weights').every(({ selected }) => selected?.kind === 'term')).toBe(true);
    const joints = ofFolder('Controller').flatMap(({ selected }) => (selected?.kind === 'joint' ? [selected.id] : []));
    expect(new Set(joints).size).toBe(7);
    expect(ofFolder('Learning').some(({ selected }) => selected?.kind === 'method')).toBe(true);
  });
});
