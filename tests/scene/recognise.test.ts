/** @file What a file is, by its content and whatever it is called: every kind, and hostile ones, in words. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { writeSafetensors } from '../../src/formats/safetensors.ts';
import { type FileKind, recognise } from '../../src/scene/recognise.ts';
import { testSeed } from '../support/random.ts';

const folder = (name: string): URL => new URL(`../../${name}/`, import.meta.url);
const files = (name: string, ending: string): [string, Uint8Array][] =>
  readdirSync(folder(name))
    .filter((file) => file.endsWith(ending))
    .map((file) => [file, new Uint8Array(readFileSync(new URL(file, folder(name))))]);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

it.each<[FileKind, [string, Uint8Array][]]>([
  ['scene', [...files('scenes', '.json'), ...files('tests/fixtures/scenes-1', '.json')]],
  ['lab', files('scenes/lab', '.json')],
  ['run', files('tests/fixtures/runs', '.json')],
  ['robot', [...files('assets/robots', '.urdf'), ...files('tests/fixtures/robots', '.urdf')]],
])('every %s of ours is one, as bytes and as a text, under any name', (kind, all) => {
  expect(all.length).toBeGreaterThan(2);
  for (const [name, bytes] of all) {
    const text = new TextDecoder().decode(bytes);
    for (const file of [name, 'download', 'a.txt'])
      for (const content of [bytes, text, `\ufeff${text}`, bytesOf(`\ufeff${text}`)])
        expect([name, recognise(content, file).kind]).toEqual([name, kind]);
    if (kind !== 'robot') expect(recognise(bytes).text).toBe(text);
  }
});

const utf16 = (text: string): Uint8Array => {
  const units = Uint16Array.from(`\ufeff${text}`, (letter) => letter.charCodeAt(0));
  return new Uint8Array(units.buffer);
};

it.each<[string, string | Uint8Array, FileKind, string]>([
  ['', '', 'other', 'an empty file'],
  ['', new Uint8Array(), 'other', 'an empty file'],
  ['', ' \n\t', 'other', 'an empty file'],
  ['photo.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1), 'other', 'a PNG image'],
  ['robot.urdf', Uint8Array.of(0xff, 0xd8, 0xff), 'other', 'a JPEG image'],
  ['meshes.zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0), 'archive', 'a ZIP archive'],
  ['swing.npz', Uint8Array.of(0x50, 0x4b, 3, 4, 0), 'recording', 'a recording (npz)'],
  ['swing.csv', 'time [s],q joint [rad]\n0,1\n', 'recording', 'a recording (CSV)'],
  ['swing.txt', 'time [s],q joint [rad]\n0,1\n', 'other', 'a text that is no scene, no run and no robot'],
  ['a.glb', Uint8Array.of(0x67, 0x6c, 0x54, 0x46), 'mesh', 'a binary glTF (GLB) mesh'],
  ['a.stl', new Uint8Array(84), 'mesh', 'a binary STL mesh'],
  ['a.stl', 'solid a\n facet normal 0 0 1', 'mesh', 'an ASCII STL mesh'],
  ['a.obj', 'v 0 0 1\n', 'mesh', 'an OBJ mesh'],
  ['a.gltf', '{"asset": {"version": "2.0"}, "meshes": []}', 'mesh', 'a glTF mesh'],
  ['a.dae', '<?xml version="1.0"?><COLLADA/>', 'mesh', 'a COLLADA mesh'],
  [
    'a.urdf',
    '<!DOCTYPE html><title>Not found</title>',
    'other',
    'an HTML page: the download failed (title: Not found)',
  ],
  ['a.urdf', 'version https://git-lfs.github.com/spec/v1', 'other', 'a Git LFS pointer, not the file itself'],
  ['a.sdf', '<sdf version="1"/>', 'other', 'an SDF model'],
  ['a.xml', '<mujoco/>', 'other', 'a MuJoCo (MJCF) model'],
  ['a.xml', '<!-- <robot> --><svg/>', 'other', 'an XML file of <svg>'],
  ['a.xml', '<!-- a --><robot name="r"/>', 'robot', 'a robot (URDF)'],
  ['a.xml', '<robot', 'other', 'an XML file that is damaged'],
  ['a.urdf', '<robot', 'robot', 'a robot (URDF)'],
  ['a.urdf', 'not XML', 'robot', 'a robot (URDF)'],
  ['a.urdf', utf16('<robot name="r"/>'), 'robot', 'a robot (URDF)'],
  ['a', utf16('<robot name="r"/>'), 'robot', 'a robot (URDF)'],
  ['a', Uint8Array.from([...bytesOf('<?xml version="1.0" encoding="latin1"?><robot name="'), 0xe4, ...bytesOf('"/>')]), 'robot', 'a robot (URDF)'], // prettier-ignore
  ['notes.txt', 'time,q\n0,1\n', 'other', 'a text that is no scene, no run and no robot'],
  ['package.json', '{"name": "a", "scripts": {}}', 'other', 'a JSON file that is no scene'],
  ['a.json', '[1, 2]', 'other', 'a JSON file that is no scene'],
  ['a.json', '{"a": ', 'other', 'a JSON file that is damaged'],
  ['a.json', '{"version": 2, "robot": "panda",}', 'scene', 'a scene'],
  ['a.json', '{"version": 2}', 'scene', 'a scene'],
  ['a', writeSafetensors([{ name: 'x', shape: [], data: Float64Array.of(1) }]), 'controller', 'a controller (safetensors)'], // prettier-ignore
  ['a', writeSafetensors([]).subarray(0, 9), 'controller', 'a controller (safetensors)'],
  ['mine.safetensors', Uint8Array.of(1, 2, 0, 255), 'controller', 'a controller (safetensors)'],
  ['run.json', '{"checksum":"00000000","run":{"format":"adjoint-run"', 'run', 'a run file'],
  ['run.json', '{\n  "checksum": "0",\n  "run": {}\n}', 'run', 'a run file'],
  ['a', Uint8Array.of(1, 2, 0, 255), 'other', 'a binary file, or a text in another encoding'],
  ['a', 'a\u001b[2Jb', 'other', 'a text that is no scene, no run and no robot'],
  ['a', '<\u001b[2J>', 'other', 'an XML file of <\\u001b[2J>'],
])('%s: %j is %s: %s', (name, content, kind, is) => {
  expect(recognise(content, name)).toMatchObject({ kind, is });
});

it('all that cannot be opened says what helps', () => {
  for (const content of ['', 'a', '{}', '<a/>', 'v 0 0 1\n', Uint8Array.of(0x50, 0x4b, 3, 4)])
    expect(recognise(content).remedy).toMatch(/open/);
});

describe('whatever the content, there is an answer', () => {
  it('for bytes and texts of any kind', () => {
    const starts = ['{"version": 2, "robot": ', '{"checksum":"', '<robot name="', '<?xml ', '\ufeff', ''];
    const text = fc.tuple(fc.constantFrom(...starts), fc.string({ unit: 'binary' })).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(text, text.map(bytesOf), fc.uint8Array()), fc.string(), (content, name) => {
        expect(recognise(content, name).is).toMatch(/^an? /);
      }),
      { seed: testSeed, numRuns: 500 },
    );
  });

  it('soon, however deep or long it is', () => {
    for (const content of ['['.repeat(1e6), '<'.repeat(1e6), `{"version":${'{"a":'.repeat(1e5)}`, '{ '.repeat(5e5)])
      expect(recognise(content).kind).toMatch(/other|scene/);
    expect(recognise(`{"version": 2, "robot": "${'a'.repeat(6e6)}"}`).is).toMatch(/^a JSON file of 6\d+ characters/);
  });

  it('no content is refused', () => {
    for (const content of [undefined, null, 3, {}, [1]])
      expect(() => recognise(content as never)).toThrow(ArgumentError);
  });
});
