/** @file Random directions that are as long as the network is, unit by unit: filter normalization (Li et al. 2018). */
import { requireFunction, requireInteger, requireOptions, requireParts } from '../../core/arguments.ts';
import { norm } from '../../core/member-norms.ts';
import type { ParameterLayout, ParameterSlot } from '../../core/parameters.ts';
import { largestWord, normal } from '../../core/random.ts';
import { requireVector } from '../landscape.ts';
import type { Plane } from './plane.ts';
import { dotProduct } from './vectors.ts';

/** What random directions are drawn by. */
export interface RandomPlaneOptions {
  readonly seed?: number;
  /** Which pair of directions; those of other numbers have nothing in common with it. Default 0. */
  readonly pair?: number;
  /** Parameters that stay as they are, by their paths; none where absent. */
  readonly isFixed?: (path: string) => boolean;
  /** What 1 is of a parameter that is no network's weight, by its path; the root mean square of its leaf where absent. */
  readonly scaleOf?: (path: string) => number;
}

/** A plane of random directions, and what they leave out. */
export interface RandomPlane extends Plane {
  /** Share of |x|^2 that lies in parameters which the directions do not move. */
  readonly leftOut: number;
}

/** Entries that are scaled together, of one layer. */
interface Group {
  readonly entries: readonly number[];
}

/** Groups whose norms are of one kind: what one without a norm takes is the mean of theirs. */
interface Layer {
  readonly groups: readonly Group[];
  /** What 1 is of its parameters, where that has nothing to do with their norms. */
  readonly scale?: number;
}

const range = (offset: number, count: number): number[] => Array.from({ length: count }, (_, k) => offset + k);

/** Prefix of the leaf `weight` or `bias` of a layer; null for all others. */
const layerOf = (path: string, part: 'weight' | 'bias'): string | null =>
  path === part ? '' : path.endsWith(`.${part}`) ? path.slice(0, -part.length) : null;

/** Each output unit's row of weights with its bias; other parameters a leaf each. */
function layersOf(slots: readonly ParameterSlot[], { isFixed, scaleOf }: RandomPlaneOptions): Layer[] {
  const moved = slots.filter(({ path }) => !isFixed?.(path));
  const biases = new Map(moved.map((slot) => [layerOf(slot.path, 'bias'), slot]));
  const used = new Set<ParameterSlot>();
  const networks = moved.flatMap((slot): Layer[] => {
    const prefix = layerOf(slot.path, 'weight');
    if (prefix === null || slot.shape.length === 0) return [];
    const bias = biases.get(prefix);
    const units = slot.shape[0];
    const width = slot.size / units;
    const isOurs = bias?.size === units;
    used.add(slot);
    if (isOurs) used.add(bias);
    const groups = range(0, units).map((unit) => ({
      entries: [...range(slot.offset + unit * width, width), ...(isOurs ? [bias.offset + unit] : [])],
    }));
    return [{ groups }];
  });
  const others = moved
    .filter((slot) => !used.has(slot))
    .map(({ path, offset, size }) => ({ groups: [{ entries: range(offset, size) }], scale: scaleOf?.(path) }));
  return [...networks, ...others.map(({ groups, scale }) => (scale === undefined ? { groups } : { groups, scale }))];
}

const partOf = (x: Float64Array, entries: readonly number[]): Float64Array => Float64Array.from(entries, (i) => x[i]);

/** Norms that a layer's groups of a direction get: their own; the mean of the others' where one has none; 1 an entry where none has. */
function normsOf(x: Float64Array, { groups, scale }: Layer): number[] {
  if (scale !== undefined) return groups.map(({ entries }) => scale * Math.sqrt(entries.length));
  const own = groups.map(({ entries }) => norm(partOf(x, entries)));
  const some = own.filter((each) => each > 0);
  const mean = some.reduce((total, each) => total + each, 0) / some.length;
  return own.map((each, k) => (each > 0 ? each : some.length > 0 ? mean : Math.sqrt(groups[k].entries.length)));
}

/** Normal noise, each group scaled to the norm that x has there. */
function directionOf(x: Float64Array, layers: readonly Layer[], noise: Float64Array): Float64Array {
  const direction = new Float64Array(x.length);
  for (const layer of layers) {
    const norms = normsOf(x, layer);
    layer.groups.forEach(({ entries }, k) => {
      const factor = norms[k] / norm(partOf(noise, entries));
      for (const i of entries) direction[i] = noise[i] * factor;
    });
  }
  return direction;
}

/**
 * The plane through x of two random directions with filter normalization: every output unit's row of weights and its bias are one
 * group, which has the norm in the direction that it has in x; so surfaces of networks that are scaled unlike, and compute the same, are
 * alike. Parameters that are no weights move by their own scale. Throws an ArgumentError where the arguments do not fit.
 */
export function randomPlane(
  layout: Pick<ParameterLayout, 'size' | 'slots'>,
  x: Float64Array,
  options: RandomPlaneOptions = {},
): RandomPlane {
  requireParts('layout', layout, { size: 'a number', slots: 'a list' });
  requireVector('x', x, layout.size);
  requireOptions('randomPlane', options, ['seed', 'pair', 'isFixed', 'scaleOf']);
  const { seed = 0, pair = 0, isFixed, scaleOf } = options;
  requireInteger('seed', seed, 0, largestWord);
  requireInteger('pair', pair, 0, largestWord);
  for (const [name, f] of Object.entries({ isFixed, scaleOf })) if (f !== undefined) requireFunction(name, f);
  const layers = layersOf(layout.slots, options);
  const draw = (step: number): Float64Array =>
    directionOf(x, layers, normal({ seed, member: pair, step, stream: planeStream }, x.length));
  const moved = partOf(
    x,
    layers.flatMap(({ groups }) => groups.flatMap(({ entries }) => entries)),
  );
  const whole = dotProduct(x, x);
  const axis = (k: number) => ({ label: `random direction ${k}`, unit: 'norms of the parameters' });
  return {
    origin: x.slice(),
    directions: [draw(0), draw(1)],
    axes: [axis(1), axis(2)],
    leftOut: whole > 0 ? Math.max(0, 1 - dotProduct(moved, moved) / whole) : 0,
  };
}

/** Streams of other things of the same seed are others. */
const planeStream = 0x706c616e;
