/** @file The one owner of "named tree <-> flat slots": optimizers, run files, kernels and the page all count slots by it. */
import { ArgumentError } from '../errors.ts';
import { requireInstance, requireInteger, requireList } from './arguments.ts';
import { described } from '../text/described.ts';
import { PopulationTensor } from './population-tensor.ts';
import { requireTensor } from './require-tensor.ts';
import { leavesOf, matchTensors, type Tree, type TreeOf, unflatten } from './tree.ts';

/** Where one leaf of the tree lies in the flat vector. */
export interface ParameterSlot {
  readonly path: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

function requireShared(path: string, { population }: PopulationTensor): void {
  if (population !== 1) throw new ArgumentError(path, `population ${population}`, 'a shared parameter (population 1)');
}

/** Layout of a tree of shared parameters (population 1) as one vector of float64. */
export class ParameterLayout<X extends TreeOf<X> = Tree> {
  readonly slots: readonly ParameterSlot[];
  readonly size: number;
  readonly #like: X;

  constructor(like: X) {
    let offset = 0;
    this.#like = like;
    this.slots = leavesOf(like).map(({ path, value }) => {
      requireShared(path, value);
      const slot = { path, shape: value.shape, offset, size: value.size };
      offset += value.size;
      return slot;
    });
    this.size = offset;
  }

  toVector(tree: X): Float64Array {
    const vector = new Float64Array(this.size);
    matchTensors('parameters', tree, this.#like).forEach((value, i) => {
      const { path, offset } = this.slots[i];
      requireShared(path, value);
      vector.set(value.data, offset);
    });
    return vector;
  }

  fromVector(vector: Float64Array): X {
    requireInstance('parameters', vector, Float64Array);
    if (vector.length !== this.size)
      throw new ArgumentError('parameters', `${vector.length} numbers`, `${this.size} numbers`);
    const leaves = this.slots.map(
      ({ shape, offset, size }) => new PopulationTensor({ shape, population: 1 }, vector.slice(offset, offset + size)),
    );
    return unflatten(this.#like, leaves);
  }

  /** Vectors of many members as one tree: leaves of shape like before, with a member for each vector. */
  fromVectors(vectors: readonly Float64Array[]): X {
    requireList('parameters', vectors, 'a list with a vector for each member');
    const members = vectors.length;
    if (members === 0) throw new ArgumentError('parameters', 'an empty list', 'at least one member');
    vectors.forEach((vector, member) => {
      requireInstance(`parameters of member ${member}`, vector, Float64Array);
      const { length } = vector;
      if (length !== this.size)
        throw new ArgumentError(`parameters of member ${member}`, `${length} numbers`, `${this.size} numbers`);
    });
    const leaves = this.slots.map(({ shape, offset, size }) => {
      const data = new Float64Array(size * members);
      for (let i = 0; i < size; i++)
        for (let member = 0; member < members; member++) data[i * members + member] = vectors[member][offset + i];
      return new PopulationTensor({ shape, population: members }, data);
    });
    return unflatten(this.#like, leaves);
  }

  /** The vector of each member of a tree like that of `fromVectors`. */
  toVectors(tree: X, members: number): Float64Array[] {
    requireInteger('toVectors: members', members, 1);
    const vectors = Array.from({ length: members }, () => new Float64Array(this.size));
    matchTensors('parameters', tree, this.#like).forEach(({ data, population }, k) => {
      const { path, offset, size } = this.slots[k];
      if (population !== 1 && population !== members)
        throw new ArgumentError(path, `population ${population}`, `a population of ${members} or 1`);
      for (let i = 0; i < size; i++)
        for (let member = 0; member < members; member++)
          vectors[member][offset + i] = data[i * population + (population === 1 ? 0 : member)];
    });
    return vectors;
  }

  /** The tree as one tensor of shape [size] with the same members: its leaves one after another. Shared leaves are spread. */
  toTensor(tree: X, members: number): PopulationTensor {
    requireInteger('toTensor: members', members, 1);
    const data = new Float64Array(this.size * members);
    matchTensors('parameters', tree, this.#like).forEach((leaf, k) => {
      const { path, shape, offset } = this.slots[k];
      if (leaf.population !== 1 && leaf.population !== members)
        throw new ArgumentError(path, `population ${leaf.population}`, `a population of ${members} or 1`);
      const isSpread = leaf.population === members;
      const spread = isSpread ? leaf : new PopulationTensor({ shape, population: members }, { sharedValue: leaf });
      data.set(spread.data, offset * members);
    });
    return new PopulationTensor({ shape: [this.size], population: members }, data);
  }

  /** The tree of such a tensor. */
  fromTensor(vector: PopulationTensor): X {
    requireTensor('parameters', vector);
    const { shape, population, data } = vector;
    if (shape.length !== 1 || shape[0] !== this.size)
      throw new ArgumentError('parameters', `shape [${shape.join(', ')}]`, `shape [${this.size}]`);
    const leaves = this.slots.map(
      (slot) =>
        new PopulationTensor(
          { shape: slot.shape, population },
          data.slice(slot.offset * population, (slot.offset + slot.size) * population),
        ),
    );
    return unflatten(this.#like, leaves);
  }

  /** Name of one entry, e.g. `kp[3]` or `layers[0].weight[2, 1]`. */
  nameOf(index: number): string {
    requireInteger('index', index, 0);
    const slot = this.slots.find(({ offset, size }) => index >= offset && index < offset + size);
    if (!slot) throw new ArgumentError('index', described(index), `an integer from 0 to ${this.size - 1}`);
    let rest = index - slot.offset;
    const position: number[] = [];
    for (let axis = slot.shape.length - 1; axis >= 0; axis--) {
      position.unshift(rest % slot.shape[axis]);
      rest = Math.floor(rest / slot.shape[axis]);
    }
    return position.length > 0 ? `${slot.path}[${position.join(', ')}]` : slot.path;
  }
}
