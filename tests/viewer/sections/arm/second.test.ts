/** @file The shown motion in the second physics: what the worker answers, and when the page asks. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { assetModel } from '../../../support/robots.ts';
import { withSettings } from '../../../../src/scene/with-settings.ts';
import type { SecondRequest } from '../../../../src/viewer/sections/arm/calls.ts';
import { endGap, secondWords } from '../../../../src/viewer/sections/arm/second/second-words.ts';
import { secondDelay } from '../../../../src/viewer/studio/second-engine.ts';
import { closeAgain, type OpenSession, openSmallScene } from '../../studio/open-session.ts';
import { bundledScene, converse, robotFile } from './converse.ts';

const robot = robotFile('planar-2link');
const scene = bundledScene('two-link-reach');

/** A look at the scene's start, and the request for the same in the second physics. */
async function looked(situation: SecondRequest['situation'] = null) {
  const { call } = converse();
  await call('prepare', { robot, scene, situation }).result;
  const { look } = await call('load', { robot, scene, startFrom: null, restarts: 1 }).result;
  const { parameters } = look!;
  const ours = await call('look', { parameters: parameters.slice() }).result;
  return { call, ours, request: { robot, scene, situation, parameters } };
}

describe('the worker', () => {
  it.each([null, { q: [0.4, -0.9], v: [0, 0], goal: null }])(
    'moves the arm in Rapier nearly as here',
    async (there) => {
      const { call, ours, request } = await looked(there);
      const { poses, lostAt } = (await call('lookInSecond', request).result)!;
      expect([poses.length, lostAt]).toEqual([ours.motion.poses.length, null]);
      poses.subarray(0, 24).forEach((value, i) => expect(value).toBeCloseTo(ours.motion.poses[i], 12));
      const gap = endGap(assetModel('planar-2link'), 'tip', ours.motion.poses, poses);
      expect(gap).toBeGreaterThan(0);
      expect(gap).toBeLessThan(0.05);
    },
  );

  it('answers null where it is cancelled', async () => {
    const { call, request } = await looked();
    const asked = call('lookInSecond', request);
    asked.cancel();
    expect(await asked.result).toBeNull();
  });

  it('tries a policy by unseen goals in both, and stops where it is cancelled', async () => {
    const short = ['time.horizon=0.1', 'method.members=4', 'evaluate.validation.count=6'];
    const trains = withSettings(bundledScene('two-link-reach-anywhere'), short);
    const { call } = converse();
    const { parameters } = await call('load', { robot, scene: trains, startFrom: null, restarts: 1 }).result;
    const found = (await call('evaluateInBoth', { robot, scene: trains, parameters }).result)!;
    expect(found.count).toBe(6);
    for (const share of [found.ours, found.theirs]) expect(share * 6).toBeCloseTo(Math.round(share * 6), 12);
    const asked = call('evaluateInBoth', { robot, scene: trains, parameters });
    asked.cancel();
    expect(await asked.result).toBeNull();
  });

  it('says in words what Rapier has none of', async () => {
    const { call, request } = await looked();
    const content = (robot.content as string).replace(/(<joint name="elbow"[^>]*>)/, '$1<mimic joint="shoulder"/>');
    const follows = { ...robot, content };
    const fit = await converse().call('load', { robot: follows, scene: null, startFrom: null, restarts: 1 }).result;
    const asked = { ...request, robot: follows, scene: fit.scene, parameters: fit.parameters };
    await expect(call('lookInSecond', asked).result).rejects.toMatchObject({
      message: 'Rapier knows no joints that follow others, as “elbow” follows “shoulder” here.',
    });
  });
});

describe('the page', () => {
  let open: OpenSession;
  beforeEach(async () => {
    open = await openSmallScene();
  });
  afterEach(() => closeAgain(open));

  const asked = (): number => open.analyst().argumentsOf('lookInSecond').length;
  const isThere = (): boolean => open.store.shown.second.value?.state === 'there';

  it('asks once what is shown has stayed as it is, and again after a change', async () => {
    const { store, session, until, settle } = open;
    const { shown, view, experiment } = store;
    expect(secondWords(store)).toBeNull();
    view.layers.value = [...view.layers.value, 'second'];
    expect(secondWords(store)).toBe('Rapier is at it: 0 %');
    vi.advanceTimersByTime(secondDelay - 1);
    expect(open.analysts.flatMap((one) => one.argumentsOf('lookInSecond'))).toEqual([]);
    vi.advanceTimersByTime(1);
    await until(isThere);
    expect(secondWords(store)).toMatch(/^Rapier ends [\d.]+ (mm|µm) from here$/);
    const [x, y, z] = experiment.target.value!;
    for (const step of [0.01, 0.02]) session.run.moveTarget([x - step, y, z]);
    await settle();
    expect(shown.second.value).toEqual({ state: 'under way', done: 0 });
    vi.advanceTimersByTime(secondDelay);
    await until(isThere);
    expect(asked()).toBe(2);
  });

  it('takes it away where it is switched off, also while it is under way', async () => {
    const { store, settle } = open;
    const { view, shown } = store;
    const { value: usual } = view.layers;
    view.layers.value = [...usual, 'second'];
    vi.advanceTimersByTime(secondDelay);
    expect(asked()).toBe(1);
    view.layers.value = usual;
    await settle();
    expect([shown.second.value, secondWords(store)]).toEqual([null, null]);
    expect(open.analyst().posted.at(-1)?.type).toBe('cancel');
  });

  it('says so where the worker was lost', () => {
    const { store } = open;
    store.view.layers.value = ['second'];
    vi.advanceTimersByTime(secondDelay);
    open.analyst().die();
    expect(secondWords(store)).toBe('Rapier was stopped. Switch it off and on to try again.');
  });
});
