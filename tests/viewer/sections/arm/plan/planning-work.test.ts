/** @file A whole plan as a run of the page: its worker makes it better by iterations, a change of its goal begins it anew, and a controller follows none of it. */
import { expect, it } from 'vitest';
import { plannerKinds } from '../../../../../src/plan/kinds.ts';
import { type Scene, sceneJsonSchema } from '../../../../../src/scene/schema.ts';
import { withKind } from '../../../../../src/settings/set.ts';
import type { News } from '../../../../../src/viewer/sections/arm/calls.ts';
import { Simulator } from '../../../../../src/viewer/sections/arm/simulator.ts';
import { withPosition } from '../../../../../src/viewer/sections/arm/target.ts';
import { baseScene, bundledRobot } from '../../../../../src/viewer/studio/address/linked-scene.ts';

it('is a run of iterations, of which each is better, and begins anew for another goal or another task', async () => {
  const reaches = baseScene('two-link-reach');
  const [{ type }] = plannerKinds.all;
  const plans = {
    ...(withKind(sceneJsonSchema(), reaches, ['method'], type) as Scene),
    time: { ...reaches.time, control: 0.05 },
  };
  const simulator = new Simulator();
  const loaded = simulator.load({ robot: bundledRobot(reaches)!, scene: plans, startFrom: null, restarts: 4 });
  expect(loaded).toMatchObject({ restarts: 1, iteration: 0, isUntaught: true });
  // states and forces of 30 knots, gains, times
  expect(loaded.parameters).toHaveLength(31 * 4 + 30 * 2 + 30 * 2 * 4 + 31);

  const news: News[] = [];
  const signal = new AbortController().signal;
  const stopped = await simulator.optimize({ repeats: 0 }, { signal, tell: (more) => news.push(more) });
  expect(stopped.failure).toBeNull();
  const losses = news.flatMap(({ iterations }) => iterations.map(({ now }) => now!.loss));
  expect(losses.length).toBe(stopped.iteration);
  losses.slice(1).forEach((loss, k) => expect(loss).toBeLessThanOrEqual(losses[k]));
  expect(losses.at(-1)).toBeLessThan(losses[0] / 2);

  const moved = simulator.change({ scene: withPosition(plans, 'point', [0.3, 0, 1.4]), restarts: 1, fromStart: false });
  expect(moved).toMatchObject({ iteration: 0, isUntaught: true });
  const other = simulator.change({ scene: reaches, restarts: 1, fromStart: false });
  expect(other.parameters.length).not.toBe(loaded.parameters.length);
  expect(other.isUntaught).toBe(true);
});
