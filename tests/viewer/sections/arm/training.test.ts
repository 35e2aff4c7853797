/** @file A scene that trains, in the page's own threads: it learns, many arms are looked at, and the goal is moved without a new run. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withSettings } from '../../../../src/scene/with-settings.ts';
import type { Scene } from '../../../../src/scene/schema.ts';
import { successColumn } from '../../../../src/viewer/sections/arm/train/columns.ts';
import { closeAgain, learn, type OpenSession, openSmallScene } from '../../studio/open-session.ts';

const short = (scene: Scene): Scene =>
  withSettings(scene, ['method.iterations=6', 'method.members=8', 'method.every=3']);

let open: OpenSession;

beforeEach(async () => {
  open = await openSmallScene('two-link-reach-anywhere.json', short);
});
afterEach(() => closeAgain(open));

it('learns, and tells of its validations and of its layers', async () => {
  await learn(open);
  const { series } = open.store.run;
  expect(open.store.run.newest.value).toBe(5);
  expect([...series.value.line(successColumn).x]).toEqual([2, 5]);
  for (const { y } of ['gradient of layer 1', 'gradient of layer 3', 'saturated 0', 'limited'].map((id) =>
    series.value.line(id),
  ))
    for (const value of y) expect(value).toBeGreaterThanOrEqual(0);
  expect(series.value.line('gradient of layer 2').x).toHaveLength(6);
  expect(open.store.shown.look.value?.k).toBe(open.store.run.best.value);
});
