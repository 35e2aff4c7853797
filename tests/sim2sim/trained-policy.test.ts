/** @file A policy that was trained in ours, untouched, in physics that Adjoint did not write. `TEST_POLICY=panda-reach-anywhere` for a long one. */
import { describe, expect, it } from 'vitest';
import { readScene } from '../../src/scene/parse.ts';
import { opinionOn, reportIn } from '../../src/scene/second-opinion.ts';
import { robotOf } from '../../src/scene/robot.ts';
import { rapierPhysics } from '../../src/sim2sim/rapier/rapier-physics.ts';
import type { SecondPhysics } from '../../src/sim2sim/second-physics.ts';
import { examine } from '../../src/train/evaluation.ts';
import { Training } from '../../src/train/training.ts';
import { drive } from '../../src/run/job.ts';
import { mujocoPhysics } from '../support/mujoco-physics.ts';
import { inlineRunner } from '../support/small-training.ts';
import { assetText, sceneText } from '../support/robots.ts';
import { assemble } from '../../src/scene/assemble.ts';

const name = process.env.TEST_POLICY ?? 'two-link-reach-anywhere';
const isLong = process.env.TEST_POLICY !== undefined;
/** MuJoCo's WASM has memory for about so many arms. */
const count = isLong ? 64 : 32;

const scene = readScene(sceneText(name));
const urdf = assetText(robotOf(scene).file.replace(/\.urdf$/, ''));

describe(`a policy that was trained by ${name}`, { timeout: 900_000 }, () => {
  const experiment = assemble(scene, urdf);
  const course = experiment.course(inlineRunner());
  const job = Training.start(course);
  const trained = drive(job, { iterations: experiment.iterations }).then(() => job.result().parameters);
  const sample = { set: 'test', seed: 0, count } as const;
  const { dt } = experiment.settings;

  const others: readonly (readonly [string, () => Promise<SecondPhysics>])[] = [
    ['Rapier', () => rapierPhysics(experiment.model, { dt, members: count })],
    ['MuJoCo', () => mujocoPhysics(urdf, experiment.model, { dt, members: count })],
  ];

  it.each(others)('brings nearly all unseen goals within 3 cm in %s, as in ours', async (_, open) => {
    const x = await trained;
    const ours = await examine(course.lesson, x, sample);
    expect(ours.success).toBeGreaterThan(0.95);
    const physics = await open();
    const theirs = reportIn(physics, experiment, opinionOn(experiment, x, sample));
    physics.close();
    expect(theirs.count).toBe(count);
    expect(theirs.measures.distance.high).toBeLessThan(0.03);
    expect(theirs.success).toBeGreaterThan(0.9);
  });
});
