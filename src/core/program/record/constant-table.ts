/** @file Constants of a program by their number, 0 and -0 apart. */
import type { Constant, Region } from './values.ts';

export class ConstantTable {
  readonly #region: Region;
  readonly #wide: boolean;
  readonly #nextId: () => number;
  readonly #constants = new Map<number, Constant>();
  #negativeZero: Constant | null = null;

  constructor(region: Region, wide: boolean, nextId: () => number) {
    this.#region = region;
    this.#wide = wide;
    this.#nextId = nextId;
  }

  of(value: number): Constant {
    if (Object.is(value, -0)) return (this.#negativeZero ??= this.#make(value));
    let constant = this.#constants.get(value);
    if (!constant) {
      constant = this.#make(value);
      this.#constants.set(value, constant);
    }
    return constant;
  }

  #make(value: number): Constant {
    return { kind: 'constant', id: this.#nextId(), region: this.#region, wide: this.#wide, value };
  }
}
