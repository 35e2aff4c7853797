/** @file Work on whole arrays, as the interpreter does it. */
import { nearest } from '../ops/take.ts';
import { groupMembers, type NumberArray, type NumberFormat, numbersOfSum } from '../program/record/number-format.ts';
import { type ArrayOperation, type BlockArray, type Matrices, type Place, placeIn } from '../program/record/values.ts';

type Of<K extends ArrayOperation['kind']> = Extract<ArrayOperation, { kind: K }>;
type TakeOrPut = Extract<ArrayOperation, { kind: 'take' | 'put' }>;
type PositionOf = (place: Place) => number;

/** Position of lane 0 of element k, and the distance to the next lane. */
interface View {
  readonly begin: number;
  readonly unit: number;
  readonly laneStep: 0 | 1;
}

export function runArrayOperation(
  operation: ArrayOperation,
  memory: NumberArray,
  format: NumberFormat,
  lanes: number,
  positionOf: PositionOf,
): void {
  const view = (place: Place): View => ({
    begin: positionOf(place),
    unit: place.array.shared ? 1 : lanes,
    laneStep: place.array.shared ? 0 : 1,
  });
  const lanesOf = (array: BlockArray): number => (array.shared ? 1 : lanes);
  switch (operation.kind) {
    case 'copy':
      return copy(operation, memory, view(operation.from), view(operation.to), lanesOf(operation.to.array));
    case 'gather':
      return gather(
        operation,
        memory,
        view(operation.from),
        view(placeIn(operation.result)),
        lanesOf(operation.result),
      );
    case 'scatterAdd':
      return scatterAdd(operation, memory, view(operation.from), view(placeIn(operation.result)), lanes);
    case 'take':
    case 'put':
      return (operation.kind === 'take' ? take : put)(
        operation,
        memory,
        view(operation.from),
        view(operation.index),
        view(placeIn(operation.result)),
        lanes,
      );
    case 'map':
      return map(
        operation,
        memory,
        operation.operands.map(view),
        view(placeIn(operation.result)),
        lanesOf(operation.result),
      );
    case 'matmul':
      return matmul(
        operation,
        memory,
        view(operation.left.place),
        view(operation.right.place),
        view(placeIn(operation.result)),
        lanes,
        format.round,
      );
    case 'clear':
      memory.fill(
        0,
        positionOf(placeIn(operation.result)),
        positionOf(placeIn(operation.result, operation.result.size)),
      );
      return;
    case 'accumulate':
      return accumulate(
        operation,
        memory,
        view(operation.left.place),
        view(operation.right.place),
        positionOf(operation.present),
        positionOf(placeIn(operation.result)),
        lanes,
        format,
      );
  }
}

function copy({ stride, toStride, count }: Of<'copy'>, memory: NumberArray, from: View, to: View, lanes: number): void {
  for (let k = 0; k < count; k++)
    for (let lane = 0; lane < lanes; lane++)
      memory[to.begin + k * toStride * to.unit + lane] =
        memory[from.begin + k * stride * from.unit + lane * from.laneStep];
}

function gather({ indices }: Of<'gather'>, memory: NumberArray, from: View, to: View, lanes: number): void {
  for (let k = 0; k < indices.length; k++)
    for (let lane = 0; lane < lanes; lane++)
      memory[to.begin + k * to.unit + lane] = memory[from.begin + indices[k] * from.unit + lane * from.laneStep];
}

function scatterAdd(
  { indices, result }: Of<'scatterAdd'>,
  memory: NumberArray,
  from: View,
  to: View,
  lanes: number,
): void {
  memory.fill(0, to.begin, to.begin + result.size * to.unit);
  const seen = new Set<number>();
  for (let k = 0; k < indices.length; k++) {
    const target = to.begin + indices[k] * to.unit;
    const source = from.begin + k * from.unit;
    const isFirst = !seen.has(indices[k]);
    seen.add(indices[k]);
    for (let lane = 0; lane < lanes; lane++)
      memory[target + lane] = isFirst ? memory[source + lane] : memory[target + lane] + memory[source + lane];
  }
}

