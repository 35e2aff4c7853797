/** @file Cost of a rollout with gradient against the number of members. */
import { panda } from '../work/arm.mjs';
import { scaling } from './scaling.mjs';

export const title = 'Panda, 200 steps: rollout and gradient against population';

const steps = 200;

export async function run({ settings, quick }) {
  const arm = panda();
  const { table, measured, exponent } = await scaling(
    {
      quantity: 'population',
      unit: 'rollout',
      sizes: quick ? [1, 8, 64, 256, 1024] : [1, 2, 8, 64, 256, 1024, 8192, 65_536],
      reference: 256,
      subjectOf: (members) => ({ run: arm.gradient(steps, members), work: members }),
    },
    settings,
  );
  const large = measured.filter(({ size }) => size >= 64).map(({ ratio }) => ratio);
  return {
    tables: [table],
    figures: [
      {
        label: `largest / smallest cost of a rollout, population 64 to ${measured.at(-1).size}`,
        value: Math.max(...large) / Math.min(...large),
        atMost: 1.15,
      },
      { label: 'exponent of the whole cost, population 64 and more', value: exponent(64) },
    ],
  };
}
