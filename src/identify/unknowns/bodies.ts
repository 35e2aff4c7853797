/** @file Unknowns of links: how heavy they are, and where their weight is. */
import { div } from '../../core/ops/arithmetic.ts';
import { mul } from '../../core/ops/elementwise.ts';
import { at, slice } from '../../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { bodiesOf, linksField } from '../../dynamics/settings.ts';
import { completeParameters, withBodyParameters } from '../../robot/partial-parameters.ts';
import type { LinkInertia } from '../../robot/model.ts';
import { kind } from '../../settings/kinds.ts';
import { positives, type Quantity, type RecordedNumbers, type Unknown, type UnknownContext } from './unknown.ts';

/** Bodies of links as they are taken for before, and the names of their links. */
export function chosenBodies({ model, robot }: UnknownContext, links: readonly string[] | undefined) {
  const own = completeParameters(model, robot);
  return bodiesOf(model, links).map((body) => {
    const { mass, centerOfMass, inertia } = own.bodies[body];
    const before = {
      mass: mass.item(),
      centerOfMass: centerOfMass.toArray(),
      inertia: inertia.toArray(),
    } as unknown as LinkInertia;
    return { body, name: model.bodies[body].name, before };
  });
}

/** Numbers with bodies changed, each by its place among those that were chosen. */
export const withChosen = (
  { model }: UnknownContext,
  numbers: RecordedNumbers,
  chosen: readonly { readonly body: number }[],
  change: Parameters<typeof withBodyParameters>[3],
): RecordedNumbers => ({
  ...numbers,
  robot: withBodyParameters(
    model,
    numbers.robot,
    chosen.map(({ body }) => body),
    change,
  ),
});

/** m: how far a body's masses are from its frame, about. */
export const sizeOf = ({ mass, centerOfMass: [x, y, z], inertia }: LinkInertia): number =>
  Math.max(
    0.01,
    Math.sqrt(x * x + y * y + z * z + (inertia[0] + inertia[4] + inertia[8]) / (2 * Math.max(mass, 1e-9))),
  );

/** Mass of a link whose shape stays: its inertia is in proportion. */
export const massKind = kind({
  type: 'link-mass',
  title: 'Mass of a link',
  settings: { links: linksField },
  make({ links }, context: UnknownContext): Unknown {
    const chosen = chosenBodies(context, links);
    const quantities = chosen.map(({ name, before: { mass } }) => ({
      name: `mass of ${name}`,
      unit: 'kg',
      before: mass,
      scale: Math.max(mass / 4, 0.01),
    }));
    return positives(quantities, (numbers, values) =>
      withChosen(context, numbers, chosen, ({ mass, inertia }, place) => {
        const changed = at(values, place);
        return { mass: changed, inertia: mul(div(changed, mass), inertia) };
      }),
    );
  },
});

/** Centre of mass of a link, in its axes. */
export const centerKind = kind({
  type: 'center-of-mass',
  title: 'Centre of mass of a link',
  settings: { links: linksField },
  make({ links }, context: UnknownContext): Unknown {
    const chosen = chosenBodies(context, links);
    const quantities = chosen.flatMap(({ name, before }) =>
      ['x', 'y', 'z'].map((axis, i): Quantity => ({
        name: `centre of mass ${axis} of ${name}`,
        unit: 'm',
        before: before.centerOfMass[i],
        scale: sizeOf(before),
      })),
    );
    const scales = tensor(quantities.map(({ scale }) => scale));
    const read = (x: PopulationTensor): PopulationTensor => mul(scales, x);
    return {
      quantities,
      start: Float64Array.from(quantities, ({ before, scale }) => before / scale),
      together: 3,
      read,
      put: (numbers, x) =>
        withChosen(context, numbers, chosen, (_, place) => ({
          centerOfMass: slice(read(x), [3 * place], [3 * place + 3]),
        })),
    };
  },
});
