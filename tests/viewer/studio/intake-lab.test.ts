/** @file Experiments of the Lab that are given to the page: with their scene and robot from the same drop, or what is missing by its name. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeZip } from '../../../src/formats/zip.ts';
import { bundledRobots } from '../../../src/platform/web/bundled-files.ts';
import { labOf } from '../../../src/viewer/sections/lab/lab.ts';
import { sceneText } from '../../support/robots.ts';
import { labText } from '../../support/studies.ts';
import { openSession } from './open-session.ts';

let open: ReturnType<typeof openSession>;

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  // its worker is never asked here
  vi.stubGlobal('Worker', class { postMessage = (): void => undefined; terminate = (): void => undefined; }); // prettier-ignore
  open = openSession();
});

afterEach(() => {
  open.close();
  vi.unstubAllGlobals();
});

const file = (name: string, content: string | Uint8Array): File => new File([content as Uint8Array<ArrayBuffer>], name);
const give = (...files: File[]): Promise<void> => open.session.intake.open(files);

const gains = labText('two-link-gains').replace('two-link-reach.json', 'mine.json');
const scene = sceneText('two-link-reach').replace('planar-2link.urdf', 'my-arm.urdf');
const robot = bundledRobots.get('planar-2link.urdf')!;

/** What is studied in the Lab, as far as it is the user's own. */
const given = () => open.store.given.experiment.value;
const failure = () => open.store.messages.failure.value;

describe('an experiment of the Lab among files', () => {
  it('opens in the Lab, and leaves the arm as it is', async () => {
    await give(file('anything.txt', labText('toy')));
    expect(open.store.view.room.value).toBe('lab');
    expect(labOf(open.store).experiment.value).toBe('given');
    expect(given()).toMatchObject({ file: 'anything.txt', title: 'Two factors whose product is 1' });
    expect(given()!.source).toEqual({ kind: 'file', text: labText('toy'), arm: null });
    expect(open.worker().loads).toEqual([]);
    expect([open.store.messages.dropped.value, failure()]).toEqual([null, null]);
  });

  it('takes the scene and the robot that it names from the same drop, and the others of the page', async () => {
    await give(
      file('a.json', gains),
      file('mine.json', scene),
      file('my-arm.urdf', robot),
      file('b.json', labText('toy')),
    );
    const { arm } = given()!.source;
    expect(arm!.scene).toBe(scene);
    expect(arm!.robot.name).toBe('my-arm.urdf');
    expect(new TextDecoder().decode(arm!.robot.content as Uint8Array)).toBe(robot);
    expect(open.store.messages.dropped.value!.map(({ name, isUsed }) => [name, isUsed])).toEqual([
      ['a.json', true],
      ['mine.json', true],
      ['my-arm.urdf', true],
      ['b.json', false],
    ]);
    await give(file('a.json', labText('two-link-gains')));
    expect(given()!.source.arm).toEqual({
      scene: sceneText('two-link-reach'),
      robot: { name: 'planar-2link.urdf', content: robot },
    });
  });

  it('opens out of an archive, with what lies beside it there', async () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const archive = writeZip({
      'lab/gains.json': bytes(gains),
      'lab/mine.json': bytes(scene),
      'robots/my-arm.urdf': bytes(robot),
    });
    await give(file('all.zip', archive));
    expect(given()).toMatchObject({ file: 'gains.json', source: { arm: { scene } } });
    await give(file('cut.zip', archive.subarray(0, 200)));
    expect(failure()).toMatchObject({ during: 'file', file: 'cut.zip', message: expect.stringContaining('damaged') });
  });

  it.each([
    [
      'its scene',
      [file('a.json', gains)],
      'a.json',
      /^\$\.scene \(line 7, column 3\): found "mine\.json".*drop mine\.json/,
    ],
    [
      'its robot',
      [file('a.json', gains), file('mine.json', scene)],
      'a.json',
      /found "my-arm\.urdf".*drop my-arm\.urdf/,
    ],
    [
      'nothing, but has an error',
      [file('a.json', labText('toy').replace('"iterations": ', '"iterations": -'))],
      'a.json',
      /^\$\.iterations \(line \d+, column 3\)/,
    ],
    [
      'nothing, but sets what is not there',
      [file('a.json', labText('two-link-gains').replace('time.integrator=', 'time.integrater='))],
      'a.json',
      /^\$\.set\[1\] \(line 10, column 5\).*did you mean "integrator"/,
    ],
    [
      'nothing, but its scene has an error',
      [file('a.json', gains), file('mine.json', scene.replace('"horizon": ', '"horizon": -'))],
      'a.json',
      /^\$\.time\.horizon \(line \d+/,
    ],
  ])('that lacks %s says so with its place, and what was open stays', async (_, files, name, message) => {
    // prettier-ignore
    await give(file('first.json', labText('toy')));
    const before = given();
    open.store.view.room.value = 'arm';
    await give(...files);
    expect(failure()).toMatchObject({ during: 'scene', file: name, message: expect.stringMatching(message) });
    expect([given(), open.store.view.room.value]).toEqual([before, 'arm']);
  });
});