/** The row that an element of the index names in a lane; -1 where there is none. */
function rowAt(memory: NumberArray, index: View, element: number, lane: number, rows: number): number {
  const row = nearest(memory[index.begin + element * index.unit + lane * index.laneStep]);
  return row >= 0 && row < rows ? row : -1;
}

function take(
  { rows, inner, count, missing }: TakeOrPut,
  memory: NumberArray,
  from: View,
  index: View,
  to: View,
  lanes: number,
): void {
  for (let c = 0; c < count; c++)
    for (let lane = 0; lane < lanes; lane++) {
      const row = rowAt(memory, index, c, lane, rows);
      for (let k = 0; k < inner; k++)
        memory[to.begin + (c * inner + k) * to.unit + lane] =
          row < 0 ? missing : memory[from.begin + (row * inner + k) * from.unit + lane * from.laneStep];
    }
}

function put(
  { rows, inner, count, result }: TakeOrPut,
  memory: NumberArray,
  from: View,
  index: View,
  to: View,
  lanes: number,
): void {
  memory.fill(0, to.begin, to.begin + result.size * to.unit);
  for (let c = 0; c < count; c++)
    for (let lane = 0; lane < lanes; lane++) {
      const row = rowAt(memory, index, c, lane, rows);
      if (row < 0) continue;
      for (let k = 0; k < inner; k++)
        memory[to.begin + (row * inner + k) * to.unit + lane] +=
          memory[from.begin + (c * inner + k) * from.unit + lane * from.laneStep];
    }
}

function map(
  { instruction, result }: Of<'map'>,
  memory: NumberArray,
  [x, y = x, z = x]: readonly View[],
  to: View,
  lanes: number,
): void {
  for (let k = 0; k < result.size; k++)
    for (let lane = 0; lane < lanes; lane++)
      memory[to.begin + k * to.unit + lane] = instruction.value(
        memory[x.begin + k * x.unit + lane],
        memory[y.begin + k * y.unit + lane],
        memory[z.begin + k * z.unit + lane],
      );
}

/** Position of lane 0 of an entry. */
const entryAt = ({ begin, unit }: View, { steps }: Matrices, s: number, row: number, column: number): number =>
  begin + (s * steps[0] + row * steps[1] + column * steps[2]) * unit;

function matmul(
  { batch, rows, inner, columns, left, right }: Of<'matmul'>,
  memory: NumberArray,
  a: View,
  b: View,
  to: View,
  lanes: number,
  round: NumberFormat['round'],
): void {
  for (let s = 0, out = to.begin; s < batch; s++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++, out += to.unit)
        for (let lane = 0; lane < lanes; lane++) {
          const term = (k: number): number =>
            round(
              memory[entryAt(a, left, s, i, k) + lane * a.laneStep] *
                memory[entryAt(b, right, s, k, j) + lane * b.laneStep],
            );
          let total = inner > 0 ? term(0) : 0;
          for (let k = 1; k < inner; k++) total = round(total + term(k));
          memory[out + lane] = total;
        }
}

/** Of each group of members, sums of those that have the same place in a vector, one after the other. */
function accumulate(
  { left, right, rows, inner, columns }: Of<'accumulate'>,
  memory: NumberArray,
  a: View,
  b: View,
  present: number,
  to: number,
  lanes: number,
  format: NumberFormat,
): void {
  const group = groupMembers(format);
  const { round, vectorLanes } = format;
  for (let i = 0, out = to; i < rows; i++)
    for (let j = 0; j < columns; j++, out += numbersOfSum(format, lanes))
      for (let s = 0; s < inner; s++)
        for (let lane = 0; lane < lanes; lane++) {
          const sum = out + Math.floor(lane / group) * vectorLanes + (lane % vectorLanes);
          const x = memory[entryAt(a, left, 0, i, s) + lane * a.laneStep];
          const y = round(memory[entryAt(b, right, 0, s, j) + lane * b.laneStep] * memory[present + lane]);
          memory[sum] = round(memory[sum] + round(x * y));
        }
}
