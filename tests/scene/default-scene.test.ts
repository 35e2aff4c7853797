/** @file The scene of a robot that came without one: it assembles, holds still, learns, and arrives. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { massMatrix } from '../../src/dynamics/mass-matrix.ts';
import { gravityForces } from '../../src/dynamics/inverse-dynamics.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import { ArgumentError } from '../../src/errors.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { drive } from '../../src/run/job.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { defaultScene } from '../../src/scene/default-scene.ts';
import { inverseOf, largestEigenpair } from '../../src/scene/defaults/dense.ts';
import { parseScene } from '../../src/scene/parse.ts';
import type { Scene } from '../../src/scene/schema.ts';
import { expectClose } from '../support/check.ts';
import { Random, testCases, testSeed } from '../support/random.ts';
import { assetModel, assetNames, assetText, randomRobot } from '../support/robots.ts';

const made = (model: RobotModel, link?: string): { readonly scene: Scene; readonly notes: readonly string[] } =>
  defaultScene(model, { name: 'own-arm', title: 'Own arm', robot: 'own-arm.urdf', ...(link && { link }) });

const gains = ({ controller }: Scene): { readonly kp: number[]; readonly kd: number[] } =>
  controller as unknown as { kp: number[]; kd: number[] };

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
  const { scene, notes } = made(model);

  it('is valid, the same every time, and starts at rest within limits', () => {
    expect(parseScene(JSON.parse(JSON.stringify(scene)))).toEqual(scene);
    expect(made(model)).toEqual({ scene, notes });
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
  const seeds = Array.from({ length: testCases(24) }, () => random.integer(0, 2 ** 31));

  it.each(seeds)('stand, stay bounded and learn, seed %i', async (seed) => {
    const text = randomRobot(new Random(seed), 8);
    const { scene, notes } = made(loadRobot(text).model);
    const isHeld = !notes.some((note) => note.includes('no posture was found'));
    const { experiment, still, losses, moving } = await learned(scene, text, 5);
    expect(experiment.warnings).toEqual([]);
    // what no drive holds falls as a body falls: by 20 m/s, and turns faster
    expect(still).toBeLessThan(isHeld ? 1e-6 : 200);
    expect(moving).toBeLessThan(isHeld ? 20 : 200);
    expect(losses.length).toBe(5);
    if (isHeld) expect(Math.min(...losses)).toBeLessThan(0.999 * losses[0]);
  });

  it('have gains that their step bears at the start: no eigenvalue of h M^-1 Kd is above a half', () => {
    for (let i = 0; i < testCases(150); i++) {
      const seed = random.integer(0, 2 ** 31);
      const { model } = loadRobot(randomRobot(new Random(seed), 10));
      const { scene } = made(model);
      expect(strongest(model, scene.start.q, gains(scene).kd) * scene.time.step, `seed ${seed}`).toBeLessThan(0.51);
    }
  });
});

/** Largest eigenvalue of M^-1 D, by many steps of the power iteration on the product itself. */
function strongest(model: RobotModel, q: readonly number[], D: readonly number[]): number {
  const n = D.length;
  const M = massMatrix(model, tensor([...q])).toArray();
  const inverse = inverseOf(D.map((_, i) => M.slice(i * n, (i + 1) * n)))!;
  let x = D.map((_, i) => 1 + 0.1 * i);
  let value = 0;
  for (let step = 0; step < 2000; step++) {
    const next = inverse.map((row) => row.reduce((sum, entry, i) => sum + entry * D[i] * x[i], 0));
    value = Math.hypot(...next) / Math.hypot(...x);
    x = next.map((entry) => entry / value);
  }
  return value;
}

