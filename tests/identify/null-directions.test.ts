/** @file What recordings do not determine is named, in words that say why: three constructed cases, and confounded starts. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import { gravityForces } from '../../src/dynamics/inverse-dynamics.ts';
import { identifyRecordings } from '../../src/identify/identify.ts';
import type { RobotRecording } from '../../src/identify/recording.ts';
import type { IdentificationSettings } from '../../src/identify/settings.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { mujocoRecording } from '../support/recordings.ts';
import { assetModel, assetText } from '../support/robots.ts';

const model = assetModel('planar-2link');
const dt = 0.005;
const push = (time: number, j: number): number => [3, 1][j] * Math.sin((4 + 3 * j) * time + j);
const recording = await mujocoRecording(assetText('planar-2link'), model, { dt, steps: 120, q: [0.3, 0.5], push });

const settings = (unknown: IdentificationSettings['unknown'], robot: RobotModel = model): IdentificationSettings => ({
  model: robot,
  integrator: 'semi-implicit-euler',
  dt,
  unknown,
  iterations: 8,
});

/** The first joint at one speed throughout, held there by its drive. */
function steady(): RobotRecording {
  const steps = 60;
  const speed = 0.8;
  const q = new Float64Array(2 * (steps + 1));
  const v = new Float64Array(2 * (steps + 1));
  const tau = new Float64Array(2 * (steps + 1));
  for (let k = 0; k <= steps; k++) {
    q.set([speed * k * dt, 0], 2 * k);
    v.set([speed, 0], 2 * k);
    // in a plane that lies flat nothing is to be held
    tau.set([model.joints[0].damping * speed, 0], 2 * k);
  }
  return { name: 'steady', time: Float64Array.from({ length: steps + 1 }, (_, k) => k * dt), q, v, tau };
}

describe('what recordings do not determine', () => {
  it('is named as a sum where two masses are at one place', async () => {
    const unknown = [
      { type: 'payload', link: 'lower', at: model.bodies[1].inertia.centerOfMass, mass: 0.2 },
      { type: 'payload', link: 'lower', at: model.bodies[1].inertia.centerOfMass, mass: 0.1 },
    ];
    const { words, rows, combinations } = await identifyRecordings(settings(unknown), [recording]);
    expect(words).toContain('only payload of lower + payload of lower is determined');
    expect(rows.map(({ isDetermined }) => isDetermined)).toEqual([false, false]);
    expect(rows[0]).toMatchObject({ low: -Infinity, high: Infinity, why: 'only its sum with others is determined' });
    // the robot carries nothing
    expect(Math.abs(combinations[0].estimate)).toBeLessThan(1e-3);
    expect(combinations[0].isDetermined).toBe(true);
  });

  it('is named where the mass of a link that turns about a vertical axis has no effect', async () => {
    const panda = assetModel('panda');
    const forces = gravityForces(panda, tensor([0, -0.5, 0, -2, 0, 1.6, 0.7])).toArray();
    const rows = 41;
    const still: RobotRecording = {
      name: 'still',
      time: Float64Array.from({ length: rows }, (_, k) => 0.004 * k),
      q: Float64Array.from({ length: 7 * rows }, (_, i) => [0, -0.5, 0, -2, 0, 1.6, 0.7][i % 7]),
      tau: Float64Array.from({ length: 7 * rows }, (_, i) => forces[i % 7] + Math.sin(i)),
    };
    const found = await identifyRecordings(
      {
        ...settings([{ type: 'link-mass', links: ['panda_link1', 'panda_link4'] }], {
          ...panda,
          bodies: onAxis(panda),
        }),
        dt: 0.004,
        iterations: 1,
      },
      [still],
    );
    expect(found.words).toContain('mass of panda_link1 has no effect on what was recorded');
    expect(found.rows[0].why).toBe('has no effect on what was recorded');
    expect(found.rows[1].why).not.toBe('has no effect on what was recorded');
  });

  it('is named where a joint moves at one speed: its damping and friction', async () => {
    const flat: RobotModel = { ...model, gravity: [0, 0, 0] };
    const found = await identifyRecordings(
      settings(
        [
          { type: 'joint-damping', joints: ['shoulder'] },
          { type: 'joint-friction', joints: ['shoulder'] },
        ],
        flat,
      ),
      [steady()],
    );
    expect(found.words).toContain('damping and friction of shoulder cannot be told apart at one speed');
    // d v + f v / sqrt(v^2 + w^2), at 0.8 rad/s
    expect(found.words.join()).toMatch(/only friction of shoulder \+ 0\.800 × damping of shoulder is determined/);
    expect(found.combinations[0].estimate).toBeCloseTo(0.2 * Math.hypot(0.8, 0.01), 6);
  });

  it('is named where starts take the place of a bias, in a plane without gravity', async () => {
    const flat: RobotModel = { ...model, gravity: [0, 0, 0] };
    const found = await identifyRecordings(
      settings([{ type: 'encoder-bias', joints: ['shoulder'] }, 'start-state'], flat),
      [steady()],
    );
    expect(found.words).toContain('bias of shoulder cannot be told from where the recordings start');
    expect(found.rows[0].isDetermined).toBe(false);
  });

  it('is little where damping and friction move at many speeds: both are determined', async () => {
    const found = await identifyRecordings(
      { ...settings(['joint-damping', 'joint-friction', 'start-state']), iterations: 40 },
      [recording],
    );
    expect(found.combinations).toEqual([]);
    expect(found.rows.slice(0, 2).map(({ estimate }) => estimate)).toEqual([
      expect.closeTo(0.2, 3),
      expect.closeTo(0.1, 3),
    ]);
    expect(found.rows.every(({ isDetermined }) => isDetermined)).toBe(true);
  });
});

/** Link 1 with all its mass on its axis, which is vertical: it turns in place. */
function onAxis({ bodies }: RobotModel): RobotModel['bodies'] {
  return bodies.map((body, i) =>
    i === 0
      ? { ...body, inertia: { ...body.inertia, centerOfMass: [0, 0, 0], inertia: [1e-9, 0, 0, 0, 1e-9, 0, 0, 0, 0] } }
      : body,
  );
}
