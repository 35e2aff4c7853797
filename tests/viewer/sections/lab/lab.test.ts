/** @file The state of the Lab: it asks for what is missing while its room is open, and for nothing else. */
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ParameterLayout } from '../../../../src/core/parameters.ts';
import { landscapeKinds } from '../../../../src/learning/landscapes/kinds.ts';
import { readLab } from '../../../../src/lab/parse.ts';
import { labCommand } from '../../../../src/viewer/sections/lab/command-line.ts';
import { choose } from '../../../../src/viewer/sections/lab/choosing.ts';
import { experimentFile } from '../../../../src/viewer/sections/lab/experiment-file.ts';
import { experimentList, textOfExperiment } from '../../../../src/viewer/sections/lab/experiments.ts';
import { givenOf, openGiven } from '../../../../src/viewer/sections/lab/given.ts';
import type { Lab } from '../../../../src/viewer/sections/lab/lab.ts';
import { drawn, openLab } from './open-lab.ts';

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: false })));
afterEach(() => vi.unstubAllGlobals());

/** Points a side of the surface that is shown. */
const sideOf = (lab: Lab): number => {
  const data = lab.drawings.value.get('surface')?.[0].data;
  return data && 'z' in data ? data.x.values.length : 0;
};

describe('the Lab', () => {
  it('starts no worker before its room is open, and draws what it begins with then', async () => {
    const { lab, workers, enter, end } = openLab();
    await turn();
    expect(workers).toHaveLength(0);
    enter();
    expect(lab.isDrawing.value).toBe(true);
    await drawn(lab);
    expect(sideOf(lab)).toBe(11);
    expect(lab.facts.value!.title).toBe('Two factors whose product is 1');
    expect(lab.drawings.value.has('spectrum')).toBe(true);
    expect(lab.clocks.timeline.last()).toBe(100);
    end();
  });

  it('cancels what is drawn when the room is left, and has what was whole when it is entered again', async () => {
    const { lab, workers, enter, leave, end } = openLab();
    enter();
    await wait(1);
    leave();
    expect(lab.isDrawing.value).toBe(false);
    enter();
    await drawn(lab);
    const before = workers[0].count('draw');
    leave();
    enter();
    await drawn(lab);
    expect(workers[0].count('draw')).toBe(before);
    end();
  });

  it('draws the last of many changes of a hand only', async () => {
    const { lab, workers, enter, end } = openLab();
    enter();
    await drawn(lab);
    const before = workers[0].count('draw');
    for (const eta of [0.1, 0.2, 0.3]) lab.change({ eta });
    await drawn(lab);
    expect(workers[0].count('draw')).toBe(before + 1);
    // both step sizes of the experiment are the same now
    expect(lab.facts.value!.methods).toMatchObject([{ type: 'gradient-descent', stepSize: 0.3 }]);
    end();
  });

  it('keeps the finer surface while the same one comes again with another start', async () => {
    const { lab, enter, end } = openLab();
    lab.change({ points: 41 });
    enter();
    await drawn(lab);
    const sides = new Set<number>();
    const stop = lab.drawings.subscribe(() => sides.add(sideOf(lab)));
    lab.descend([1, 1.5]);
    await drawn(lab);
    stop();
    expect([...sides]).toEqual([41]);
    const { data } = lab.drawings.value.get('surface')![0];
    expect('paths' in data && data.paths![0].x[0]).toBe(1);
    end();
  });

  it('has its worker prepare the first picture before the room is open, once, and lets it', async () => {
    const { lab, workers, enter, end } = openLab();
    lab.preparing.begin();
    lab.preparing.begin();
    expect(workers[0].count('prepare')).toBe(1);
    enter();
    await drawn(lab);
    expect(workers).toHaveLength(1);
    expect(workers[0].cancelled).toBe(0);
    expect(sideOf(lab)).toBe(11);
    lab.preparing.begin();
    expect(workers[0].count('prepare')).toBe(1);
    end();
  });

  it('has no picture prepared that is not wanted any more, and none of what is open in the room of the arm', async () => {
    const { lab, workers, enter, end } = openLab('own');
    lab.preparing.begin();
    expect(workers[0].count('prepare')).toBe(0);
    lab.open('toy');
    lab.preparing.begin();
    lab.open('xor');
    enter();
    expect(workers[0].cancelled).toBe(1);
    await drawn(lab);
    expect(lab.facts.value!.name).toBe('xor');
    end();
  });

  it('asks for another experiment at once: only changes of a hand wait for more of them', async () => {
    const { lab, workers, enter, end } = openLab();
    enter();
    await drawn(lab);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    lab.open('quadratic');
    vi.advanceTimersByTime(0);
    expect(workers[0].count('draw')).toBe(2);
    lab.change({ eta: 0.1 });
    vi.advanceTimersByTime(79);
    expect(workers[0].count('draw')).toBe(2);
    vi.advanceTimersByTime(1);
    expect(workers[0].count('draw')).toBe(3);
    vi.useRealTimers();
    await drawn(lab);
    end();
  });

  it('has the arm played once the first picture is there, not before', async () => {
    const { lab, workers, enter, leave, end } = openLab('two-link-gains');
    let before = -1;
    const stop = lab.facts.subscribe((facts) => {
      if (facts && before < 0) before = workers[0].count('play');
    });
    enter();
    while (!lab.played.value) await wait(2);
    leave();
    stop();
    expect(before).toBe(0);
    expect(workers[0].count('play')).toBe(1);
    end();
  });

  it('forgets box, start and points of another plane', async () => {
    const { lab, end } = openLab('xor');
    lab.change({ box: [0, 1, 0, 1] });
    lab.from.value = [0.5, 0.5];
    lab.probe.value = [0.5, 0.5];
    lab.changePlane({ type: 'path' });
    expect(lab.changes.value).toEqual({ points: 11, plane: { type: 'path' } });
    expect([lab.from.value, lab.probe.value]).toEqual([null, null]);
    lab.changePlane(null);
    expect(lab.changes.value).toEqual({ points: 11 });
    end();
  });

  it('lets heavy ball join where a press on the pad chooses a momentum and no method has one', async () => {
    const { lab, enter, end } = openLab();
    enter();
    await drawn(lab);
    choose(lab, 0.1, 0.5);
    expect(lab.changes.value).toEqual({
      points: 11,
      eta: 0.1,
      beta: 0.5,
      methods: ['gradient-descent', 'momentum'],
    });
    await drawn(lab);
    choose(lab, 0.2, 0.6);
    expect(lab.changes.value).toMatchObject({ eta: 0.2, beta: 0.6 });
    end();
  });

  it('says why nothing can be drawn, and draws again after it', async () => {
    const { lab, enter, end } = openLab();
    lab.changePlane({ type: 'parameters', x: 'x', y: 'elbow' });
    enter();
    await drawn(lab);
    expect(lab.failure.value).toContain('elbow');
    lab.reset();
    await drawn(lab);
    expect(lab.failure.value).toBeNull();
    expect(sideOf(lab)).toBeGreaterThan(0);
    end();
  });

  it('outlives its worker', async () => {
    const { lab, workers, enter, end } = openLab();
    enter();
    await drawn(lab);
    lab.draw();
    workers[0].die();
    expect(lab.isDrawing.value).toBe(false);
    expect(lab.failure.value).toContain('out of memory');
    lab.draw();
    await drawn(lab);
    expect(workers).toHaveLength(2);
    expect(lab.failure.value).toBeNull();
    end();
  });
});