describe('gains', () => {
  const aligned = (count: number, inertia: number): string =>
    `<robot name="aligned"><link name="l0"/>${Array.from(
      { length: count },
      (_, i) =>
        `<link name="l${i + 1}"><inertial><origin xyz="0.1 0 0"/><mass value="${inertia}"/><inertia ixx="${inertia / 50}" ixy="0" ixz="0" iyy="${inertia / 50}" iyz="0" izz="${inertia / 50}"/></inertial></link>
        <joint name="j${i + 1}" type="continuous"><parent link="l${i}"/><child link="l${i + 1}"/><origin xyz="0 0 0.02"/><axis xyz="0 0 1"/></joint>`,
    ).join('')}</robot>`;

  it('are those of the masses where joints do not work on each other, critically damped at 6 rad/s', () => {
    const { model } = loadRobot(aligned(1, 2));
    const { kp, kd } = gains(made(model).scene);
    const inertia = 0.02 * 2 + 2 / 50;
    expectClose(kp, [36 * inertia], 1e-3 * 36 * inertia);
    expectClose(kd, [12 * inertia], 1e-3 * 12 * inertia);
  });

  it.each([2, 4, 8, 16, 40])('are stable where %i axes coincide', (count) => {
    const { model } = loadRobot(aligned(count, 1));
    const { scene } = made(model);
    const naive = massMatrix(model, tensor([...scene.start.q]))
      .toArray()
      .filter((_, i) => i % (count + 1) === 0);
    const factor = strongest(model, scene.start.q, naive);
    expect(factor).toBeGreaterThan(count);
    expect(scene.time.step * strongest(model, scene.start.q, gains(scene).kd)).toBeLessThan(0.51);
  });

  it('take a shorter step where a long one would leave them soft, and say which joint asks for it', () => {
    const { scene, notes } = made(loadRobot(aligned(40, 1)).model);
    expect(scene.time.step).toBeLessThan(0.005);
    expect(scene.time.step).toBeGreaterThanOrEqual(0.0005);
    expect(notes.join('\n')).toMatch(/step: [\d.]+ ms, as joint "j\d+" is stiff/);
  });

  it('overcome damping and friction of the joints', () => {
    const text = aligned(1, 2);
    const [plain, damped] = [text, text.replace('</joint>', '<dynamics damping="10" friction="2"/></joint>')].map(
      (robot) => gains(made(loadRobot(robot).model).scene),
    );
    // half of the frequency times the resistance on the way
    expectClose(damped.kp, [plain.kp[0] + 3 * (10 + 2 / Math.hypot(0.6, 0.05))], 0.2);
    expectClose(damped.kd, plain.kd, 0.01 * plain.kd[0]);
  });

  it('count the armature of a drive', () => {
    const { model } = loadRobot(aligned(1, 2), { armature: { j1: 0.5 } });
    expectClose(gains(made(model).scene).kd, [12 * (0.5 + 0.08)], 0.01);
  });

  it('are lower where a drive could not follow', () => {
    const weak = aligned(1, 2).replace('</joint>', '<limit effort="0.3" velocity="1"/></joint>');
    const { scene, notes } = made(loadRobot(weak).model);
    expect(gains(scene).kp[0]).toBeLessThan(36 * 0.08);
    expect(notes.join('\n')).toContain('slower for "j1"');
  });
});

describe('the link of an arm', () => {
  const inertial = '<inertial><mass value="1"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial>';
  const linkOf = (joints: readonly string[]): string => {
    const links = new Set(joints.flatMap((joint) => joint.split(' ').slice(1, 3)));
    const text = joints
      .map((joint, i) => {
        const [type, parent, child, name = `j${i}`, mimic] = joint.split(' ');
        const follows = mimic ? `<mimic joint="${mimic}"/>` : '';
        return `<joint name="${name}" type="${type}"><parent link="${parent}"/><child link="${child}"/><origin xyz="0.1 0 0.1"/><axis xyz="0 1 0"/><limit lower="-1" upper="1" effort="100" velocity="1"/>${follows}</joint>`;
      })
      .join('');
    const { model } = loadRobot(
      `<robot name="r">${[...links].map((link) => `<link name="${link}">${inertial}</link>`).join('')}${text}</robot>`,
    );
    return /link "([^"]*)"/.exec(made(model).notes[0])![1];
  };
  const arm = ['revolute base a', 'revolute a b', 'revolute b c'];
  const finger = (name: string, more = ''): string => `prismatic hand ${name} ${name}_slide ${more}`.trim();

  it.each<[string, readonly string[], string]>([
    ['its last', arm, 'c'],
    ['the last of the longest chain', [...arm, 'revolute base x', 'revolute x y'], 'c'],
    [
      'of chains of one length the later one',
      ['revolute base a', 'revolute a b', 'revolute base x', 'revolute x y'],
      'y',
    ],
    ['a frame that is fixed to its last body', [...arm, 'fixed c tip'], 'tip'],
    [
      'the frame of a tool rather than what looks on',
      [...arm, 'fixed c tool0', 'fixed c flange', 'fixed c camera'],
      'tool0',
    ],
    [
      'the frame of a hand rather than its fingers',
      [...arm, 'fixed c hand', 'fixed hand tcp', finger('left'), finger('right', 'left_slide')],
      'tcp',
    ],
    ['the hand where fingers come first', [...arm, 'fixed c hand', finger('left'), finger('right')], 'hand'],
    ['the arm where its one finger is named so', [...arm, 'fixed c hand', finger('jaw')], 'hand'],
    [
      'the hand of long fingers of a longer arm',
      [...arm, 'fixed c hand', 'revolute hand p', 'revolute p q', 'revolute hand r', 'revolute r s'],
      'hand',
    ],
    ['a finger where there is nothing but a hand', ['prismatic base left', 'prismatic base right'], 'right'],
  ])('is %s', (_, joints, expected) => {
    expect(linkOf(joints)).toBe(expected);
  });

  it('is the one that is asked for, which a joint has to move', () => {
    const model = assetModel('panda');
    expect(made(model, 'panda_link4').notes[0]).toBe('link "panda_link4": at the end of 4 joints');
    expect(() => made(model, 'panda_lnik4')).toThrow('link: found "panda_lnik4"; expected a link of robot "panda"; fix: did you mean "panda_link4"?'); // prettier-ignore
    expect(() => made(model, 'panda_link0')).toThrow(/which stands still; expected a link that joints move; fix: use one of panda_link1/); // prettier-ignore
  });
});

