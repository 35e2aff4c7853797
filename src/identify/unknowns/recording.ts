/** @file Unknowns of how a robot was recorded: where it started, what its encoders tell beside the truth, how late commands came. */
import * as z from 'zod/mini';
import { mul } from '../../core/ops/elementwise.ts';
import { reshape } from '../../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { sigmoid } from '../../core/ops/exponential.ts';
import { log } from '../../core/scalar/logarithm.ts';
import { chosenJoints, jointsField, positionUnit } from '../../estimation/sensors/joint-choice.ts';
import { field, positive } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import type { Unknown, UnknownContext } from './unknown.ts';

/** Configuration and velocity at the start of each recording. */
export const startKind = kind({
  type: 'start-state',
  title: 'Start',
  settings: {},
  make: (): Unknown => ({
    quantities: [],
    start: new Float64Array(0),
    read: (x) => x,
    put: (numbers) => numbers,
    isStart: true,
  }),
});

/** rad or m: an error of an encoder's zero is about so large. */
const usualBias = 0.01;

/** What encoders tell beyond where the joints are. */
export const biasKind = kind({
  type: 'encoder-bias',
  title: 'Encoder bias',
  settings: { joints: jointsField },
  make({ joints }, { model }: UnknownContext): Unknown {
    const chosen = chosenJoints(model, joints);
    const spread = new Float64Array(model.nv * chosen.length);
    chosen.forEach(({ vIndex }, j) => (spread[vIndex * chosen.length + j] = 1));
    const onto = tensor(spread, [model.nv, chosen.length]);
    const read = (x: PopulationTensor): PopulationTensor => mul(usualBias, x);
    return {
      quantities: chosen.map((joint) => ({
        name: `bias of ${joint.name}`,
        unit: positionUnit(joint),
        before: 0,
        scale: usualBias,
      })),
      start: new Float64Array(chosen.length),
      read,
      put: (numbers, x) => ({ ...numbers, bias: matmul(onto, read(x)) }),
    };
  },
});

/** How much later forces act than they were recorded. */
export const delayKind = kind({
  type: 'command-delay',
  title: 'Delay of commands',
  settings: {
    most: field(z._default(positive, 0.05), {
      title: 'Most',
      description: 'longest delay that can be',
      unit: 's',
      touches: 'structure',
      isAdvanced: true,
    }),
  },
  make({ most }): Unknown {
    const read = (x: PopulationTensor): PopulationTensor => mul(most, sigmoid(x));
    return {
      quantities: [{ name: 'delay of commands', unit: 's', before: 0, scale: most / 4 }],
      // a tenth of what can be: off the bound
      start: Float64Array.of(-log.value(9, 0, 0)),
      read,
      put: (numbers, x) => ({ ...numbers, delay: reshape(read(x), []) }),
      mostDelay: most,
    };
  },
});
