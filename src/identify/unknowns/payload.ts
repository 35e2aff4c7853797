/** @file What a link carries as an unknown: a mass at a place that is known, or is unknown as well. */
import * as z from 'zod/mini';
import { add, mul } from '../../core/ops/elementwise.ts';
import { at, concat, reshape, slice } from '../../core/ops/indexing.ts';
import { matmul } from '../../core/ops/linear-algebra.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { findLink } from '../../dynamics/forward-kinematics.ts';
import { bodyOf, linkName } from '../../dynamics/settings.ts';
import { carrying } from '../../robot/carried-mass.ts';
import { withBodyParameters } from '../../robot/partial-parameters.ts';
import { field, nonNegative, vector3 } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { coordinateOf, movedCoordinate, positive } from '../positive.ts';
import type { Quantity, Unknown, UnknownContext } from './unknown.ts';

/** kg, and m: about what arms carry, and how far from the link's frame. */
const usual = { mass: 0.5, place: 0.1 } as const;

/** A mass at a point of a link. */
export const payloadKind = kind({
  type: 'payload',
  title: 'Payload',
  settings: {
    link: linkName,
    mass: field(z._default(nonNegative, 0), {
      title: 'Mass',
      description: 'what it is taken for at first',
      unit: 'kg',
      touches: 'input',
      isAdvanced: true,
    }),
    at: field(z._default(vector3, [0, 0, 0]), {
      title: 'At',
      description: 'where it is held, in the axes of the link',
      unit: 'm',
      touches: 'input',
      isAdvanced: true,
    }),
    center: field(z._default(z.boolean(), false), {
      title: 'Centre',
      description: 'whether its place is unknown, too',
      touches: 'structure',
      isAdvanced: true,
    }),
  },
  make({ link, mass, at: place, center }, { model }: UnknownContext): Unknown {
    const body = bodyOf(model, link);
    const pose = findLink(model, link).poseInBody;
    const rotation = tensor(Float64Array.from(pose.rotation), [3, 3]);
    const quantities: Quantity[] = [
      { name: `payload of ${link}`, unit: 'kg', before: mass, scale: mass > 0 ? mass : usual.mass },
      ...(center ? ['x', 'y', 'z'] : []).map((axis, i) => ({
        name: `payload's place ${axis} on ${link}`,
        unit: 'm',
        before: place[i],
        scale: usual.place,
      })),
    ];
    const massOf = (x: PopulationTensor): PopulationTensor => positive(at(x, 0), quantities[0].scale);
    const placeOf = (x: PopulationTensor): PopulationTensor =>
      center ? mul(usual.place, slice(x, [1], [4])) : tensor([...place]);
    return {
      quantities,
      adds: true,
      start: Float64Array.from(quantities, ({ before, scale }, i) =>
        i === 0 ? coordinateOf(before, scale) : before / scale,
      ),
      read: (x) => (center ? concat([reshape(massOf(x), [1]), placeOf(x)]) : reshape(massOf(x), [1])),
      move: (x, step) => x.map((own, i) => (i === 0 ? movedCoordinate(own, step[i]) : own + step[i])),
      put: (numbers, x) => ({
        ...numbers,
        robot: withBodyParameters(model, numbers.robot, [body], (own) =>
          carrying(own, massOf(x), add(matmul(rotation, placeOf(x)), tensor([...pose.translation]))),
        ),
      }),
    };
  },
});
