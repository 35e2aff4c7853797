import { describe, expect, it } from 'vitest';
import { Saver } from '../../src/cli/saver.ts';
import { FileError } from '../../src/platform/node/file-error.ts';

/** A clock and a file of which each test says how they behave. */
class Bench {
  time = 0;
  readonly texts: string[] = [];
  readonly warnings: string[] = [];
  path = 'a.json';
  isDisplaced = false;
  /** Of a save, ms. */
  cost = 0;
  error: Error | undefined;
  readonly saver = new Saver(this, { now: () => this.time, warn: (message) => this.warnings.push(message) });

  write(text: string): Promise<void> {
    this.time += this.cost;
    if (this.error) return Promise.reject(this.error);
    this.texts.push(text);
    return Promise.resolve();
  }

  /** Offers a text in each of so many milliseconds; the times at which it was made. */
  async offer(milliseconds: number): Promise<number[]> {
    const made: number[] = [];
    for (const end = this.time + milliseconds; this.time < end; this.time++)
      await this.saver.offer(() => {
        made.push(this.time);
        return `text ${made.length}`;
      });
    return made;
  }
}

const full = new FileError('a.json: cannot be written: no space left on the device', false);

describe('a job is saved', () => {
  it('at once, and then every few seconds', async () => {
    const bench = new Bench();
    expect(await bench.offer(10_000)).toEqual([0, 3000, 6000, 9000]);
    expect(bench.texts).toEqual(['text 1', 'text 2', 'text 3', 'text 4']);
    expect(bench.warnings).toEqual([]);
  });

  it('for at most a twentieth of the time, however long a save takes', async () => {
    const bench = new Bench();
    bench.cost = 1000;
    expect(await bench.offer(50_000)).toEqual([0, 21_000, 42_000]);
  });

  it('at its end whatever the time is, with a text that may come later', async () => {
    const bench = new Bench();
    await bench.offer(1);
    await bench.saver.finish(() => Promise.resolve('the end'));
    expect(bench.texts).toEqual(['text 1', 'the end']);
  });
});

describe('a save that fails', () => {
  it('is told once, tried again, and does not end the job', async () => {
    const bench = new Bench();
    bench.error = full;
    expect(await bench.offer(10_000)).toEqual([0, 3000, 6000, 9000]);
    expect(bench.warnings).toEqual([`warning: ${full.message}; going on, and trying again\n`]);
    bench.error = undefined;
    await bench.offer(5000);
    expect(bench.texts.length).toBe(1);
  });

  it('at the end is an error, which says what there is', async () => {
    const bench = new Bench();
    bench.error = full;
    await expect(bench.saver.finish(() => '')).rejects.toThrow(full);
    bench.error = undefined;
    await bench.offer(10_000);
    bench.error = full;
    await expect(bench.saver.finish(() => '')).rejects.toThrow(
      `${full.message}; what was saved 1 s before is still there`,
    );
  });

  it('for another reason than the file is not hidden', async () => {
    const bench = new Bench();
    bench.error = new TypeError('a mistake of ours');
    await expect(bench.offer(1)).rejects.toThrow('a mistake of ours');
    await expect(bench.saver.finish(() => '')).rejects.toThrow('a mistake of ours');
  });
});

it('that the file had to take another name is told, once for each', async () => {
  const bench = new Bench();
  const write = bench.write.bind(bench);
  const names = ['a.json', 'a-2.json\n', 'a-2.json\n', 'a-3.json'];
  bench.write = (text) => {
    bench.path = names.shift()!;
    return write(text);
  };
  await bench.offer(10_000);
  expect(bench.warnings).toEqual([
    "warning: a.json is another program's by now and is left as it is; saving to a-2.json\\u000a\n",
    "warning: a-2.json\\u000a is another program's by now and is left as it is; saving to a-3.json\n",
  ]);
});
