/** @file What the linear loop at a start blames, on arms of any size: against rollouts that are made. */
import { describe, expect, it } from 'vitest';
import { drive, type End } from '../../src/run/job.ts';
import { Optimization } from '../../src/run/optimization.ts';
import type { LoadOptions } from '../../src/robot/urdf/load-options.ts';
import { assemble } from '../../src/scene/assemble.ts';
import type { Scene } from '../../src/scene/schema.ts';
import { closedLoop } from '../../src/learning/closed-loop.ts';
import { diagnoseDivergence, diagnoseInstability } from '../../src/learning/diagnose-divergence.ts';
import { staysFinite } from '../../src/learning/remedies.ts';
import { describeEntries } from '../../src/learning/parameter-names.ts';
import { smallArm, smallScene } from '../support/small-arm.ts';
import { experimentOf, sceneNames } from '../support/scenes.ts';
import type { SceneJson } from '../support/command-line.ts';

/** What the small arm's rollout is made of, with changes. */
function attempt(change: (scene: SceneJson) => void = () => undefined, arm = {}) {
  const scene = smallScene();
  change(scene);
  const experiment = assemble(scene as unknown as Scene, smallArm(arm));
  const { settings, given, layout, initialParameters } = experiment;
  return { settings, optimized: layout.fromVector(initialParameters), fixed: given.fixed, scenario: given.scenario };
}

describe('the loop at the start', () => {
  it.each(sceneNames)('of %s is stable: nothing is blamed', (name) => {
    expect(experimentOf(name, 0.2).instability).toBeNull();
  });

  it('of an arm that stands upright and falls is stable, too: that is no fault of its steps', () => {
    const upright = attempt((scene) => {
      scene.time = { step: 0.005, horizon: 5 };
      scene.start.q = [-Math.PI / 2, 0];
      scene.controller = { type: 'torque-spline', knots: 4 };
    });
    expect(diagnoseInstability(upright)).toBeNull();
  });

  it('has the gains of the controller, which its scaled parameters have in part', () => {
    const whole = attempt((scene) => (scene.controller.gravityCompensation = false));
    const factors = { position: [0.5, 2], velocity: [3, 0.25] };
    const scaled = whole.settings.controller.scaleGains!(whole.optimized, factors);
    const [before, after] = [whole, { ...whole, optimized: scaled }].map(closedLoop);
    const diagonal = (gains: readonly number[]) => [gains[0], gains[3]];
    expect(diagonal(before.positionGains)).toEqual([expect.closeTo(20, 9), expect.closeTo(5, 9)]);
    expect(diagonal(after.positionGains)).toEqual([expect.closeTo(10, 9), expect.closeTo(10, 9)]);
    expect(diagonal(after.velocityGains)).toEqual([expect.closeTo(6, 9), expect.closeTo(0.075, 9)]);
  });

  it('blames what a method has come to, not the scene', () => {
    const strong = attempt((scene) => (scene.controller.kd = [2, 9]), { effort: [1e9, 1e9] });
    const { cause, remedy } = diagnoseDivergence(strong, { step: 4 }, false)!;
    expect(cause).toMatch(
      /^the parameters it has come to: the controller's damping kd of 9 .*\(no longer finite after 0\.0200 s\)$/,
    );
    expect(remedy).toMatch(/^smaller steps of the method; damping kd of /);
  });

  it('offers gains that hold where every joint has far too much, though one is the worst', () => {
    const make = (kp: readonly number[]) =>
      attempt((scene) => {
        scene.controller.kp = kp;
      }, { effort: [1e12, 1e12] }); // prettier-ignore
    const { cause, remedy } = diagnoseDivergence(make([1e7, 1e7]), {}, true)!;
    expect(cause).toContain('stiffness kp of 10000000 N m/rad at joint "elbow" is too large');
    const [, shoulder, elbow] = /^stiffness kp of ([\d.]+), ([\d.]+) N m\/rad at joints "shoulder", "elbow"/.exec(
      remedy,
    )!;
    expect(staysFinite({ attempt: make([1e7, Number(elbow)]) }, {})).toBe(false);
    expect(staysFinite({ attempt: make([Number(shoulder), Number(elbow)]) }, {})).toBe(true);
  });

  it('says nothing where it has nothing to say', () => {
    expect(diagnoseDivergence(attempt(), {}, false)).toBeNull();
  });
});

it('an arm whose drives have no force learns as soon as limits of 0 count as absent', async () => {
  const ended = async (options: LoadOptions): Promise<End> => {
    const experiment = assemble(smallScene() as unknown as Scene, smallArm({ effort: [0, 0] }), options);
    return drive(Optimization.start(experiment.one()), { iterations: 2 });
  };
  expect((await ended({})).detail).toContain(
    'take a limit of 0 as none (--ignore-zero-effort, or "ignoreZeroEffort": true',
  );
  expect((await ended({ ignoreZeroEffort: true })).outcome).toBe('iterations');
});

it('entries of parameters are named by tensor and joint, all or so many of them', () => {
  const { model } = attempt().settings;
  const slots = [
    { path: 'logKd', shape: [2], offset: 0, size: 2 },
    { path: 'knots', shape: [3, 2], offset: 2, size: 6 },
    { path: 'policy.bias', shape: [3], offset: 8, size: 3 },
    { path: 'scale', shape: [], offset: 11, size: 1 },
  ];
  expect(describeEntries([1], slots, model)).toBe('log kd of joint "elbow"');
  expect(describeEntries([0, 1, 2, 4, 6, 3], slots, model)).toBe(
    'log kd of joints "shoulder", "elbow", knots of joint "shoulder", 1 of 3 knots of joint "elbow"',
  );
  expect(describeEntries([8, 9, 11], slots, model)).toBe('2 of 3 policy.bias, scale');
});
