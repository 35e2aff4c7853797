/** @file Cost of a rollout with gradient against the number of steps. */
import { panda } from '../work/arm.mjs';
import { scaling } from './scaling.mjs';

export const title = 'Panda, population 256: rollout and gradient against horizon';

const members = 256;

export async function run({ settings, quick }) {
  const arm = panda();
  const { table, exponent } = await scaling(
    {
      quantity: 'steps',
      unit: 'step',
      sizes: quick ? [50, 200, 1000] : [50, 200, 1000, 5000, 10_000],
      reference: 200,
      subjectOf: (steps) => ({ run: arm.gradient(steps, members), work: steps * members }),
    },
    settings,
  );
  return {
    tables: [table],
    figures: [{ label: 'exponent of the cost in the horizon', value: exponent(), atMost: 1.05 }],
  };
}
