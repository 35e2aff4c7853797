/** @file Files that are given to the page: each is told by its content, and what can be opened is. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledRobots } from '../../../src/platform/web/bundled-files.ts';
import { filesIn, pathOf } from '../../../src/platform/web/file-drops.ts';
import { sceneText } from '../../support/robots.ts';
import { openSession } from './open-session.ts';

let open: ReturnType<typeof openSession>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  open = openSession();
});

afterEach(() => {
  open.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const small = sceneText('two-link-reach').replace(/"horizon": [\d.]+/, '"horizon": 0.5');
const robotText = bundledRobots.get('planar-2link.urdf')!;
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0]);
const stl = `solid part\n facet normal 0 0 1\n  outer loop\n   vertex 0 0 0\n   vertex 1 0 0\n   vertex 0 1 0\n  endloop\n endfacet\nendsolid part\n`;

const file = (name: string, content: string | Uint8Array<ArrayBuffer>): File => new File([content], name);

async function give(...files: File[]): Promise<void> {
  await open.session.intake.open(files);
  await open.settle();
}

const dropped = () =>
  Object.fromEntries(
    (open.store.messages.dropped.value ?? []).map(({ name, isUsed, words }) => [name, [isUsed, words]]),
  );

describe('files', () => {
  it('open by what is in them, whatever they are called', async () => {
    await give(file('scene.txt', small));
    const { experiment, messages } = open.store;
    expect(experiment.scene.value).toMatchObject({ name: 'two-link-reach', time: { horizon: 0.5 } });
    expect([messages.dropped.value, messages.failure.value]).toEqual([null, null]);
  });

  it('that come together are each used, or it is said why not', async () => {
    await give(
      file('arm.stl', stl),
      file('other.urdf', bundledRobots.get('pendulum.urdf')!),
      file('planar-2link.urdf', `${robotText}<!-- mine -->`),
      file('scene.json', small),
      file('second.json', small),
      file('photo.png', png),
      file('package.json', '{"name": "something"}'),
    );
    expect(dropped()).toEqual({
      'arm.stl': [false, expect.stringContaining('meshes are not read yet, bones stand for them')],
      'other.urdf': [false, expect.stringContaining('another robot')],
      'planar-2link.urdf': [true, 'a robot (URDF)'],
      'scene.json': [true, 'a scene'],
      'second.json': [false, expect.stringContaining('one scene or run')],
      'photo.png': [false, expect.stringContaining('a PNG image')],
      'package.json': [false, expect.stringContaining('a JSON file that is no scene')],
    });
    const { robot, scene } = open.store.experiment;
    expect(robot.value?.name).toBe('planar-2link.urdf');
    expect(new TextDecoder().decode(robot.value?.content as Uint8Array)).toContain('<!-- mine -->');
    expect(scene.value?.time.horizon).toBe(0.5);
  });

  it('that cannot be opened are named in the title, with what they are', async () => {
    await give(file('photo.png', png));
    expect(open.store.messages.failure.value).toMatchObject({ during: 'file', file: 'photo.png' });
    expect(open.store.messages.failure.value?.message).toContain('this is a PNG image');
    await give(file('scene.json', small.replace('"horizon": 0.5', '"horizon": -1')));
    expect(open.store.messages.failure.value).toMatchObject({ during: 'scene', file: 'scene.json' });
    expect(open.store.messages.failure.value?.message).toContain('horizon');
    expect(open.worker().loads).toEqual([]);
  });

  it('that were given before a file that opened sooner are out of date', async () => {
    const slow = file('slow.json', small);
    let read: (content: ArrayBuffer) => void = () => undefined;
    slow.arrayBuffer = () => new Promise((resolve) => (read = resolve));
    const first = open.session.intake.open([slow]);
    await give(file('robot.urdf', robotText));
    read(new TextEncoder().encode(small).buffer as ArrayBuffer);
    await first;
    await open.settle();
    expect(open.worker().loads.length).toBe(1);
    expect(open.store.experiment.robot.value?.name).toBe('robot.urdf');
  });
});

describe('a folder', () => {
  const fileEntry = (path: string): FileSystemEntry =>
    ({
      isDirectory: false,
      fullPath: path,
      file: (found: (file: File) => void) => found(file(path.slice(path.lastIndexOf('/') + 1), 'x')),
    }) as unknown as FileSystemEntry;
  const folder = (path: string, ...parts: FileSystemEntry[][]): FileSystemEntry =>
    ({
      isDirectory: true,
      fullPath: path,
      createReader: () => ({
        readEntries: (found: (entries: FileSystemEntry[]) => void) => found(parts.shift() ?? []),
      }),
    }) as unknown as FileSystemEntry;
  const lost = { isDirectory: false, file: (_: unknown, fail: (error: Error) => void) => fail(new Error('gone')) };

  it('gives all of its files with their paths, however deep they lie and in how many parts it tells of them', async () => {
    const inner = folder('/arm/meshes', [fileEntry('/arm/meshes/a.stl')], [fileEntry('/arm/meshes/b.stl')]);
    const entries = [folder('/arm', [fileEntry('/arm/arm.urdf'), inner], [lost as unknown as FileSystemEntry])];
    const files = await filesIn(entries);
    expect(files.map(pathOf)).toEqual(['arm/arm.urdf', 'arm/meshes/a.stl', 'arm/meshes/b.stl']);
  });
});
