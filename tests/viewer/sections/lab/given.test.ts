/** @file Experiments of the user's own in links: whole where they have room, else by what tells their file from others. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledScenes } from '../../../../src/platform/web/bundled-files.ts';
import { bundledRobot } from '../../../../src/viewer/studio/address/linked-scene.ts';
import { readScene } from '../../../../src/scene/parse.ts';
import type { FileSource } from '../../../../src/viewer/sections/lab/calls.ts';
import { givenOf, needsOfLink, openGiven } from '../../../../src/viewer/sections/lab/given.ts';
import { labOf } from '../../../../src/viewer/sections/lab/lab.ts';
import { labText } from '../../../support/studies.ts';
import { openPage, type Page, settled } from '../../studio/address/open-page.ts';

const pages: Page[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.stubGlobal('Worker', class { postMessage = (): void => undefined; terminate = (): void => undefined; }); // prettier-ignore
});

afterEach(() => {
  for (const page of pages.splice(0)) page.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page at an address, with its Lab. */
function opened(hash: string) {
  const page = openPage(hash);
  pages.push(page);
  page.address.restore();
  return { ...page, lab: labOf(page.store) };
}

const toy: FileSource = { kind: 'file', text: labText('toy'), arm: null };

function ownArm(): FileSource {
  const scene = bundledScenes.get('two-link-reach.json')!;
  const robot = { ...bundledRobot(readScene(scene))!, name: 'my-arm.urdf' };
  return { kind: 'file', text: labText('two-link-gains').replace('two-link-reach', 'mine'), arm: { scene, robot } };
}

describe('a link to an experiment of the user’s own', () => {
  it('holds it whole where it has room, and opens it elsewhere with all that was changed', async () => {
    const page = opened('scene=two-link-reach');
    openGiven(page.store, page.lab, givenOf('mine.json', toy, '01234567'));
    page.lab.change({ eta: 0.25 });
    await settled(page);
    const { hash } = page.address.link;
    expect(hash).toMatch(/eta=0\.25&file=[\w-]+&room=lab&.*x=given/);
    expect(needsOfLink(page.store, page.lab)).toBeNull();
    const other = opened(hash);
    expect(other.lab.changes.value).toEqual({ eta: 0.25 });
    const { source, title } = other.store.given.experiment.value!;
    expect([JSON.parse(source.text), title]).toEqual([JSON.parse(toy.text), 'Two factors whose product is 1']);
    await settled(other);
    expect(other.address.link.hash).toBe(hash);
  });

  it('asks for its file where it needs others besides, and opens with what it says when that comes', async () => {
    const page = opened('scene=two-link-reach');
    const given = givenOf('gains.json', ownArm(), '01234567');
    openGiven(page.store, page.lab, given);
    page.lab.change({ points: 41 });
    await settled(page);
    const { hash } = page.address.link;
    expect(hash).toContain('file=sha256:01234567');
    expect(needsOfLink(page.store, page.lab)).toBe(
      'Whoever opens it is asked for gains.json, mine.json and my-arm.urdf.',
    );
    const other = opened(hash);
    expect([other.store.given.experiment.value, other.lab.source.value]).toEqual([null, null]);
    await settled(other);
    expect(other.address.link.hash).toBe(hash);
    openGiven(other.store, other.lab, given);
    expect(other.lab.changes.value).toEqual({ points: 41 });
    // another file is another experiment
    openGiven(other.store, other.lab, givenOf('other.json', toy, '89abcdef'));
    expect(other.lab.changes.value).toEqual({});
  });

  it('takes nothing of what is hostile in it', async () => {
    for (const file of ['AAAA', 'sha256:xyz', 'a'.repeat(3000)]) {
      const page = opened(`file=${file}&room=lab&scene=two-link-reach&x=given&v=1`);
      await settled(page);
      const { store } = page;
      expect(store.given.experiment.value).toBeNull();
      expect(store.messages.notice.value).toContain('"file" is');
    }
  });
});
