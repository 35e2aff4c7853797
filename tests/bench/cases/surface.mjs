/** @file A loss surface of 321 x 321 rollouts of the two-link arm by levels: against the interpreter, and against MuJoCo's WASM build. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';
import {
  assemble,
  chooseBackend,
  landscapeOfProblem,
  parameterPlane,
  PopulationTensor,
  readScene,
  refineSurface,
  robotText,
  thisThread,
} from '../library.mjs';
import { measure } from '../measure.mjs';
import { MujocoPeer } from '../peers/mujoco.mjs';
import { median } from '../statistics.mjs';

const [side, steps] = [321, 200];
export const title = `Two-link arm, ${steps} steps: a surface of ${side} x ${side} rollouts, by levels`;

const points = side * side;
/** Points that slow subjects are asked for: the first level. */
const first = 121;
/** N m, of two torque knots. */
const range = [
  [-20, 20],
  [-10, 10],
];

function reach() {
  const text = readFileSync(new URL('../../../scenes/two-link-reach.json', import.meta.url), 'utf8');
  const scene = JSON.parse(text);
  const longer = { ...scene, time: { ...scene.time, horizon: steps * scene.time.step } };
  return assemble(readScene(JSON.stringify(longer)), robotText('planar-2link'));
}

/** ms on the wall until the first level and until the last one are there, of a surface that is made anew. */
async function once(landscape, plane) {
  const start = performance.now();
  let shown;
  for await (const { isWhole, evaluated } of refineSurface(landscape, plane, range, { side }))
    if (isWhole && evaluated === first) shown = performance.now() - start;
  return { shown, whole: performance.now() - start };
}

/** ms from a signal in the middle of the finest level to the end of the work. */
async function cancelled(landscape, plane) {
  const control = new globalThis.AbortController();
  let asked;
  try {
    for await (const { evaluated } of refineSurface(landscape, plane, range, { side, signal: control.signal }))
      if (evaluated > points / 2 && asked === undefined)
        setImmediate(() => {
          asked = performance.now();
          control.abort();
        });
  } catch {
    return performance.now() - asked;
  }
  throw new Error('not cancelled');
}

/** Vectors of the first level: coordinates of the plane's two parameters, one a member. */
function firstLevel({ origin, directions }) {
  const data = Float64Array.from({ length: origin.length * first }, (_, k) => {
    const [i, m] = [Math.floor(k / first), k % first];
    const at = (axis, place) => range[axis][0] + ((range[axis][1] - range[axis][0]) * place) / 10;
    return origin[i] + at(0, m % 11) * directions[0][i] + at(1, Math.floor(m / 11)) * directions[1][i];
  });
  return new PopulationTensor({ shape: [origin.length], population: first }, data);
}

/** The first level's rollouts in MuJoCo, torques made beforehand and costs left out. */
async function mujoco(experiment, x) {
  const { model, settings, problem } = experiment;
  const peer = await MujocoPeer.load(robotText('planar-2link'), {
    joints: model.joints.map(({ name }) => name),
    q: problem.scenario.initial.q.toArray(),
    dt: settings.dt,
    integrator: 'rk4',
  });
  const ours = Array.from({ length: first }, (_, m) => {
    const own = Float64Array.from({ length: x.size }, (_value, i) => x.data[i * first + m]);
    return experiment.simulate(own);
  });
  const torques = ours.map(({ tau }) => tau);
  const difference = ours.map(({ q, nq }, m) => {
    const last = q.subarray(q.length - nq);
    return Math.max(...peer.rollout(torques[m]).map((value, i) => Math.abs(value - last[i])));
  });
  return { run: () => torques.forEach((each) => void peer.rollout(each)), difference: median(difference) };
}

export async function run({ settings }) {
  const experiment = reach();
  chooseBackend('interpreter');
  const slow = landscapeOfProblem('interpreter', experiment.problem, thisThread);
  const plane = parameterPlane(slow.layout, slow.start, [4, 5], ['N m', 'N m']);
  const x = firstLevel(plane);
  const expected = await slow.losses(x);
  chooseBackend('wasm');
  const landscape = landscapeOfProblem('wasm', experiment.problem, thisThread);
  const found = await landscape.losses(x);
  const same = found.every((loss, m) => Object.is(loss, expected[m]));
  const peer = await mujoco(experiment, x);
  await once(landscape, plane);
  const whole = [];
  for (let k = 0; k < 3; k++) whole.push(await once(landscape, plane));
  const [shown, all] = ['shown', 'whole'].map((key) => median(whole.map((times) => times[key])));
  const stop = median([
    await cancelled(landscape, plane),
    await cancelled(landscape, plane),
    await cancelled(landscape, plane),
  ]);
  const on = (backend, subject) => () => {
    chooseBackend(backend);
    return subject.losses(x);
  };
  const subjects = [
    { name: 'ours', work: first, run: on('wasm', landscape) },
    { name: 'MuJoCo WASM, without costs', work: first, run: peer.run },
    { name: 'interpreter', work: first, run: on('interpreter', slow) },
  ];
  const m = await measure(subjects, settings);
  const ours = m.ours;
  return {
    tables: [
      {
        columns: ['per rollout of the first level', 'us', 'spread', 'over ours'],
        rows: subjects.map(({ name }) => [name, m[name].microseconds, m[name].spread, m[name].over(ours)]),
      },
      {
        columns: ['on the wall', 'ms'],
        rows: [
          [`first level (${first} points), compiled`, shown],
          [`all levels (${points} points)`, all],
          ['from a signal to the end', stop],
          ...['MuJoCo WASM, without costs', 'interpreter'].map((name) => [
            `${name}, ${points} points: ${first} measured, the rest extrapolated`,
            (m[name].microseconds * points) / 1e3,
          ]),
        ],
      },
    ],
    figures: [
      { label: 'first level, compiled, ms on the wall', value: shown, atMost: 200 },
      { label: 'MuJoCo WASM (extrapolated) / ours, a rollout', value: m['MuJoCo WASM, without costs'].over(ours) },
      { label: 'interpreter (extrapolated) / ours, a rollout', value: m.interpreter.over(ours) },
    ],
    notes: [
      `Interpreter and engine ${same ? 'have the same bits' : 'DIFFER'}; the last configurations differ from MuJoCo's by ${peer.difference.toExponential(1)} rad in the median.`,
      `MuJoCo and the interpreter ran the ${first} points of the first level; their time for ${points} is extrapolated from these.`,
    ],
  };
}
