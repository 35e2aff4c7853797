/** @file Walks are walked once for a method, a start and a number of iterations; what was given up leaves nothing behind. */
import { describe, expect, it } from 'vitest';
import { KnownWalks } from '../../src/lab/known-walks.ts';
import { type Track, walkMethods } from '../../src/lab/walk.ts';
import { smallStudy } from '../support/studies.ts';

const descent = { type: 'gradient-descent', learningRate: 0.3 };

/** Counts what is walked under names. */
function counting() {
  const known = new KnownWalks<string>();
  const made: string[] = [];
  const walk = (name: string, start: readonly number[], iterations = 10): Promise<string> =>
    known.walk({ method: { ...descent, type: name }, iterations, start: Float64Array.from(start) }, () => {
      made.push(name);
      return Promise.resolve(`${name} ${made.length}`);
    });
  return { walk, made };
}

describe('known walks', () => {
  it('are the same object, of the same bits as those that are walked anew', async () => {
    const known = new KnownWalks<Track>();
    const study = smallStudy();
    const [[first], [again], [anew]] = [
      await walkMethods(study, { known }),
      await walkMethods(study, { known }),
      await walkMethods(study),
    ];
    expect(again.points).toBe(first.points);
    expect(anew.points).not.toBe(first.points);
    expect(anew.points).toEqual(first.points);
  });

  it('are others from another start, over more iterations, and of another method', async () => {
    const { walk, made } = counting();
    expect(await walk('a', [0, 1])).toBe('a 1');
    expect(await walk('a', [-0, 1])).toBe('a 2');
    expect(await walk('a', [0, 1], 11)).toBe('a 3');
    expect(await walk('b', [0, 1])).toBe('b 4');
    expect(await walk('a', [0, 1])).toBe('a 1');
    expect(made).toHaveLength(4);
  });

  it('are forgotten where many others were asked for since', async () => {
    const { walk } = counting();
    await walk('a', [0]);
    for (let k = 0; k < 12; k++) await walk('b', [k]);
    expect(await walk('a', [0])).toBe('a 14');
    expect(await walk('b', [11])).toBe('b 13');
  });

  it('that are given up by who began them are begun again by who still waits', async () => {
    const known = new KnownWalks<Track>();
    const study = smallStudy({ iterations: 2000 });
    const stop = new AbortController();
    const first = walkMethods(study, { known, signal: stop.signal });
    const second = walkMethods(study, { known });
    stop.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expect((await second)[0].points).toHaveLength(2001);
  });

  it('fail with their own reason for everybody', async () => {
    const known = new KnownWalks<never>();
    const walked = { method: descent, iterations: 1, start: Float64Array.of(1) };
    const fail = () => Promise.reject<never>(new Error('no way'));
    const both = [known.walk(walked, fail), known.walk(walked, fail)];
    for (const one of both) await expect(one).rejects.toThrow('no way');
  });

  it('under way are left at once by who gives up', async () => {
    const known = new KnownWalks<Track>();
    const study = smallStudy({ iterations: 2000 });
    const whole = walkMethods(study, { known });
    const stop = new AbortController();
    const other = walkMethods(study, { known, signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(other).rejects.toThrow('enough');
    expect((await whole)[0].points).toHaveLength(2001);
  });
});
