/** @file Order of work: dead code gone, straight-line code cut into tiles where few values cross. */
import { cutIntoTiles, operandsOf, type TileSize } from './tiles.ts';
import {
  type ArrayOperation,
  type Kernel,
  type Loop,
  type Operation,
  operandPlaces,
  type Place,
  type Region,
  resultPlace,
  type Statement,
  type Store,
  type Value,
} from '../record/values.ts';
import { ValueMarks } from '../record/value-marks.ts';

/** A store of what is no operation of the same region: a number that is only moved. */
export interface Move {
  readonly kind: 'move';
  readonly id: number;
  readonly store: Store;
}

export type Item = Operation | Move;

/** A run of operations that is looped over the lanes of a block. */
export interface Tile {
  readonly kind: 'tile';
  readonly items: readonly Item[];
}

export interface ScheduledLoop {
  readonly kind: 'scheduledLoop';
  readonly loop: Loop;
  readonly steps: readonly Step[];
}

export type Step = Tile | ScheduledLoop | ArrayOperation;

export interface Schedule {
  readonly steps: readonly Step[];
  /** Where the result of an operation has to be written. */
  readonly storesOf: ReadonlyMap<Operation, readonly Store[]>;
  readonly operations: number;
}

/** What a step does at a place: a number read or written there, or from there on by work on whole arrays. */
export interface PlaceUse {
  readonly isWritten: boolean;
  readonly isWhole: boolean;
}

/** Every place that the steps touch, those of loops inside included. */
export function visitPlaces(
  { steps, storesOf }: Pick<Schedule, 'steps' | 'storesOf'>,
  visit: (place: Place, use: PlaceUse) => void,
): void {
  for (const step of steps) {
    if (step.kind === 'scheduledLoop') visitPlaces({ steps: step.steps, storesOf }, visit);
    else if (step.kind === 'tile')
      step.items.forEach((item) => {
        operandsOf(item).forEach(
          (operand) => operand.kind === 'load' && visit(operand.place, { isWritten: false, isWhole: false }),
        );
        const stores = item.kind === 'move' ? [item.store] : storesOf.get(item);
        stores?.forEach(({ place }) => visit(place, { isWritten: true, isWhole: false }));
      });
    else {
      operandPlaces(step).forEach((place) => visit(place, { isWritten: false, isWhole: true }));
      visit(resultPlace(step), { isWritten: true, isWhole: true });
    }
  }
}

interface Content {
  readonly operations: ReadonlyMap<Region, Operation[]>;
  readonly moves: ReadonlyMap<Region, Move[]>;
  readonly storesOf: ReadonlyMap<Operation, Store[]>;
  /** Operations that another region reads. */
  readonly crossing: ReadonlySet<Value>;
}

export function schedule({ root }: Pick<Kernel, 'root'>, size: TileSize): Schedule {
  const content = collect(root);
  const steps = scheduleRegion(root, content, size);
  let operations = 0;
  for (const list of content.operations.values()) operations += list.length;
  return { steps, storesOf: content.storesOf, operations };
}

function regionsOf(root: Region): Region[] {
  const regions = [root];
  for (const region of regions)
    for (const statement of region.statements) if (statement.kind === 'loop') regions.push(statement.body);
  return regions;
}

/** Operations that the stores need, by region. */
export const liveOperations = (root: Region): ReadonlyMap<Region, readonly Operation[]> => collect(root).operations;

/** Everything that the stores need, region by region. */
function collect(root: Region): Content {
  const operations = new Map<Region, Operation[]>();
  const moves = new Map<Region, Move[]>();
  const storesOf = new Map<Operation, Store[]>();
  const crossing = new Set<Value>();
  const seen = new ValueMarks();
  const stack: Operation[] = [];
  const visit = (value: Value, from: Region): void => {
    if (value.kind !== 'operation') return;
    if (value.region !== from) crossing.add(value);
    if (seen.add(value)) stack.push(value);
  };
  const append = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  for (const region of regionsOf(root))
    for (const store of region.stores) {
      const { value } = store;
      visit(value, region);
      if (value.kind === 'operation' && value.region === region) append(storesOf, value, store);
      else append(moves, region, { kind: 'move', id: store.id, store });
    }
  for (let operation = stack.pop(); operation; operation = stack.pop()) {
    const { region, operands } = operation;
    append(operations, region, operation);
    operands.forEach((operand) => visit(operand, region));
  }
  return { operations, moves, storesOf, crossing };
}

function scheduleRegion(region: Region, content: Content, size: TileSize): Step[] {
  const items: (Item | Statement)[] = [
    ...(content.operations.get(region) ?? []),
    ...(content.moves.get(region) ?? []),
    ...region.statements,
  ];
  items.sort((a, b) => a.id - b.id);
  const steps: Step[] = [];
  let run: Item[] = [];
  const close = (): void => {
    for (const tile of cutIntoTiles(run, content.crossing, content.storesOf, size))
      steps.push({ kind: 'tile', items: tile });
    run = [];
  };
  // what a later run of the region reads must be stored as well
  markAcrossRuns(items, content.crossing as Set<Value>);
  for (const item of items) {
    if (item.kind === 'operation' || item.kind === 'move') {
      run.push(item);
      continue;
    }
    close();
    steps.push(
      item.kind === 'loop'
        ? { kind: 'scheduledLoop', loop: item, steps: scheduleRegion(item.body, content, size) }
        : item,
    );
  }
  close();
  return steps;
}

function markAcrossRuns(items: readonly (Item | Statement)[], crossing: Set<Value>): void {
  const runOf = new Map<Value, number>();
  let run = 0;
  items.forEach((item) => {
    if (item.kind === 'operation') {
      item.operands.forEach((operand) => (runOf.get(operand) ?? run) !== run && crossing.add(operand));
      runOf.set(item, run);
    } else if (item.kind !== 'move') run++;
  });
}
