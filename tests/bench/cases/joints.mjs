/** @file Cost of a rollout with gradient against the number of joints of a straight chain. */
import { chain } from '../work/chain.mjs';
import { scaling } from './scaling.mjs';

export const title = 'Straight chain, 200 steps, population 256: rollout and gradient against joints';

const [steps, members] = [200, 256];

export async function run({ settings, quick }) {
  const { table, exponent, measured } = await scaling(
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
  return {
    tables: [table],
    figures: [
      { label: 'exponent of the cost in the joints', value: exponent(), atMost: 1 },
      ...marginalCosts(measured),
    ],
  };
}

/** What one more joint costs, against the sizes before: 1 where the cost is linear, whatever the first joints of a fixed base save. */
function marginalCosts(measured) {
  const slopes = measured.slice(1).map(({ size, total }, k) => ({
    from: measured[k].size,
    to: size,
    slope: (total - measured[k].total) / (size - measured[k].size),
  }));
  return slopes.slice(1).map(({ from, to, slope }, k) => ({
    label: `one more joint, ${from} to ${to} / ${slopes[k].from} to ${slopes[k].to}`,
    value: slope / slopes[k].slope,
  }));
}
