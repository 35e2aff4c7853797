/** @file The scene of a robot that came without one: it assembles, holds still, learns, and arrives. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { gravityForces } from '../../src/dynamics/inverse-dynamics.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { ArgumentError } from '../../src/errors.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { drive } from '../../src/run/job.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { parseScene } from '../../src/scene/parse.ts';
import type { Scene } from '../../src/scene/schema.ts';
import { sceneFor } from '../support/scenes.ts';
import { Random, testCases, testSeed } from '../support/random.ts';
import { assetModel, assetNames, assetText, randomRobot } from '../support/robots.ts';

const fastest = (v: Float64Array): number => v.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** What becomes of a scene: its first rollout's largest speed, and its losses. */
async function learned(scene: Scene, text: string, iterations: number) {
  const experiment = assemble(scene, text);
  const still = fastest(experiment.simulate(experiment.initialParameters).v);
  const losses: number[] = [];
  const job = Optimization.start(experiment.one());
  const end = await drive(job, { iterations, onProgress: ({ now }) => now && losses.push(now.loss) });
  const { best, parameters } = job.result();
  return { experiment, still, losses, end, best, moving: fastest(experiment.simulate(parameters).v) };
}

describe.each(assetNames)('the scene that %s has without one', (name) => {
  const model = assetModel(name);
  const { scene, notes } = sceneFor(model);

  it('is valid, the same every time, and starts at rest within limits', () => {
    expect(parseScene(JSON.parse(JSON.stringify(scene)))).toEqual(scene);
    expect(sceneFor(model)).toEqual({ scene, notes });
    expect(scene.start.v).toBeUndefined();
    expect(scene.time.step).toBe(0.005);
    model.joints.forEach(({ limits }, i) => {
      expect(scene.start.q[i]).toBeGreaterThan(limits.lower);
      expect(scene.start.q[i]).toBeLessThan(limits.upper);
    });
  });

  it('holds still at its start by at most 80 % of its drives', () => {
    const gravity = gravityForces(model, tensor([...scene.start.q])).toArray();
    model.joints.forEach(({ limits }, i) => expect(Math.abs(gravity[i])).toBeLessThanOrEqual(0.8 * limits.effort));
    expect(notes.join()).not.toContain('warning');
  });

  it('reaches its goal', async () => {
    const { end, still, best } = await learned(scene, assetText(name), 200);
    expect(end.outcome).toBe('reached');
    expect(best!.measures['distance']).toBeLessThan(0.001);
    expect(still).toBeLessThan(1e-6);
  });
});

describe('the scenes of random robots', () => {
  const random = new Random();
  const seeds = Array.from({ length: testCases(16) }, () => random.integer(0, 2 ** 31));

  it.each(seeds)('stand, stay bounded and learn, seed %i', async (seed) => {
    const text = randomRobot(new Random(seed), 8);
    const { scene, notes } = sceneFor(loadRobot(text).model);
    const isHeld = !notes.some((note) => note.includes('no posture was found'));
    const { experiment, still, losses, moving } = await learned(scene, text, 5);
    expect(experiment.warnings).toEqual([]);
    // what no drive holds falls as a body falls: by 20 m/s, and turns faster
    expect(still).toBeLessThan(isHeld ? 1e-6 : 200);
    expect(moving).toBeLessThan(isHeld ? 20 : 200);
    expect(losses.length).toBe(5);
    if (isHeld) expect(Math.min(...losses)).toBeLessThan(0.999 * losses[0]);
  });
});

describe('postures', () => {
  it('are a goal where no joint moves the origin of the link', async () => {
    const text = assetText('pendulum').replace(/<joint name="[^"]*" type="fixed">[^]*?<\/joint>/g, '').replace(/<link name="tip"[^]*?(\/>|<\/link>)/, ''); // prettier-ignore
    const { scene, notes } = sceneFor(loadRobot(text).model);
    expect(scene.success!.residual).toEqual({ type: 'joint-position', to: 'posture' });
    expect(notes.join('\n')).toContain('goal: a posture near the start');
    expect((await learned(scene, text, 100)).end.outcome).toBe('reached');
  });

  it('that no drive holds are said to be', () => {
    const text = `<robot name="lift"><link name="rail"/><link name="car"><inertial><mass value="50"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial></link>
      <joint name="slide" type="prismatic"><parent link="rail"/><child link="car"/><axis xyz="0 0 1"/><limit lower="0" upper="2" effort="100" velocity="1"/></joint></robot>`;
    expect(sceneFor(loadRobot(text).model).notes.join('\n')).toMatch(/warning: no posture was found that the drives hold .*: the arm falls; fix: raise the effort limits/); // prettier-ignore
    const strong = text.replace('effort="100"', 'effort="700"');
    expect(sceneFor(loadRobot(strong).model).notes.join('\n')).toContain('held against gravity by at most 70 %');
  });

  it('keep the link within reach when they are rounded', () => {
    const random = new Random(testSeed + 1);
    for (let i = 0; i < 30; i++) {
      const { model } = loadRobot(randomRobot(random, 3));
      const { scene, notes } = sceneFor(model);
      if (!('point' in scene.goals)) continue;
      const link = /link "([^"]*)"/.exec(notes[0])![1];
      const start = linkPose(model, tensor([...scene.start.q]), link).translation.toArray();
      const goal = scene.goals['point'] as unknown as { readonly position: number[] };
      expect(Math.hypot(...goal.position.map((value, k) => value - start[k]))).toBeGreaterThan(1e-3);
    }
  });
});

describe('a robot that cannot go anywhere is refused, with a remedy that works', () => {
  const shared = (change: (text: string) => string): string => change(assetText('planar-2link'));

  it('without a joint that moves', () => {
    const { model } = loadRobot(assetText('planar-2link'), { weld: ['shoulder', 'elbow'] });
    expect(() => sceneFor(model)).toThrow(ArgumentError);
    expect(() => sceneFor(model)).toThrow('has no joint that moves; expected a robot with a revolute, continuous or prismatic joint; fix: weld fewer joints'); // prettier-ignore
    sceneFor(loadRobot(assetText('planar-2link'), { weld: ['elbow'] }).model);
  });

  it('whose drives all give nothing', () => {
    const text = shared((urdf) => urdf.replace(/effort="[^"]*"/g, 'effort="0"'));
    expect(() => sceneFor(loadRobot(text).model)).toThrow(
      /effort limits of 0 at every joint that moves "tip".*--ignore-zero-effort/,
    );
    sceneFor(loadRobot(text, { ignoreZeroEffort: true }).model);
  });

  it('of which one drive gives nothing is told so', () => {
    const text = shared((urdf) => urdf.replace(/effort="[^"]*"/, 'effort="0"'));
    expect(sceneFor(loadRobot(text).model).notes.join('\n')).toContain('warning: joint "shoulder" cannot be driven');
  });
});

it('the arm of coinciding axes that people report stands still and learns', async () => {
  const url = new URL('../fixtures/robots/reported/r39-aligned-axes.urdf', import.meta.url);
  const text = readFileSync(url, 'utf8');
  const { still, end } = await learned(sceneFor(loadRobot(text).model).scene, text, 200);
  expect(still).toBeLessThan(1e-6);
  expect(end.outcome).toBe('reached');
});
