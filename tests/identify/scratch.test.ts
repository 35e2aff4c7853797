import { it } from 'vitest';
import { loadRobot } from '../../src/robot/urdf/load.ts';
import { assetText } from '../support/robots.ts';
import { mujocoRecording, noisy } from '../support/recordings.ts';
import { Identification } from '../../src/identify/identification.ts';

const wave = (time: number, joint: number): number =>
  [20, 15, 10, 10, 4, 4, 2][joint] * Math.sin((3 + joint) * time * 2 + joint);
async function go(settings: any, recs: any) {
  const t = performance.now();
  const job = new Identification(settings, recs);
  while (job.end === null) {
    await job.step();
    console.log(JSON.stringify(job.progress));
  }
  const r = job.result();
  console.log(
    job.end,
    (performance.now() - t).toFixed(0),
    'ms',
    r.rows.map((x) => `${x.name} ${x.before} ${x.estimate} [${x.low}, ${x.high}] ${x.why}`).join('\n'),
    '\n',
    r.combinations.map((x) => `${x.name}: ${x.estimate} ${x.high - x.low}`).join('\n'),
    r.words.join('\n'),
    r.simulations,
    r.linearizations,
    r.condition,
  );
}
it('panda', async () => {
  const text = assetText('panda');
  const truth0 = loadRobot(text, { file: 'panda.urdf' }).model;
  const truth = {
    ...truth0,
    joints: truth0.joints.map((j, i) => ({ ...j, damping: 0.5 + 0.2 * i, armature: i < 7 ? 0.1 + 0.02 * i : 0.1 })),
  };
  const model = { ...truth0, joints: truth0.joints.map((j) => ({ ...j, damping: 0, armature: 0 })) };
  const q = [0, -0.5, 0, -2, 0, 1.6, 0.7, 0.02].slice(0, truth.nv);
  console.log(
    truth.nv,
    truth.joints.map((j) => j.name + j.type),
  );
  const rec = await mujocoRecording(text, truth, {
    dt: 0.004,
    steps: 250,
    q,
    push: (t, j) => (j < 7 ? wave(t, j) : 0),
  });
  for (const r of [rec, noisy(rec, 1e-4, 1)])
    await go(
      {
        model,
        integrator: 'semi-implicit-euler',
        dt: 0.004,
        unknown: ['joint-damping', 'joint-armature', { type: 'payload', link: 'panda_hand', mass: 0.3 }, 'start-state'],
      },
      [r],
    );
}, 100000);
it('planar', async () => {
  const text = assetText('planar-2link');
  const model = loadRobot(text, { file: 'planar-2link.urdf' }).model;
  const guess = {
    ...model,
    bodies: model.bodies.map((b) => ({
      ...b,
      inertia: { ...b.inertia, mass: b.inertia.mass * 1.5, inertia: b.inertia.inertia.map((x) => 2 * x) },
    })),
  } as any;
  const rec = await mujocoRecording(text, model, {
    dt: 0.005,
    steps: 300,
    q: [0.3, 0.5],
    push: (t, j) => [3, 1][j] * Math.sin((4 + 3 * j) * t + j),
  });
  await go({ model: guess, integrator: 'semi-implicit-euler', dt: 0.005, unknown: ['link-inertia'] }, [rec]);
  await go(
    {
      model: guess,
      integrator: 'semi-implicit-euler',
      dt: 0.005,
      segment: 0.3,
      unknown: ['link-inertia', 'start-state'],
    },
    [noisy(rec, 1e-4, 3)],
  );
}, 100000);
