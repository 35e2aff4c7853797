/** @file Rows that a computed index names, taken or put back: lane by lane, as every member has an index of its own. */
import type { ArrayOperation } from '../../program/record/values.ts';
import { placeIn } from '../../program/record/values.ts';
import { FunctionWriter, opcode } from './assembler.ts';
import { elementBytes, pointerTo, type Surroundings } from './emit-tile.ts';

type TakeOrPut = Extract<ArrayOperation, { kind: 'take' | 'put' }>;

/** What the steps of a walk over index elements and lanes push and use. */
interface Walk {
  readonly code: FunctionWriter;
  /** Locals with the addresses of the present lane of a row: the indexed one, and that of the present element. */
  readonly indexed: number;
  readonly plain: number;
}

/** result[c] = from[index[c]], `missing` where no row has that number. */
export function emitTake(operation: TakeOrPut, surroundings: Surroundings): FunctionWriter {
  const { result, from, inner, missing } = operation;
  const { format } = surroundings;
  const [read, write] = [from.array, result].map((array) => elementBytes(surroundings, array));
  return emitRows(operation, surroundings, {
    found: ({ code, indexed, plain }) =>
      code.repeat(code.local('i32'), inner, 1, () => {
        format.moveNumber(code.get(plain).get(indexed));
        code.advance(indexed, read).advance(plain, write);
      }),
    missing: ({ code, plain }) =>
      code.repeat(code.local('i32'), inner, 1, () => {
        format.storeNumber(code.get(plain).float64(missing));
        code.advance(plain, write);
      }),
  });
}

/** result[index[c]] += from[c], from zeros. */
export function emitPut(operation: TakeOrPut, surroundings: Surroundings): FunctionWriter {
  const { result, from, inner } = operation;
  const { format, layout } = surroundings;
  const [read, write] = [from.array, result].map((array) => elementBytes(surroundings, array));
  const clear = (code: FunctionWriter): void => {
    if (result.size > 0) code.clear(format.bytes * layout.baseOf(result), write * result.size);
  };
  return emitRows(operation, surroundings, {
    before: clear,
    found: ({ code, indexed, plain }) =>
      code.repeat(code.local('i32'), inner, 1, () => {
        format.addNumber(code.get(indexed).get(indexed), () => code.get(plain));
        code.advance(plain, read).advance(indexed, write);
      }),
    missing: () => undefined,
  });
}

function emitRows(
  { kind, result, from, index, rows, inner, count }: TakeOrPut,
  surroundings: Surroundings,
  {
    before = () => undefined,
    found,
    missing,
  }: {
    readonly before?: (code: FunctionWriter) => void;
    readonly found: (walk: Walk) => void;
    readonly missing: (walk: Walk) => void;
  },
): FunctionWriter {
  const code = new FunctionWriter();
  const { format, layout } = surroundings;
  before(code);
  if (inner === 0 || count === 0) return code;
  const isTake = kind === 'take';
  const [table, list] = isTake ? [from, placeIn(result)] : [placeIn(result), from];
  const [begin, at, element] = [table, index, list].map((place) =>
    pointerTo(code, layout.addressOf(place), surroundings),
  );
  const [tableBytes, indexBytes, listBytes] = [table, index, list].map(({ array }) =>
    elementBytes(surroundings, array),
  );
  const [lane, indexed, plain] = [0, 1, 2].map(() => code.local('i32'));
  const position = code.local('f64');
  const withLane = (pointer: number, isShared: boolean): void => {
    code.get(pointer);
    if (!isShared) code.get(lane).plain(opcode.i32Add);
  };
  code.repeat(code.local('i32'), count, 1, () => {
    code.repeat(lane, format.bytes * layout.lanes, format.bytes, () => {
      withLane(at, index.array.shared);
      format.loadNumber(code).float64(0.5).plain(opcode.f64Add).plain(opcode.f64Floor).set(position);
      withLane(element, list.array.shared);
      code.set(plain);
      // NaN is in no range
      code.get(position).float64(0).plain(opcode.f64GreaterEqual);
      code.get(position).float64(rows).plain(opcode.f64Less).plain(opcode.i32And);
      code.branch(
        () => {
          withLane(begin, table.array.shared);
          code
            .get(position)
            .truncate()
            .integer(inner * tableBytes)
            .plain(opcode.i32Mul)
            .plain(opcode.i32Add)
            .set(indexed);
          found({ code, indexed, plain });
        },
        () => missing({ code, indexed, plain }),
      );
    });
    code.advance(at, indexBytes).advance(element, inner * listBytes);
  });
  return code;
}
