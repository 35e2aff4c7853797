/** @file Work on whole arrays: loops over memory, the lanes of a block innermost. */
import type { Address } from '../../program/arrange/layout.ts';
import { type ArrayOperation, type Operation, type Place, placeIn } from '../../program/record/values.ts';
import { writeOut } from '../../program/write-out.ts';
import { FunctionWriter, opcode } from './assembler.ts';
import { emitAccumulate } from './emit-accumulate.ts';
import { emitMatmul } from './emit-matmul.ts';
import { emitPut, emitTake } from './emit-take.ts';
import { elementBytes, emitTile, pointerTo, type Surroundings, vectorBytes } from './emit-tile.ts';

/** The function of one operation. */
export function emitArrayOperation(operation: ArrayOperation, surroundings: Surroundings): FunctionWriter {
  switch (operation.kind) {
    case 'copy':
      return emitCopy(operation, surroundings);
    case 'gather':
      return emitGather(operation, surroundings);
    case 'scatterAdd':
      return emitScatterAdd(operation, surroundings);
    case 'take':
      return emitTake(operation, surroundings);
    case 'put':
      return emitPut(operation, surroundings);
    case 'map':
      return emitMap(operation, surroundings);
    case 'matmul':
      return emitMatmul(operation, surroundings);
    case 'accumulate':
      return emitAccumulate(operation, surroundings);
    case 'clear':
      return emitClear(operation, surroundings);
  }
}

type Of<K extends ArrayOperation['kind']> = Extract<ArrayOperation, { kind: K }>;

/** Moves one element of all lanes between the addresses in two locals. */
function moveElement(
  code: FunctionWriter,
  from: number,
  to: number,
  shared: { from: boolean; to: boolean },
  { format, layout }: Surroundings,
): void {
  if (shared.to) {
    format.moveNumber(code.get(to).get(from));
    return;
  }
  for (let at = 0; at < format.bytes * layout.lanes; at += vectorBytes) {
    code.get(to).get(from);
    if (shared.from) format.loadSplat(code, 0);
    else code.loadVector(at);
    code.storeVector(at);
  }
}

function emitCopy({ from, stride, to, toStride, count }: Of<'copy'>, surroundings: Surroundings): FunctionWriter {
  const code = new FunctionWriter();
  const { layout } = surroundings;
  const source = pointerTo(code, layout.addressOf(from), surroundings);
  const target = pointerTo(code, layout.addressOf(to), surroundings);
  if (count === 0) return code;
  code.repeat(code.local('i32'), count, 1, () => {
    moveElement(code, source, target, { from: from.array.shared, to: to.array.shared }, surroundings);
    code.advance(source, stride * elementBytes(surroundings, from.array));
    code.advance(target, toStride * elementBytes(surroundings, to.array));
  });
  return code;
}

function emitGather({ result, from, indices }: Of<'gather'>, surroundings: Surroundings): FunctionWriter {
  const code = new FunctionWriter();
  const { layout, data } = surroundings;
  if (indices.length === 0) return code;
  const begin = pointerTo(code, layout.addressOf(from), surroundings);
  const target = pointerTo(code, layout.addressOf(placeIn(result)), surroundings);
  const source = code.local('i32');
  const bytes = elementBytes(surroundings, from.array);
  const table = data.tableAt(indices.map((index) => index * bytes));
  const counter = code.local('i32');
  code.repeat(counter, 4 * indices.length, 4, () => {
    code.get(counter).loadInteger(table).get(begin).plain(opcode.i32Add).set(source);
    moveElement(code, source, target, { from: from.array.shared, to: result.shared }, surroundings);
    code.advance(target, elementBytes(surroundings, result));
  });
  return code;
}

function emitClear({ result }: Of<'clear'>, { format, layout }: Surroundings): FunctionWriter {
  const code = new FunctionWriter();
  return code.clear(format.bytes * layout.baseOf(result), format.bytes * layout.unitOf(result) * result.size);
}

/** The first addend of an element is copied, so that sums have the bits of x0 + x1 + …, and not of 0 + x0 + …. */
function emitScatterAdd({ result, from, indices }: Of<'scatterAdd'>, surroundings: Surroundings): FunctionWriter {
  const code = new FunctionWriter();
  const { format, layout, data } = surroundings;
  const bytes = elementBytes(surroundings, result);
  const begin = format.bytes * layout.addressOf(placeIn(result)).base;
  if (result.size > 0) code.clear(begin, bytes * result.size);
  if (indices.length === 0) return code;
  const seen = new Set<number>();
  const table = data.tableAt(
    indices.map((index) => {
      const isFirst = !seen.has(index);
      seen.add(index);
      return index * bytes + (isFirst ? 1 : 0);
    }),
  );
  const source = pointerTo(code, layout.addressOf(from), surroundings);
  const entry = code.local('i32');
  const target = code.local('i32');
  const counter = code.local('i32');
  code.repeat(counter, 4 * indices.length, 4, () => {
    code.get(counter).loadInteger(table).tee(entry).integer(-2).plain(opcode.i32And);
    code.integer(begin).plain(opcode.i32Add).set(target);
    code.get(entry).integer(1).plain(opcode.i32And);
    code.branch(
      () => moveElement(code, source, target, { from: false, to: false }, surroundings),
      () => {
        for (let at = 0; at < format.bytes * layout.lanes; at += vectorBytes) {
          code.get(target).get(target).loadVector(at);
          code.get(source).loadVector(at).simd(format.opcodes.add).storeVector(at);
        }
      },
    );
    code.advance(source, elementBytes(surroundings, from.array));
  });
  return code;
}

/** An instruction at every element: a tile whose lanes are all numbers of the array; those of a shared array lie side by side likewise. */
function emitMap({ result, instruction, operands }: Of<'map'>, surroundings: Surroundings): FunctionWriter {
  const { format, layout } = surroundings;
  const { inputs, output, items, storesOf } = writeOut(instruction, format);
  const original = new Map([...inputs.map((array, k) => [array, operands[k]] as const), [output, placeIn(result)]]);
  const addressOf = ({ array }: Place): Address => ({ ...layout.addressOf(original.get(array)!), shared: false });
  const numbers = result.size * (result.shared ? 1 : layout.lanes);
  const flat = { ...surroundings, layout: { ...layout, addressOf, slotOf: () => null } };
  return emitTile(items, numbers, flat, (operation: Operation) =>
    (storesOf.get(operation) ?? []).map(({ place }) => place),
  );
}
