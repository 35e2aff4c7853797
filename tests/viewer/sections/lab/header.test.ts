/** @file What the header says while the Lab is open: of what is studied, and nothing of a scene that is not. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledScenes } from '../../../../src/platform/web/bundled-files.ts';
import { readScene } from '../../../../src/scene/parse.ts';
import { choiceGroups, studiedTitle } from '../../../../src/viewer/sections/lab/choices.ts';
import { experimentNames } from '../../../../src/viewer/sections/lab/experiments.ts';
import { givenOf } from '../../../../src/viewer/sections/lab/given.ts';
import { labOf } from '../../../../src/viewer/sections/lab/lab.ts';
import { labSection } from '../../../../src/viewer/sections/lab/section.ts';
import { createStore } from '../../../../src/viewer/studio/store/store.ts';
import type { Studio } from '../../../../src/viewer/studio/studio.ts';
import { labText } from '../../../support/studies.ts';

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: false })));
afterEach(() => vi.unstubAllGlobals());

describe('the header in the Lab', () => {
  it('chooses among all experiments, each in one group, the person’s own first', () => {
    const store = createStore();
    store.given.experiment.value = givenOf('mine.json', { kind: 'file', text: labText('toy'), arm: null }, null);
    const groups = choiceGroups(store);
    expect(groups.map(({ title }) => title)).toEqual([
      'Your file',
      'Open in the room of the arm',
      'With an arm',
      'Networks and fits',
      'Textbook functions',
    ]);
    const names = groups.flatMap(({ choices }) => choices.map(({ name }) => name));
    expect(names.toSorted()).toEqual([...experimentNames].toSorted());
    for (const { choices } of groups) expect(choices.length).toBeGreaterThan(0);
  });

  it('says what is studied, and speaks of the scene that is open only where that is studied', () => {
    const store = createStore();
    const studio = { store } as Studio;
    const lab = labOf(store);
    expect(studiedTitle(store, lab)).toBe('PD gains of a two-link arm');
    expect(labSection.showsScene!(studio)).toBe(false);
    store.experiment.scene.value = readScene(bundledScenes.get('two-link-reach.json')!);
    lab.open('own');
    expect(studiedTitle(store, lab)).toBe(store.experiment.scene.value.title);
    expect(labSection.showsScene!(studio)).toBe(true);
    expect(labSection.primary(studio)).toMatchObject({ label: 'Draw surface', isDisabled: false });
  });
});
