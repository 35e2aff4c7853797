/** @file The contents: found by words, in an order, with neighbours. */
import { describe, expect, it } from 'vitest';
import { groupsOf, neighboursOf } from '../../../../src/viewer/sections/notes/contents.ts';
import { search } from '../../../../src/viewer/sections/notes/search.ts';
import { allNotes } from './all-notes.ts';

const entries = allNotes.map(({ entry }) => entry);
const found = (query: string): string[] => search(entries, query).map(({ path }) => path);

describe('a search', () => {
  it('finds every note by its title', () => {
    for (const { title, path } of entries) expect(found(title)).toContain(path);
  });

  it('finds titles before names of the code, and these before words of the text', () => {
    expect(found('adam')[0]).toBe('optimize/adam.md');
    expect(found('kineticEn')[0]).toBe('dynamics/energy.md');
    expect(found('Featherstone').length).toBeGreaterThan(3);
  });

  it('wants all words, in any order and case, the last as far as it is typed', () => {
    expect(found('DYNAMICS forw')).toContain('dynamics/forward-dynamics.md');
    expect(found('forward dynamics qwertz')).toEqual([]);
  });

  it.each(['', '  ', '.*', '(', '\\'])('finds nothing for %j', (query) => expect(found(query)).toEqual([]));
});

describe('the contents', () => {
  const groups = groupsOf(entries);

  it('have every note once', () => {
    const paths = groups.flatMap((group) => group.entries.map(({ path }) => path));
    expect(paths.sort()).toEqual(entries.map(({ path }) => path).sort());
  });

  it('lead from the first note to the last, and back', () => {
    const all = groups.flatMap((group) => group.entries);
    let [before, after] = neighboursOf(groups, all[0].path);
    expect(before).toBeNull();
    for (const next of all.slice(1)) {
      expect(after).toBe(next);
      [before, after] = neighboursOf(groups, after!.path);
    }
    expect(after).toBeNull();
    expect(before).toBe(all.at(-2));
    expect(neighboursOf(groups, 'nothing.md')).toEqual([null, null]);
  });
});
