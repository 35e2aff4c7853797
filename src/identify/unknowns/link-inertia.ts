/** @file All ten numbers of a link as unknowns, which are always those of a body that can exist. */
import { jvp } from '../../core/derivative/functions.ts';
import { at, concat, reshape, slice, stack } from '../../core/ops/indexing.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { linksField } from '../../dynamics/settings.ts';
import type { LinkInertia } from '../../robot/model.ts';
import { kind } from '../../settings/kinds.ts';
import { Inertia } from '../../spatial/inertia.ts';
import {
  bodyOfLogCholesky,
  type BodyNumbers,
  logCholeskyIfInside,
  logCholeskyOf,
  seenFrom,
} from '../pseudo-inertia.ts';
import { chosenBodies, sizeOf, withChosen } from './bodies.ts';
import type { Quantity, Reading, Unknown, UnknownContext } from './unknown.ts';

/** Entries of a symmetric matrix of which none is there twice. */
const places = [[0, 0], [1, 1], [2, 2], [0, 1], [0, 2], [1, 2]] as const; // prettier-ignore
const axes = ['xx', 'yy', 'zz', 'xy', 'xz', 'yz'];
const entriesOf = (matrix: PopulationTensor): PopulationTensor => stack(places.map(([i, j]) => at(matrix, i, j)));

/** What people read of a body: mass, centre of mass, inertia about it. */
function quantitiesOf(name: string, before: LinkInertia): Quantity[] {
  const size = sizeOf(before);
  const { mass, centerOfMass, inertia } = before;
  return [
    { name: `mass of ${name}`, unit: 'kg', before: mass, scale: mass },
    ...['x', 'y', 'z'].map((axis, i) => ({
      name: `centre of mass ${axis} of ${name}`,
      unit: 'm',
      before: centerOfMass[i],
      scale: size,
    })),
    ...places.map(([i, j], k) => ({
      name: `inertia ${axes[k]} of ${name}`,
      unit: 'kg m^2',
      before: inertia[3 * i + j],
      scale: mass * size * size,
    })),
  ];
}

/** What forces are linear in: mass, first moment, inertia about the joint. */
function linearOf(name: string, before: LinkInertia): Quantity[] {
  const size = sizeOf(before);
  const { mass } = before;
  const of = (what: string, unit: string, scale: number): Quantity => ({
    name: `${what} of ${name}`,
    unit,
    before: 0,
    scale,
  });
  return [
    of('mass', 'kg', mass),
    ...['x', 'y', 'z'].map((axis) => of(`first moment ${axis}`, 'kg m', mass * size)),
    ...axes.map((pair) => of(`inertia ${pair} at the joint`, 'kg m^2', mass * size * size)),
  ];
}

/** All ten numbers of a link, always those of a body that can exist. */
export const inertiaKind = kind({
  type: 'link-inertia',
  title: 'Mass, centre and inertia of a link',
  settings: { links: linksField },
  make({ links }, context: UnknownContext): Unknown {
    const chosen = chosenBodies(context, links);
    const first = chosen.map(({ before }) => tensor(logCholeskyOf(before)));
    const own = (x: PopulationTensor, place: number): BodyNumbers =>
      bodyOfLogCholesky(slice(x, [10 * place], [10 * place + 10]), first[place]);
    const shown = (x: PopulationTensor): PopulationTensor =>
      concat(
        chosen.flatMap((_, place) => {
          const { mass, centerOfMass, inertia } = own(x, place);
          return [reshape(mass, [1]), centerOfMass, entriesOf(inertia)];
        }),
      );
    const linear: Reading = {
      quantities: chosen.flatMap(({ name, before }) => linearOf(name, before)),
      read: (x) =>
        concat(
          chosen.flatMap((_, place) => {
            const { mass, centerOfMass, inertia } = own(x, place);
            const moments = Inertia.aboutCenterOfMass(mass, centerOfMass, inertia);
            return [reshape(mass, [1]), moments.firstMoment, entriesOf(moments.rotational)];
          }),
        ),
    };
    return {
      quantities: chosen.flatMap(({ name, before }) => quantitiesOf(name, before)),
      start: new Float64Array(10 * chosen.length),
      read: shown,
      linear,
      together: 10,
      move: (x, step) => movedStraight(linear, x, step, first),
      put: (numbers, x) => withChosen(context, numbers, chosen, (_, place) => own(x, place)),
    };
  },
});

/** Parts of a step that are tried where the whole leads out of what can exist. */
const parts = [1, 0.5, 0.25, 0.125];

/**
 * Coordinates after a step that is straight in what forces are linear in; where even a part of it leads out of what can exist, their sum,
 * which never does, body by body.
 */
function movedStraight(
  { read }: Reading,
  x: Float64Array,
  step: Float64Array,
  first: readonly PopulationTensor[],
): Float64Array {
  const { value, tangent } = jvp(read, tensor(x), tensor(step));
  const next = x.map((own, i) => own + step[i]);
  first.forEach((from, place) => {
    const after = (part: number): LinkInertia =>
      bodyOfLinear(
        Float64Array.from({ length: 10 }, (_, i) => value.data[10 * place + i] + part * tangent.data[10 * place + i]),
      );
    const found = parts.map((part) => logCholeskyIfInside(after(part))).find((numbers) => numbers !== null);
    if (found) next.set(seenFrom(found, Float64Array.from(from.data)), 10 * place);
  });
  return next;
}

/** The body of mass, first moment and inertia about the joint, which may be none that can exist. */
function bodyOfLinear([mass, h1, h2, h3, ...inertia]: Float64Array): LinkInertia {
  const c = [h1 / mass, h2 / mass, h3 / mass];
  const square = c[0] * c[0] + c[1] * c[1] + c[2] * c[2];
  const about = new Array<number>(9).fill(0);
  places.forEach(([i, j], k) => {
    about[3 * i + j] = about[3 * j + i] = inertia[k] - mass * ((i === j ? square : 0) - c[i] * c[j]);
  });
  return { mass, centerOfMass: c, inertia: about } as unknown as LinkInertia;
}
