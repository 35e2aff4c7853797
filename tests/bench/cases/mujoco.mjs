/** @file The Panda against MuJoCo's WASM build: forward step, and rollout with gradient against finite differences. */
import { robotText } from '../library.mjs';
import { measure } from '../measure.mjs';
import { MujocoPeer } from '../peers/mujoco.mjs';
import { dt, panda, pandaStart, torques } from '../work/arm.mjs';

export const title = 'Panda, 200 steps, population 256: against MuJoCo WASM';

const [steps, members] = [200, 256];

export async function run({ settings }) {
  const arm = panda();
  const joints = arm.model.joints.map(({ name }) => name);
  const setting = { joints, q: pandaStart, dt };
  const applied = await MujocoPeer.load(robotText('panda'), setting);
  const asLoaded = await MujocoPeer.load(robotText('panda'), { ...setting, asLoaded: true });
  const motors = await MujocoPeer.load(robotText('panda'), { ...setting, motors: true });
  const motorsAsLoaded = await MujocoPeer.load(robotText('panda'), { ...setting, motors: true, asLoaded: true });
  const tau = torques(7, steps, members);
  const first = tau.toArray(0);
  const forward = arm.forward(steps, members);
  const ours = forward().q.toArray(0);
  const theirs = motors.rollout(first);
  const difference = Math.max(...ours.map((value, i) => Math.abs(value - theirs[i])));
  applied.rollout(first);
  motorsAsLoaded.rollout(first);
  const subjects = [
    { name: 'forward step', work: steps * members, run: forward },
    { name: 'rollout and gradient', work: steps * members, run: arm.gradient(steps, members) },
    { name: 'mj_step', work: steps, run: () => void applied.rollout(first) },
    { name: 'mj_step, options as loaded', work: steps, run: () => void asLoaded.rollout(first) },
    { name: 'mjd_transitionFD, A and B', work: 20, run: motors.transitions(20) },
    { name: 'mjd_transitionFD, A and B, options as loaded', work: 20, run: motorsAsLoaded.transitions(20) },
    { name: 'mjd_transitionFD, A only', work: 20, run: applied.transitions(20) },
  ];
  const m = await measure(subjects, settings);
  const [step, gradient, mjStep] = [m['forward step'], m['rollout and gradient'], m.mj_step];
  const mjStepAsLoaded = m['mj_step, options as loaded'];
  const bothAsLoaded = m['mjd_transitionFD, A and B, options as loaded'];
  const [both, stateOnly] = [m['mjd_transitionFD, A and B'], m['mjd_transitionFD, A only']];
  return {
    tables: [
      {
        columns: ['per step', 'us', 'spread', 'over forward step', 'over rollout and gradient'],
        rows: subjects.map(({ name }) => [
          name,
          m[name].microseconds,
          m[name].spread,
          m[name].over(step),
          m[name].over(gradient),
        ]),
      },
    ],
    figures: [
      { label: 'mj_step, options as loaded / forward step', value: mjStepAsLoaded.over(step), atLeast: 30 },
      { label: 'mj_step, fastest form / forward step', value: mjStep.over(step), atLeast: 30 },
      {
        label: 'mjd_transitionFD (A and B), options as loaded / step of rollout and gradient',
        value: bothAsLoaded.over(gradient),
        atLeast: 400,
      },
      {
        label: 'mjd_transitionFD (A and B), fastest form / step of rollout and gradient',
        value: both.over(gradient),
        atLeast: 400,
      },
      { label: 'mjd_transitionFD (A only) / step of rollout and gradient', value: stateOnly.over(gradient) },
      { label: 'rollout and gradient / forward rollout', value: gradient.over(step), atMost: 2.7 },
    ],
    notes: [`Configuration after ${steps} steps differs from MuJoCo's by ${difference.toExponential(1)} rad at most.`],
  };
}
