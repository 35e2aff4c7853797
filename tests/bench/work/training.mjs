/** @file What is trained: scenes whose goals are drawn, each by every method, and the controller of classical robotics besides. */
import { readFileSync } from 'node:fs';

const sceneOf = (name) => JSON.parse(readFileSync(new URL(`../../../scenes/${name}.json`, import.meta.url), 'utf8'));

const distance = { type: 'link-position', link: 'tip', to: 'point' };
const adam = { learningRate: 0.01, beta1: 0.9, beta2: 0.95, clipNorm: 1 };
const falling = (iterations) => ({ ...adam, schedule: { type: 'cosine', iterations, final: 0.01 } });

/** The two-link arm of scenes/two-link-reach.json, its goals drawn from a box. */
function twoLink() {
  return {
    ...sceneOf('two-link-reach'),
    name: 'two-link-anywhere',
    time: { step: 0.01, control: 0.02, horizon: 1, integrator: 'semi-implicit-euler' },
    start: { q: [-0.6, 1.2], spread: { q: 0.3 } },
    goals: { point: { type: 'box', center: [0.5, 0, 1.2], size: [0.4, 0, 0.4] } },
    costs: [
      { name: 'come', residual: distance, norm: { type: 'smooth-abs', width: 0.05 }, weight: 1, when: 'running' },
      { name: 'stay', residual: distance, norm: { type: 'smooth-abs', width: 0.01 }, weight: 10, when: 'final' },
      { name: 'rest', residual: { type: 'joint-velocity' }, norm: 'quadratic', weight: 0.1, when: 'final' },
    ],
    measures: { distance: { residual: distance } },
    success: { measure: 'distance', below: 0.02 },
    observe: [
      'joint-position',
      'joint-velocity',
      { ...distance, type: 'goal-error' },
      { type: 'goal-position', to: 'point' },
    ],
    controller: { type: 'mlp', hidden: [16, 16] },
  };
}

/** Scenes; how many of their rollouts have to succeed, and steps of physics after which no more is hoped for. */
export const tasks = {
  'two links': { scene: twoLink(), robot: 'planar-2link', link: 'tip', to: 'point', until: 0.95, most: 2e7 },
  Panda: {
    scene: sceneOf('panda-reach-anywhere'),
    robot: 'panda',
    link: 'panda_hand_tcp',
    to: 'goal',
    until: 0.9,
    most: 1e7,
  },
};

/** Methods with the settings that did best of a few that were tried, and iterations that their step sizes fall over. */
export const methods = [
  { type: 'bptt', members: 32, ...falling(200), every: 10 },
  { type: 'shac', members: 64, window: 0.5, ...falling(200), beta1: 0.7, critic: { learningRate: 0.005 }, every: 10 },
  { type: 'es', candidates: 64, episodes: 8, ...adam, learningRate: 0.02, every: 10 },
  { type: 'cem', candidates: 128, episodes: 8, every: 10 },
];

/** What classical robotics does without learning. */
export const classical = ({ link, to }) => ({ type: 'ik-computed-torque', link, to, kp: 400, kd: 40 });