describe('the command of the Lab', () => {
  it('names the experiment, what was changed of it, and the figure', async () => {
    const { lab, store, enter, end } = openLab();
    enter();
    await drawn(lab);
    const command = () => labCommand(store, lab)!;
    expect(command()).toEqual({
      text: 'adjoint lab scenes/lab/toy.json --points 11 --out figures --figure surface',
      needs: null,
    });
    lab.change({ eta: 0.3 });
    lab.from.value = [-1, 0.5];
    lab.figure.value = 'flow';
    await drawn(lab);
    expect(command()).toEqual({
      text: `adjoint lab scenes/lab/toy.json --set 'compare=[{"type":"gradient-descent","learningRate":0.3,"schedule":{"type":"constant"}}]' --points 11 --from -1,0.5 --out figures --figure flow`,
      needs: null,
    });
    const { name, text } = experimentFile(store.experiment, lab)!;
    expect(name).toBe('toy');
    expect(readLab(text).compare).toMatchObject([{ learningRate: 0.3 }]);
    expect(readLab(text).lab.from).toEqual([-1, 0.5]);
    end();
  });

  it('says which files of the user’s own it needs', async () => {
    const { lab, store, enter, end } = openLab();
    const source = { kind: 'file', text: textOfExperiment('toy'), arm: null } as const;
    openGiven(store, lab, givenOf('mine.json', source, null));
    enter();
    await drawn(lab);
    expect(labCommand(store, lab)).toEqual({
      text: 'adjoint lab mine.json --out figures --figure surface',
      needs: 'Save the experiment as mine.json in one folder first.',
    });
    lab.open('toy');
    end();
  });

  it('says how the surface is drawn and from where it is seen, as the saved file does', async () => {
    const { lab, store, enter, end } = openLab();
    enter();
    await drawn(lab);
    const { text: usual } = labCommand(store, lab)!;
    lab.seen.choose(3);
    expect(labCommand(store, lab)!.text).toMatch(/ --dim 3 --view=-?\d+,\d+$/);
    lab.seen.view.value = { azimuth: -12.5, elevation: 30 };
    expect(labCommand(store, lab)!.text).toBe(`${usual} --dim 3 --view=-12.5,30`);
    const { text } = experimentFile(store.experiment, lab)!;
    expect(readLab(text).lab).toMatchObject({ dim: 3, view: [-12.5, 30], points: 11 });
    lab.seen.choose(2);
    expect(labCommand(store, lab)!.text).toBe(usual);
    expect([lab.seen.dim.value, lab.seen.dimension.value]).toEqual([null, 2]);
    lab.open('quadratic');
    expect(lab.seen.view.value).toBeNull();
    end();
  });

  it('is there for every experiment that comes with the page', () => {
    expect(experimentList.length).toBeGreaterThan(12);
    for (const { name, title, sort } of experimentList) {
      const file = readLab(textOfExperiment(name));
      expect([file.name, file.title, file.scene !== undefined]).toEqual([name, title, sort === 'arm']);
      // functions of textbooks are of two numbers
      const size = file.landscape && new ParameterLayout(landscapeKinds.make(file.landscape, null).start).size;
      expect([name, sort === 'function']).toEqual([name, size === 2]);
    }
  });
});
