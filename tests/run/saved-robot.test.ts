/** @file What a run file says of how its robot was loaded. */
import { describe, expect, it } from 'vitest';
import { SceneError } from '../../src/errors.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { decodeRun, encodeRun, type RunFile } from '../../src/run/run-file.ts';
import { experimentWith, optimizers } from '../support/two-link.ts';

const experiment = experimentWith(optimizers[0], {});
const run: RunFile = {
  scene: experiment.scene,
  robot: { checksum: '00000000', weld: [], repair: false },
  parameters: experiment.layout.slots,
  state: Optimization.start(experiment.one()).state,
  trajectory: null,
};

describe('the robot of a run file', () => {
  const robot: RunFile['robot'] = {
    checksum: '00000000',
    weld: ['elbow'],
    repair: true,
    estimateInertia: true,
    armature: { shoulder: 0.1 },
    ignoreZeroEffort: true,
    frictionVelocity: 0.1,
    maxLinks: 2000,
    estimates: [
      { link: 'tip', from: 'shapes' },
      { link: 'base', from: 'capsules' },
    ],
  };

  it('is read as it was written, with all that was said of it and estimated', () => {
    const text = encodeRun({ ...run, robot });
    expect(decodeRun(text).robot).toEqual(robot);
    expect(encodeRun(decodeRun(text))).toBe(text);
  });

  it('may say no more than files of before', () => {
    expect(decodeRun(encodeRun(run)).robot).toEqual({ checksum: '00000000', weld: [], repair: false });
  });

  it.each([
    ['estimates', [{ link: 'tip', from: 'nothing' }]],
    ['armature', { elbow: 'heavy' }],
    ['maxLinks', -1],
    ['wled', []],
  ])('is refused with %s = %j', (key, value) => {
    const body = encodeRun({ ...run, robot: { ...robot, [key]: value } as RunFile['robot'] });
    expect(() => decodeRun(body)).toThrow(SceneError);
  });
});
