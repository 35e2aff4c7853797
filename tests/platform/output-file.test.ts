/** @file What one job writes is whole, in one place, and over nothing that is somebody else's. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, linkSync, lstatSync, lutimesSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'; // prettier-ignore
import type * as promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileError } from '../../src/platform/node/file-error.ts';
import { freeName, OutputFile } from '../../src/platform/node/output-file.ts';

/** Errors that the next calls of the system end with, by the name of the call. */
const failing = vi.hoisted(() => new Map<string, string>());
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof promises>();
  const fail = (call: string): void => {
    const code = failing.get(call);
    if (code !== undefined) throw Object.assign(new Error(code), { code });
  };
  return {
    ...real,
    link: async (from: string, to: string) => {
      fail('link');
      await real.link(from, to);
    },
    open: async (...given: Parameters<typeof real.open>) => {
      const file = await real.open(...given);
      const write = file.writeFile.bind(file);
      file.writeFile = async (text) => {
        // a full disk takes a part
        await write(String(text).slice(0, failing.has('write') ? 3 : undefined));
        fail('write');
      };
      return file;
    },
  };
});

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'adjoint-files-'))));
afterEach(() => {
  failing.clear();
  rmSync(folder, { recursive: true });
});
const inFolder = (name = 'a.run.json'): string => join(folder, name);
const read = (name?: string): string => readFileSync(inFolder(name), 'utf8');
const output = (name?: string, mayReplace = false): Promise<OutputFile> =>
  OutputFile.at(inFolder(name), { mayReplace });
const leave = (name: string, hours: number): void => {
  writeFileSync(inFolder(name), 'left over');
  const then = Date.now() / 1000 - 3600 * hours;
  utimesSync(inFolder(name), then, then);
};

