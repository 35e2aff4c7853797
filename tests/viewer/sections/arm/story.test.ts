/** @file The story card: a verdict in figures, and one sentence that fits, in every state of the room. */
import { describe, expect, it } from 'vitest';
import { methodKinds } from '../../../../src/optimize/kinds.ts';
import { integratorKinds } from '../../../../src/simulation/integrators/kinds.ts';
import type { Scene } from '../../../../src/scene/schema.ts';
import { subjectOf } from '../../../../src/viewer/sections/arm/story/subjects.ts';
import { noteOf } from '../../../../src/viewer/sections/notes/note-of.ts';
import { smallerStep } from '../../../../src/viewer/sections/arm/story/remedy.ts';
import type { About, StoryPart, StoryState } from '../../../../src/viewer/sections/arm/story/story-parts.ts';
import { shortVerdict, storyOf } from '../../../../src/viewer/sections/arm/story/story.ts';
import type { Verdict } from '../../../../src/viewer/sections/arm/main-measure.ts';
import { bundledScene } from './converse.ts';

const near: Verdict = {
  value: 0.0009,
  unit: 'm',
  name: 'distance',
  isDistance: true,
  tolerance: 0.001,
  isReached: true,
  alsoAsks: null,
};
const far: Verdict = { ...near, value: 0.338, isReached: false };

const ready: StoryState = {
  phase: 'ready',
  outcome: null,
  isReplaying: false,
  isCompiled: true,
  k: 0,
  newest: -1,
  best: -1,
  restarts: 1,
  diverged: 0,
  verdict: far,
  loss: 11.6,
  time: 1.75,
  steps: 400,
  parameters: 21,
  elapsed: 0,
  method: 'Adam',
  showsRings: true,
  hasTarget: true,
  training: null,
  warning: null,
  remedy: null,
};
const run: Partial<StoryState> = { k: 84, newest: 84, best: 84, elapsed: 0.42 };

/** Headline, sentence and tone of a state. */
function told(change: Partial<StoryState> = {}) {
  const { tone, headline, parts } = storyOf({ ...ready, ...change });
  const textOf = (part: StoryPart): string => (typeof part === 'string' ? part : part.text);
  const actions = parts.flatMap((part) => (typeof part === 'object' && 'action' in part ? [part.action] : []));
  const abouts = parts.flatMap((part) => (typeof part === 'object' && 'about' in part ? [part.about] : []));
  return { tone, headline, sentence: parts.map(textOf).join(''), actions, abouts };
}