describe('postures', () => {
  it('are a goal where no joint moves the origin of the link', async () => {
    const text = assetText('pendulum').replace(/<joint name="[^"]*" type="fixed">[^]*?<\/joint>/g, '').replace(/<link name="tip"[^]*?(\/>|<\/link>)/, ''); // prettier-ignore
    const { scene, notes } = made(loadRobot(text).model);
    expect(scene.success!.residual).toEqual({ type: 'joint-position', to: 'posture' });
    expect(notes.join('\n')).toContain('goal: a posture near the start');
    expect((await learned(scene, text, 100)).end.outcome).toBe('reached');
  });

  it('that no drive holds are said to be', () => {
    const text = `<robot name="lift"><link name="rail"/><link name="car"><inertial><mass value="50"/><inertia ixx="1" ixy="0" ixz="0" iyy="1" iyz="0" izz="1"/></inertial></link>
      <joint name="slide" type="prismatic"><parent link="rail"/><child link="car"/><axis xyz="0 0 1"/><limit lower="0" upper="2" effort="100" velocity="1"/></joint></robot>`;
    expect(made(loadRobot(text).model).notes.join('\n')).toMatch(/warning: no posture was found that the drives hold .*: the arm falls; fix: raise the effort limits/); // prettier-ignore
    const strong = text.replace('effort="100"', 'effort="700"');
    expect(made(loadRobot(strong).model).notes.join('\n')).toContain('held against gravity by at most 70 %');
  });

  it('keep the link within reach when they are rounded', () => {
    const random = new Random(testSeed + 1);
    for (let i = 0; i < 30; i++) {
      const { model } = loadRobot(randomRobot(random, 3));
      const { scene, notes } = made(model);
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
    expect(() => made(model)).toThrow(ArgumentError);
    expect(() => made(model)).toThrow('has no joint that moves; expected a robot with a revolute, continuous or prismatic joint; fix: weld fewer joints'); // prettier-ignore
    made(loadRobot(assetText('planar-2link'), { weld: ['elbow'] }).model);
  });

  it('whose drives all give nothing', () => {
    const text = shared((urdf) => urdf.replace(/effort="[^"]*"/g, 'effort="0"'));
    expect(() => made(loadRobot(text).model)).toThrow(
      /effort limits of 0 at every joint that moves "tip".*--ignore-zero-effort/,
    );
    made(loadRobot(text, { ignoreZeroEffort: true }).model);
  });

  it('of which one drive gives nothing is told so', () => {
    const text = shared((urdf) => urdf.replace(/effort="[^"]*"/, 'effort="0"'));
    expect(made(loadRobot(text).model).notes.join('\n')).toContain('warning: joint "shoulder" cannot be driven');
  });
});

describe('small dense matrices', () => {
  const random = new Random();
  const positive = (n: number): number[][] => {
    const B = Array.from({ length: n }, () => random.list(n));
    return B.map((row, i) => B.map((other, j) => row.reduce((sum, x, k) => sum + x * other[k], i === j ? 0.1 : 0)));
  };

  it('are inverted, and refused where they are not positive definite', () => {
    for (let n = 1; n < 12; n++) {
      const A = positive(n);
      const inverse = inverseOf(A)!;
      const product = A.map((row) => A.map((_, j) => row.reduce((sum, x, k) => sum + x * inverse[k][j], 0)));
      expectClose(product.flat(), A.flatMap((_, i) => A.map((__, j) => Number(i === j))), 1e-9); // prettier-ignore
    }
    expect(inverseOf([[1, 2], [2, 1]])).toBeNull(); // prettier-ignore
    expect(inverseOf([[0]])).toBeNull();
  });

  it('have a largest eigenvalue with its vector', () => {
    for (let n = 1; n < 12; n++) {
      const A = positive(n);
      const { value, vector } = largestEigenpair(A);
      const trace = A.reduce((sum, row, i) => sum + row[i], 0);
      expect(value).toBeLessThan(trace * (1 + 1e-12));
      expect(value).toBeGreaterThan(trace / n - 1e-9);
      expectClose(A.map((row) => row.reduce((sum, x, i) => sum + x * vector[i], 0)), vector.map((x) => value * x), 0.02 * value); // prettier-ignore
    }
    expect(largestEigenpair([[0]]).value).toBe(0);
  });
});

it('the arm of coinciding axes that people report stands still and learns', async () => {
  const url = new URL('../fixtures/robots/reported/r39-aligned-axes.urdf', import.meta.url);
  const text = readFileSync(url, 'utf8');
  const { still, end } = await learned(made(loadRobot(text).model).scene, text, 100);
  expect(still).toBeLessThan(1e-6);
  expect(end.outcome).toBe('reached');
});