describe('a file is written whole or not at all', () => {
  it('again and again, and leaves nothing beside it', async () => {
    const file = await output();
    for (const text of ['one', 'two', 'three']) {
      await file.write(text);
      expect(read()).toBe(text);
      expect(readdirSync(folder)).toEqual(['a.run.json']);
    }
    expect([file.path, file.exists, file.isDisplaced]).toEqual([inFolder(), false, false]);
  });

  it('although a killed process with the same id left its temporary file', async () => {
    leave(`.a.run.json.${process.pid}.tmp`, 0);
    await (await output()).write('new');
    expect(read()).toBe('new');
  });

  it('and what old processes left behind is removed: only plain files, of this path, older than a write can take', async () => {
    leave('.a.run.json.4711.tmp', 2);
    leave('.a.run.json.0123456789abcdef.tmp', 2);
    const kept = ['.a.run.json.4712.tmp', '.a.run.json.fedcba9876543210.tmp'];
    for (const name of kept) leave(name, 0.5);
    const others = ['.b.run.json.4711.tmp', '.a.run.json.notes.tmp', '.a.run.json.tmp', 'a.run.json.4711.tmp'];
    for (const name of others) leave(name, 99);
    symlinkSync(inFolder(others[0]), inFolder('.a.run.json.4713.tmp'));
    lutimesSync(inFolder('.a.run.json.4713.tmp'), 0, 0);
    await (await output()).write('new');
    expect(readdirSync(folder).sort()).toEqual(['a.run.json', '.a.run.json.4713.tmp', ...kept, ...others].sort());
  });

  it.each(['ENOSPC', 'EDQUOT', 'EIO'])(
    'and where it cannot be (%s), the last one stays and nothing is left',
    async (code) => {
      const file = await output();
      await file.write('old');
      failing.set('write', code);
      await expect(file.write('new and longer')).rejects.toThrow(FileError);
      expect(read()).toBe('old');
      expect(readdirSync(folder)).toEqual(['a.run.json']);
      failing.clear();
      await file.write('new and longer');
      expect(read()).toBe('new and longer');
    },
  );

  it('on a full disk it says so, before the run too', async () => {
    failing.set('write', 'ENOSPC');
    await expect(output()).rejects.toThrow('cannot be written: no space left on the device');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('where the file system has no hard links, too, and still not over what is there', async () => {
    failing.set('link', 'EPERM');
    const file = await output();
    await file.write('one');
    await file.write('two');
    expect(read()).toBe('two');
    const other = await output('b.json');
    writeFileSync(inFolder('b.json'), 'precious');
    await other.write('three');
    expect([read('b.json'), read('b-2.json')]).toEqual(['precious', 'three']);
    expect(readdirSync(folder).sort()).toEqual(['a.run.json', 'b-2.json', 'b.json']);
  });
});

describe('what is there', () => {
  it('is replaced only where that was asked for, and seen to be still the same', async () => {
    writeFileSync(inFolder(), 'old');
    const asked = await output(undefined, true);
    expect(asked.exists).toBe(true);
    await asked.write('new');
    expect(read()).toBe('new');
    const unasked = await output();
    expect(unasked.exists).toBe(true);
    await unasked.write('other');
    expect([read(), read('a-2.run.json'), unasked.path]).toEqual(['new', 'other', inFolder('a-2.run.json')]);
  });

  it.each<[string, (path: string) => void, boolean]>([
    ['made before the first write', (path) => writeFileSync(path, 'precious'), false],
    ['replaced before the first write', (path) => replace(path), true],
    ['written into before the first write', (path) => writeFileSync(path, 'precious'), true],
    ['a link that was made meanwhile', (path) => (unlinkSync(path), symlinkSync(inFolder('nowhere'), path)), true],
    ['a folder that was made meanwhile', (path) => (unlinkSync(path), mkdirSync(path)), true],
  ])("and is somebody else's stays: %s", async (_, change, isThere) => {
    if (isThere) writeFileSync(inFolder(), 'old');
    const file = await output(undefined, true);
    change(inFolder());
    const [before, content] = [lstatSync(inFolder()), contentOf(inFolder())];
    for (const text of ['one', 'two']) {
      await file.write(text);
      expect([file.isDisplaced, file.path, read('a-2.run.json')]).toEqual([true, inFolder('a-2.run.json'), text]);
    }
    expect([lstatSync(inFolder()).ino, contentOf(inFolder())]).toEqual([before.ino, content]);
    expect(readdirSync(folder).sort()).toEqual(['a-2.run.json', 'a.run.json']);
  });

  it.each<[string, (path: string) => void]>([
    ['replaced', (path) => replace(path)],
    ['written into', (path) => writeFileSync(path, 'precious')],
  ])('and was our own until it was %s between two writes stays, too', async (_, change) => {
    const file = await output();
    await file.write('our text');
    change(inFolder());
    await file.write('one');
    expect([read(), read('a-2.run.json'), file.isDisplaced]).toEqual(['precious', 'one', true]);
  });

  it('and has our own text is ours, whatever numbers the file system gives it', async () => {
    const file = await output();
    await file.write('text');
    unlinkSync(inFolder());
    writeFileSync(inFolder(), 'text');
    await file.write('more');
    expect([read(), file.isDisplaced]).toEqual(['more', false]);
  });

  it('and was removed between two writes is written anew', async () => {
    const file = await output();
    await file.write('one');
    unlinkSync(inFolder());
    await file.write('two');
    expect([read(), file.isDisplaced]).toEqual(['two', false]);
  });

  it.each([false, true])(
    'of thirty writers at once each keeps its text, one under the name (there before: %s)',
    async (isThere) => {
      if (isThere) writeFileSync(inFolder(), 'old');
      const texts = Array.from({ length: 30 }, (_, i) => String.fromCharCode(65 + i).repeat(200_000 + i));
      const files = await Promise.all(texts.map(() => output(undefined, isThere)));
      for (let round = 0; round < 2; round++) await Promise.all(files.map((file, i) => file.write(texts[i])));
      expect(files.map(({ path }) => readFileSync(path, 'utf8'))).toEqual(texts);
      expect(files.filter(({ isDisplaced }) => !isDisplaced).length).toBe(1);
      expect(readdirSync(folder).length).toBe(30);
    },
  );
});

describe('modes, links, and what is no file', () => {
  it('a new file has the mode of any new file, a replaced one keeps its own', async () => {
    writeFileSync(inFolder('plain'), '');
    const file = await output();
    await file.write('one');
    expect(modeOf(inFolder())).toBe(modeOf(inFolder('plain')));
    for (const mode of [0o600, 0o644, 0o664, 0o640]) {
      chmodSync(inFolder(), mode);
      await file.write('two');
      expect(modeOf(inFolder())).toBe(mode);
    }
  });

  it('what must go to another name is as private as what it was to replace', async () => {
    writeFileSync(inFolder(), 'old', { mode: 0o600 });
    const file = await output(undefined, true);
    replace(inFolder());
    await file.write('one');
    expect(modeOf(inFolder('a-2.run.json'))).toBe(0o600);
  });

  it.each([true, false])('links are followed to the file behind them (there before: %s)', async (isThere) => {
    mkdirSync(inFolder('deep'));
    if (isThere) writeFileSync(inFolder('deep/real.json'), 'old');
    symlinkSync('real.json', inFolder('deep/inner.json'));
    symlinkSync('deep/inner.json', inFolder('link.json'));
    const file = await output('link.json', true);
    await file.write('one');
    await file.write('two');
    expect(read('deep/real.json')).toBe('two');
    expect([inFolder('link.json'), inFolder('deep/inner.json')].map((path) => lstatSync(path).isSymbolicLink())).toEqual([true, true]); // prettier-ignore
    writeFileSync(inFolder('deep/real.json'), 'precious');
    await file.write('three');
    expect(readFileSync(file.path, 'utf8')).toBe('three');
    expect(file.path.endsWith('deep/real-2.json')).toBe(true);
  });

  it('a second name of a file keeps the old text, as a copy would', async () => {
    writeFileSync(inFolder(), 'old');
    linkSync(inFolder(), inFolder('copy'));
    await (await output(undefined, true)).write('new');
    expect([read(), read('copy')]).toEqual(['new', 'old']);
  });

  it.each<[string, () => string, RegExp]>([
    ['a device', () => '/dev/null', /is a device, not a file/],
    ['a full device', () => '/dev/full', /is a device, not a file/],
    ['a pipe', () => (execFileSync('mkfifo', [inFolder('pipe')]), inFolder('pipe')), /is a pipe, not a file/],
    ['a folder', () => folder, /is a folder, not a file/],
    ['standard output', () => '/dev/stdout', /stdout: is a (stream|device)/],
    ['an open file', () => '/dev/fd/1', /1: is a (stream|device)/],
    ['a link to a device', () => (symlinkSync('/dev/null', inFolder('link')), inFolder('link')), /is a device/],
    ['a link to itself', () => (symlinkSync('link', inFolder('link')), inFolder('link')), /links lead in a circle/],
    ['a folder that is not there', () => inFolder('none/a.json'), /no such file or folder/],
    ['a file as a folder', () => (writeFileSync(inFolder('a'), ''), `${inFolder('a')}/b`), /is not a folder/],
    ['too long a name', () => inFolder('x'.repeat(250)), /name is too long/],
    ['a name with controls', () => inFolder('a\u001b[2J\n/b'), /a\\u001b\[2J\\u000a/],
  ])('%s is refused, and stays', async (_, make, says) => {
    const path = make();
    const before = kindOf(path);
    const names = readdirSync(folder);
    for (const mayReplace of [true, false]) await expect(OutputFile.at(path, { mayReplace })).rejects.toThrow(says);
    expect(kindOf(path)).toBe(before);
    expect(readdirSync(folder)).toEqual(names);
  });
});

it('a free name has the first free number before its extension', () => {
  const names = ['a.run.json', 'b.json', 'c', 'a.b.json'].map((name) => inFolder(name));
  expect(names.map(freeName)).toEqual(names);
  for (const path of names) writeFileSync(path, '');
  writeFileSync(inFolder('a-2.run.json'), '');
  symlinkSync('nowhere', inFolder('c-2'));
  expect(names.map(freeName)).toEqual(['a-3.run.json', 'b-2.json', 'c-3', 'a.b-2.json'].map((name) => inFolder(name)));
});

/** As another program that writes whole files would. */
function replace(path: string): void {
  writeFileSync(`${path}.other`, 'precious');
  execFileSync('mv', [`${path}.other`, path]);
}

const kindOf = (path: string): number | undefined => (existsSync(path) ? lstatSync(path).mode : undefined);
const modeOf = (path: string): number => statSync(path).mode & 0o7777;

function contentOf(path: string): string {
  const found = lstatSync(path);
  return found.isFile() ? readFileSync(path, 'utf8') : `of another kind: ${found.mode}`;
}
