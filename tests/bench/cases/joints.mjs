/** @file Cost of a rollout with gradient against the number of joints of a straight chain. */
import { chain } from '../work/chain.mjs';
import { scaling } from './scaling.mjs';

export const title = 'Straight chain, 200 steps, population 256: rollout and gradient against joints';

const [steps, members] = [200, 256];

export async function run({ settings, quick }) {
  const { table, exponent } = await scaling(
    {
      quantity: 'joints',
      unit: 'step',
      sizes: quick ? [2, 4, 7] : [2, 4, 7, 14, 30],
      reference: 7,
      // the whole work of one step grows with the size, so a unit of work is the step
      subjectOf: (joints) => ({ run: chain(joints).gradient(steps, members), work: steps * members }),
    },
    settings,
  );
  return { tables: [table], figures: [{ label: 'exponent of the cost in the joints', value: exponent(), atMost: 1 }] };
}
