import { describe, expect, it } from 'vitest';
import { tensor } from '../../src/core/population-tensor.ts';
import type { ArgumentError } from '../../src/errors.ts';
import { type Kept, startOf } from '../../src/rollout/closed-loop.ts';
import { rollout } from '../../src/rollout/rollout.ts';
import { window } from '../../src/rollout/window.ts';
import { expectEqual } from '../support/check.ts';
import { smallLesson, smallTraining } from '../support/lessons.ts';
import { experimentOf } from '../support/scenes.ts';

const observe = [
  'joint-position',
  'joint-velocity',
  { type: 'goal-error-sum', link: 'tip', to: 'point' },
  'previous-action',
];
const randomize = [{ type: 'action-delay', range: [0.01, 0.06] }];

describe.each([
  ['a policy that remembers nothing', {}],
  ['one that remembers, whose commands come late', { observe, randomize }],
  [
    'one besides another controller',
    { action: { type: 'residual', base: { type: 'ik-computed-torque', link: 'tip', to: 'point', kp: 100, kd: 20 } } },
  ],
])('windows of %s', (_, scene) => {
  const experiment = smallTraining({ type: 'bptt', learningRate: 0.01 }, { scene });
  const { settings, sampler, fixed, layout } = smallLesson(experiment);
  const parameters = { ...fixed, ...layout.fromVector(experiment.initialParameters) };
  const scenario = sampler.draw({ set: 'training', seed: 1, count: 3 });
  const whole = rollout(settings, parameters, scenario);

  it('one after the other are the rollout, bit by bit', () => {
    const steps = settings.steps / 5;
    let kept: Kept = startOf(settings, parameters, scenario);
    const costs: number[][] = [[], [], []];
    for (let k = 0; k < 5; k++) {
      const found = window({ ...settings, steps }, parameters, scenario, {
        kept,
        elapsed: tensor(k * steps * settings.dt),
        horizonSteps: settings.steps,
      });
      for (let member = 0; member < 3; member++) costs[member].push(...found.costs.come.toArray(member));
      kept = found.end;
      if (k < 4) continue;
      for (let member = 0; member < 3; member++) {
        expectEqual(costs[member], whole.outputs.costs.come.toArray(member));
        expectEqual(found.finals.rest.toArray(member), whole.terms.rest.toArray(member));
        expectEqual(found.measures.distance.toArray(member), whole.measures.distance.toArray(member));
        expectEqual(kept.state.q.toArray(member), whole.states.q.toArray(member).slice(-2));
        expectEqual(kept.state.v.toArray(member), whole.states.v.toArray(member).slice(-2));
      }
    }
  });
});

it('a plan over a whole rollout fits into no window', () => {
  const { settings, given, layout, initialParameters } = experimentOf('two-link-reach', 0.2);
  const parameters = layout.fromVector(initialParameters);
  const kept = startOf(settings, parameters, given.scenario);
  let found: ArgumentError | undefined;
  try {
    window(settings, parameters, given.scenario, { kept, elapsed: tensor(0), horizonSteps: settings.steps });
  } catch (error) {
    found = error as ArgumentError;
  }
  expect(found?.argument).toBe('controller');
});