describe('the story', () => {
  it('says before a run what the rings are, at the instant under the cursor', () => {
    expect(told()).toEqual({
      tone: 'calm',
      headline: '338 mm from the target',
      sentence:
        'Iteration 0, before any learning. Each ring is the push at that joint, 1.75 s into the motion, that would lower the loss ' +
        'most: forward or backward. That is the gradient, carried back through the dynamics.',
      actions: [],
      abouts: ['costates', 'dynamics'],
    });
    expect(told({ time: 0 }).sentence).toContain('at the start of the motion');
    expect(told({ showsRings: false })).toMatchObject({ actions: ['rings'] });
  });

  it('says what stands in the way instead, with one button where there is a remedy', () => {
    const warning = 'goal "point" is 60.0 mm beyond the arm\'s reach of 1.10 m, by "hand"; fix: a nearer goal';
    const one = told({ warning, remedy: 'Bring the target within reach' });
    expect(one.sentence).toBe(
      'Goal "point" is 60.0 mm beyond the arm\'s reach of 1.10 m, by "hand". Bring the target within reach',
    );
    expect(one.actions).toEqual(['remedy']);
    expect(told({ warning }).actions).toEqual([]);
  });

  it('follows a run: opened, compiled, running, stopping', () => {
    const empty = { verdict: null, loss: null };
    expect(told({ ...empty, phase: 'loading' })).toMatchObject({ tone: 'busy', headline: 'Opening' });
    expect(told({ phase: 'loading' })).toMatchObject({ tone: 'busy', sentence: 'The experiment is being built.' });
    expect(told({ phase: 'running', isCompiled: false }).sentence).toContain('compiled');
    expect(told({ phase: 'running', k: 41, newest: 41 })).toEqual({
      tone: 'busy',
      headline: '338 mm from the target',
      sentence: 'Iteration 41: the loss flows back through 400 steps to 21 numbers, and Adam changes them.',
      actions: [],
      abouts: ['reverse', 'integrator', 'controller', 'method'],
    });
    expect(told({ phase: 'running', restarts: 64 })).toMatchObject({ headline: '338 mm by the best of 64' });
    expect(told({ phase: 'stopping' }).sentence).toBe('Stopping after this iteration.');
  });

  it('plays back with a way to skip, and speaks of an earlier iteration as of one', () => {
    const replay = told({ ...run, phase: 'done', isReplaying: true, k: 17 });
    expect(replay).toMatchObject({ tone: 'busy', actions: ['skip'] });
    expect(replay.sentence).toBe('Learning, played back: iteration 17 of 84. Skip');
    expect(told({ ...run, phase: 'done', k: 17 }).sentence).toContain('Iteration 17 of 84. Each ring');
  });

  it('says how it ended, and by whose tolerance', () => {
    const reached = { ...run, phase: 'done', outcome: { outcome: 'reached', detail: '' } } as const;
    expect(told({ ...reached, verdict: near })).toMatchObject({
      tone: 'good',
      headline: 'Reached: 0.90 mm from the target',
      sentence: 'Reached in 85 iterations, 0.4 s. Drag the target, and it learns on from here.',
    });
    expect(told({ ...reached, verdict: near, restarts: 64 }).headline).toBe('Reached: 0.90 mm by the best of 64');
    const short = { ...far, value: 0.00215, tolerance: 0.002 };
    const done = { ...run, phase: 'done', outcome: { outcome: 'iterations', detail: '' } } as const;
    expect(told({ ...done, verdict: short })).toMatchObject({
      tone: 'warn',
      headline: '2.15 mm, tolerance 2 mm not met',
      sentence: '85 iterations done, in 0.4 s. Continue goes on from here.',
    });
    expect(told({ ...done, verdict: { ...short, value: 0.001, alsoAsks: 'rest' } }).headline).toBe(
      '1.00 mm, but not at rest',
    );
    expect(told({ ...done, verdict: { ...short, tolerance: null } })).toMatchObject({
      tone: 'calm',
      headline: '2.15 mm from the target',
    });
    expect(told({ ...run, phase: 'paused' }).sentence).toBe(
      'Stopped after 85 iterations, 0.4 s. Continue goes on from here.',
    );
  });

  it('is never green where the tolerance is not met, whatever the state', () => {
    const phases = ['loading', 'ready', 'running', 'stopping', 'done', 'paused', 'failed'] as const;
    for (const phase of phases)
      for (const tolerance of [null, 0.001, 1]) {
        const state = { ...run, phase, verdict: { ...far, tolerance } };
        expect(told(state).tone, phase).not.toBe('good');
        expect(told(state).headline, phase).not.toContain('Reached');
      }
  });

  it('names cause and remedy of a failure, and of a gradient that is 0', () => {
    const detail = 'first non-finite value: op div, joint "hand"; try: use a smaller dt';
    const diverged = told({
      ...run,
      phase: 'failed',
      outcome: { outcome: 'diverged', detail },
      remedy: 'Halve the time step',
    });
    expect(diverged).toMatchObject({ tone: 'bad', actions: ['remedy'] });
    expect(diverged.sentence).toBe(
      'It diverged after 85 iterations: first non-finite value: op div, joint "hand". The best numbers so far are kept. ' +
        'Halve the time step',
    );
    const still = {
      outcome: 'no-gradient',
      detail: 'it cannot learn, as the gradient is exactly 0: limits of 0',
    } as const;
    expect(told({ phase: 'failed', outcome: still }).sentence).toBe(
      'It cannot learn, as the gradient is exactly 0: limits of 0.',
    );
    expect(told({ phase: 'failed', verdict: { ...far, value: NaN } }).headline).toBe('No longer finite');
  });

  it('speaks of another measure by its name, and of the loss where there is none', () => {
    const angle = { ...far, value: 0.031, unit: 'rad', name: 'tilt of the cup', isDistance: false };
    expect(told({ verdict: angle }).headline).toBe('0.0310 rad tilt of the cup');
    expect(told({ verdict: null }).headline).toBe('Loss 11.60');
  });

  it('is short on a small screen', () => {
    const of = (change: Partial<StoryState>): string | null => shortVerdict({ ...ready, ...change });
    expect([of({}), of({ verdict: near }), of({ verdict: null }), of({ verdict: null, loss: null })]).toEqual([
      '338 mm away',
      'Reached: 0.90 mm',
      'Loss 11.60',
      null,
    ]);
  });

  it('leads to notes that are there', () => {
    const abouts: readonly About[] = ['costates', 'reverse', 'dynamics', 'integrator', 'method', 'controller'];
    const panda = bundledScene('panda-reach');
    const scenes = [
      ...methodKinds.all.map(({ type }) => ({ ...panda, method: { type } }) as unknown as Scene),
      ...integratorKinds.all.map(({ type }) => ({ ...panda, time: { ...panda.time, integrator: type } }) as Scene),
      bundledScene('pendulum-swing-up'),
    ];
    for (const scene of scenes)
      for (const about of abouts) {
        const subject = subjectOf(about, scene);
        expect(noteOf(subject), `${subject.kind} ${subject.id}`).not.toBeNull();
      }
  });
});

describe('the remedy of a divergence', () => {
  const panda = bundledScene('panda-reach');

  it('is a smaller step of time where the first rollout fails, and of the method later', () => {
    expect(smallerStep(panda, -1)).toMatchObject({ label: 'Halve the time step', scene: { time: { step: 0.0025 } } });
    expect(smallerStep(panda, 12)).toMatchObject({
      label: 'Take step size 0.01',
      scene: { method: { learningRate: 0.01 } },
    });
    expect(smallerStep({ ...panda, method: { type: 'lbfgs', iterations: 9 } }, 12)).toBeNull();
  });
});
