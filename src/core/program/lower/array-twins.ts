/**
 * @file Work on whole arrays that has been done already: in the same steps, or in those of an earlier loop at the same step, which
 * then leaves its results behind, one record a step. Of such work reading always costs less than doing it again.
 */
import type { Expression, Stretch } from './lowered.ts';
import { keyOfPlace, type ProgramBuilder } from '../record/builder.ts';
import { type BlockArray, type Loop, type Place, placeIn, type Region, type Value } from '../record/values.ts';

/** What has been made, and in which steps. */
interface Made {
  readonly result: Stretch;
  readonly region: Region;
}

export class ArrayTwins {
  readonly #builder: ProgramBuilder;
  readonly #made = new Map<string, Made>();
  /** Short names of keys. */
  readonly #names = new Map<string, string>();
  readonly #keys = new Map<Expression, string>();
  /** Records of the steps of an earlier loop, by what they are copies of; and that, by them. */
  readonly #records = new Map<BlockArray, BlockArray>();
  readonly #originals = new Map<BlockArray, BlockArray>();

  constructor(builder: ProgramBuilder) {
    this.#builder = builder;
  }

  /** The same for tensors that hold the same numbers, in a loop and at the same step of an earlier one. */
  keyOf(x: Expression): string {
    let key = this.#keys.get(x);
    if (key === undefined) {
      const text = this.#describe(x);
      key = this.#names.get(text) ?? `${this.#names.size}`;
      this.#names.set(text, key);
      this.#keys.set(x, key);
    }
    return key;
  }

  #describe(x: Expression): string {
    switch (x.kind) {
      case 'values':
        return `values ${x.values.map((value) => this.#idOf(value)).join()}`;
      case 'array':
        return `array ${this.#placeKey(x.place)} ${x.size}`;
      case 'rows':
        return `rows ${x.rows} ${x.columns
          .map((column) =>
            column.kind === 'column' ? `${this.#placeKey(column.place)}*${column.stride}` : this.#idOf(column),
          )
          .join()}`;
      case 'elementwise':
        return `${x.instruction.name} ${x.operands.map((operand) => this.keyOf(operand)).join()}`;
    }
  }

  /** Of the earliest value that is the same at each step. */
  #idOf(value: Value): number {
    return (this.#builder.twins.of(value)[0] ?? value).id;
  }

  #placeKey(place: Place): string {
    const { array, offset, anchor } = place;
    if (typeof anchor === 'string' || anchor.role !== 'item') return keyOfPlace(place);
    const original = this.#originals.get(array);
    return original ? keyOfPlace(placeIn(original, offset)) : `${array.id}+${offset}/${anchor.stride}`;
  }

  /** Whether the tensor is the record of a step of an earlier loop. */
  isRecord(x: Expression): boolean {
    return x.kind === 'array' && this.#originals.has(x.place.array);
  }

  /** Notes what the work that the key tells has made in a region. */
  add(key: string, result: Stretch, region: Region): void {
    const { array, anchor } = result.place;
    if (anchor === 'fixed' && array.region === region && !this.#made.has(key)) this.#made.set(key, { result, region });
  }

  /** What the work has made, as the steps of `region` read it; `undefined` where it is yet to be done. */
  find(key: string, region: Region): Stretch | undefined {
    const made = this.#made.get(key);
    if (!made || made.region === region) return made?.result;
    const [earlier, loop] = [made.region, region].map((own) => this.#builder.loopOf(own));
    if (!earlier || !loop || this.#builder.twins.loopOf(made.region) !== earlier) return undefined;
    const isBeside = earlier.length === loop.length && earlier.body.parent === loop.body.parent;
    return isBeside ? this.#recordOf(made.result, earlier, loop) : undefined;
  }

  #recordOf({ place, size }: Stretch, earlier: Loop, loop: Loop): Stretch {
    const builder = this.#builder;
    let record = this.#records.get(place.array);
    if (!record) {
      record = builder.array(size * earlier.length, { region: earlier.body.parent! });
      const to: Place = { array: record, offset: 0, anchor: builder.stream(earlier, record, size) };
      earlier.body.statements.push({
        kind: 'copy',
        id: builder.nextId(),
        source: builder.source,
        from: place,
        stride: 1,
        to,
        toStride: 1,
        count: size,
      });
      builder.twins.addWritten(earlier, record);
      this.#records.set(place.array, record);
      this.#originals.set(record, place.array);
    }
    return { kind: 'array', place: { array: record, offset: 0, anchor: builder.stream(loop, record, size) }, size };
  }
}
