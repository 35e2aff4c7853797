/** @file dm_control's swing-ups: scene, score, and how each is searched. */
import { dmControlAcrobot } from '../../../dist/src/task/scores/dm-control-acrobot.js';
import { dmControlCartPole } from '../../../dist/src/task/scores/dm-control-cart-pole.js';
import { dmControlPendulum } from '../../../dist/src/task/scores/dm-control-pendulum.js';
import { pumping } from './guesses.mjs';

const sides = [1, -1];
const range = (from, to, by) => Array.from({ length: Math.round((to - from) / by) + 1 }, (_, i) => from + i * by);

/** The acrobot's end, light enough for starts by chance: it is made heavier after. */
const lightEnd = ['costs.upper.weight=0.2', 'costs.lower.weight=0.2', 'costs.rest.weight=0.07'];

/** `anchor`: mean return of TD-MPC2 after 4 million steps (means over the seeds of its published curves). */
export const tasks = {
  pendulum: {
    scene: 'suite-pendulum-swing-up',
    settings: ['costs.calm.weight=0.0005', 'costs.effort.weight=0.0005'],
    score: dmControlPendulum(),
    anchor: 838,
    switches: { rounds: 4, tries: 16 },
    horizons: range(0.8, 7.2, 0.4),
    iterations: 60,
    waves: 4,
    guesses: (problem, start) => sides.map((side) => pumping(problem, start, side)),
    rest: 0,
    slack: 1,
    steal: 30,
  },
  'cart-pole': {
    scene: 'cart-pole-swing-up',
    score: dmControlCartPole(),
    anchor: 877,
    horizons: [2.5],
    iterations: 120,
    waves: 2,
    guesses: () => [],
    rest: 0,
    slack: 10,
    steal: 30,
  },
  'cart-pole-sparse': {
    scene: 'cart-pole-swing-up',
    settings: [
      'costs.calm.weight=0.0001',
      'costs.effort.weight=0.0003',
      'costs.middle.weight=1.5',
      'costs.middle.when=both',
      'costs.upright.weight=10',
      'costs.upright.when=both',
      'costs.rest.weight=3',
    ],
    score: dmControlCartPole(true),
    holding: [],

    anchor: 850,
    switches: { rounds: 6, tries: 16 },
    horizons: [2],
    iterations: 120,
    waves: 6,
    guesses: () => [],
    rest: 0,
    slack: 10,
    steal: 30,
  },
  acrobot: {
    scene: 'acrobot-swing-up',
    settings: lightEnd,
    holding: lightEnd,
    hold: 4,
    score: dmControlAcrobot(),
    anchor: 663,
    horizons: range(1.6, 6.4, 0.4),
    iterations: 40,
    waves: 8,
    guesses: () => [],
    rest: 4,
    atEnd: { upper: 1000, lower: 1000, rest: 500 },
    slack: 0.6,
    steal: 60,
  },
};
