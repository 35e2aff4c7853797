/** @file Rotation by right angles about a coordinate axis: entries change places and signs, and nothing is computed. */
import { mul } from '../core/ops/elementwise.ts';
import { gather } from '../core/ops/indexing.ts';
import { gatherFlat } from '../core/ops/structural.ts';
import { type PopulationTensor, tensor } from '../core/population-tensor.ts';
import type { Turning } from './turning.ts';

const axes = [0, 1, 2] as const;
const pairs = axes.flatMap((row) => axes.map((column) => [row, column] as const));

/** Entries of a turned vector: where each comes from, and its sign. */
interface Exchange {
  readonly from: readonly number[];
  readonly signs: PopulationTensor;
}

export class QuarterTurn implements Turning {
  readonly #there: Exchange;
  readonly #back: Exchange;
  readonly #matrix: { readonly entries: Int32Array; readonly upper: Int32Array; readonly signs: PopulationTensor };

  /** About axis 0, 1 or 2 by the angle whose cosine and sine are given: one is 0, the other 1 or -1. */
  constructor(axis: 0 | 1 | 2, cosine: number, sine: number) {
    const [i, j] = [(axis + 1) % 3, (axis + 2) % 3];
    const turned = cosine === 0;
    const from = [...axes].map((k) => (!turned || k === axis ? k : k === i ? j : i));
    // R e_i = c e_i + s e_j, R e_j = -s e_i + c e_j
    const signs = axes.map((k) => (k === axis ? 1 : turned ? (k === j ? sine : -sine) : cosine));
    const signsBack = axes.map((k) => signs[from[k]]);
    this.#there = { from, signs: tensor(signs) };
    this.#back = { from, signs: tensor(signsBack) };
    const place = (row: number, column: number): number => 3 * from[row] + from[column];
    this.#matrix = {
      entries: Int32Array.from(pairs, ([row, column]) => place(row, column)),
      upper: Int32Array.from(pairs, ([row, column]) => place(Math.min(row, column), Math.max(row, column))),
      signs: tensor(axes.map((row) => axes.map((column) => signs[row] * signs[column]))),
    };
  }

  turn(u: PopulationTensor): PopulationTensor {
    return mul(gather(u, this.#there.from, -1), this.#there.signs);
  }

  turnBack(u: PopulationTensor): PopulationTensor {
    return mul(gather(u, this.#back.from, -1), this.#back.signs);
  }

  turnSymmetric(J: PopulationTensor): PopulationTensor {
    return mul(gatherFlat(J, this.#matrix.upper, [3, 3]), this.#matrix.signs);
  }

  turnMatrix(A: PopulationTensor): PopulationTensor {
    return mul(gatherFlat(A, this.#matrix.entries, [3, 3]), this.#matrix.signs);
  }
}
