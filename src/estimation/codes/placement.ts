/** @file Where units stand: on a ring, or over a range and beyond its ends; and what is wrong with those that never fire. */
import { requireFiniteNumber, requireInteger, requireList } from '../../core/arguments.ts';
import { population, type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { ArgumentError } from '../../errors.ts';
import { type Code, ratesOf, requireCode } from './code.ts';

/** Angles of units that stand evenly on a circle, from 0 on, rad: [count]. */
export function ringOfUnits(count: number): PopulationTensor {
  requireInteger('count', count, 1);
  return tensor(Array.from({ length: count }, (_, k) => (2 * Math.PI * k) / count));
}

/** Widths beyond the ends of a range: there a Gaussian unit has 1 % of its gain left, so the sum over units is even up to the end. */
const padding = 3;

/** Refuses what is no pair of numbers, the first one less. */
export function requireRange(argument: string, range: readonly [number, number]): void {
  requireList(argument, range, 'a list of two numbers');
  range.forEach((end, i) => requireFiniteNumber(`${argument}[${i}]`, end));
  if (range.length !== 2 || !(range[0] < range[1]))
    throw new ArgumentError(argument, `[${range.join(', ')}]`, 'two numbers, the lower one first');
}

/** Units spaced evenly over a range and 3 widths beyond each end, at most `spacing` widths apart (default 1): [N]. */
export function unitsOver(range: readonly [number, number], width: number, spacing = 1): PopulationTensor {
  requireRange('range', range);
  for (const [name, value] of Object.entries({ width, spacing })) {
    requireFiniteNumber(name, value);
    if (value <= 0) throw new ArgumentError(name, String(value), 'a positive number');
  }
  const [low, high] = [range[0] - padding * width, range[1] + padding * width];
  const steps = Math.ceil((high - low) / (spacing * width) - 1e-9);
  requireInteger('units over the range', steps, 1, 2 ** 20);
  return tensor(Array.from({ length: steps + 1 }, (_, k) => low + ((high - low) * k) / steps));
}

/** The grid of vectors that have a place of each axis: of [N1], [N2], … the [N1 N2 …, d], the last axis fastest. */
export function gridOfUnits(axes: readonly PopulationTensor[]): PopulationTensor {
  requireList('axes', axes, 'a list of tensors');
  if (axes.length === 0) throw new ArgumentError('axes', 'none', 'one a number of the vector');
  const lists = axes.map((axis, i) => {
    const places = tensor(axis);
    if (places.shape.length !== 1)
      throw new ArgumentError(`axes[${i}]`, `shape [${places.shape.join(', ')}]`, 'a list of places');
    return places.toArray();
  });
  return tensor(lists.reduce<number[][]>((rows, list) => rows.flatMap((row) => list.map((x) => [...row, x])), [[]]));
}

/** The units of [N], or [N, d], as N members of [], or [d]. */
export function asMembers(units: PopulationTensor): PopulationTensor {
  const rows = tensor(units);
  if (rows.shape.length < 1 || rows.population !== 1)
    throw new ArgumentError(
      'units',
      `shape [${rows.shape.join(', ')}] of ${rows.population} members`,
      'units along the first axis, shared',
    );
  return population(Array.from({ length: rows.shape[0] }, (_, k) => rowOf(rows, k)));
}

function rowOf({ shape, data }: PopulationTensor, k: number): number | number[] {
  if (shape.length === 1) return data[k];
  const size = data.length / shape[0];
  return Array.from(data.subarray(k * size, (k + 1) * size));
}

/** A unit is said to be silent where it never reaches this share of the greatest rate of all. */
const silence = 1e-3;

/**
 * What is wrong with a code of numbers, in words, for stimuli at these places (concrete, at least two a width): units that never fire there, by
 * number from 0, and places that no unit tells of. None: an empty list.
 */
export function codeFindings(code: Code, places: readonly number[]): string[] {
  requireCode('code', code);
  requireList('places', places, 'a list of stimuli');
  const rates = ratesOf(code, tensor(places));
  const units = code.units === 'members' ? rates.population : rates.shape[1];
  const rate = (place: number, unit: number): number =>
    code.units === 'members' ? rates.data[place * units + unit] : rates.data[place * units + unit];
  const most = Array.from({ length: units }, (_, unit) =>
    places.reduce((greatest, _s, place) => Math.max(greatest, rate(place, unit)), 0),
  );
  const greatest = most.reduce((a, b) => Math.max(a, b), 0);
  const heard = places.map((_, place) =>
    Array.from({ length: units }, (_u, unit) => rate(place, unit)).some((r) => r > silence * greatest),
  );
  const silent = most.flatMap((r, unit) =>
    r > silence * greatest ? [] : [`unit ${unit} never fires on the range (at most ${r.toPrecision(2)} spikes)`],
  );
  const deaf = places.filter((_, place) => !heard[place]);
  return deaf.length === 0
    ? silent
    : [...silent, `no unit fires at ${deaf.slice(0, 5).join(', ')}${deaf.length > 5 ? ' and elsewhere' : ''}`];
}
