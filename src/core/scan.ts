/** @file scan: the one construct for time. Its forward sweep stores the carry, its derivatives are scans again. */
import { ArgumentError, ShapeError } from '../errors.ts';
import type { Application } from './application.ts';
import { runScan } from './backend/run-scan.ts';
import { activeApplications, reverseSweep } from './derivative/reverse.ts';
import { forwardSweep } from './derivative/forward.ts';
import { alias, evaluateGraph, type Graph, replay, symbol } from './graph.ts';
import { addTangents } from './ops/elementwise.ts';
import { spread } from './ops/structural.ts';
import { apply, type MemberValues, type Primitive, type Tangent } from './primitive.ts';
import { type PopulationTensor, zeros } from './population-tensor.ts';
import { sameShape, sizeOf } from './shape.ts';
import { leavesOf, type Tree, tensorsOf, unflatten } from './tree.ts';

/** Inputs of a scan: carries, sequences (stacked on axis 0), constants. Outputs: final carries, stacked outputs, stacked carries. */
export interface ScanAttributes {
  /** Inputs [carries, one item of each sequence, constants]; outputs [next carries, one item of each output]. */
  readonly body: Graph;
  readonly carries: number;
  readonly sequences: number;
  readonly length: number;
  /** Walks the sequences from the last item to the first; outputs keep the position of their item. */
  readonly reverse: boolean;
}

export interface ScanOptions {
  /** Number of steps; needed where there are no sequences. */
  readonly length?: number;
  readonly reverse?: boolean;
}

const attributesOf = (application: Application): ScanAttributes => application.attributes as ScanAttributes;

const scanPrimitive: Primitive = {
  name: 'scan',
  form: { kind: 'scan' },
  content: (application) => {
    const { body, carries, sequences, length, reverse } = attributesOf(application);
    return { numbers: [carries, sequences, length, reverse ? 1 : 0], graphs: [body] };
  },
  computePopulation: (arithmetic, inputs, application) => {
    const { body, carries, sequences, length, reverse } = attributesOf(application);
    type Value = ReturnType<typeof arithmetic.constant>;
    let carry = inputs.slice(0, carries);
    const stacked = application.outputs
      .slice(carries)
      .map(({ population }) => Array.from({ length: population }, () => [] as Value[]));
    const put = (index: number, values: MemberValues<Value>, t: number): void =>
      values.forEach((elements, member) => {
        for (let i = 0; i < elements.length; i++) stacked[index][member][t * elements.length + i] = elements[i];
      });
    for (let step = 0; step < length; step++) {
      const t = reverse ? length - 1 - step : step;
      const items = inputs.slice(carries, carries + sequences).map((members, i) => {
        const size = sizeOf(body.inputs[carries + i].shape);
        return members.map((elements) => Array.from({ length: size }, (_, element) => elements[t * size + element]));
      });
      const results = evaluateGraph(body, arithmetic, [...carry, ...items, ...inputs.slice(carries + sequences)]);
      results.slice(carries).forEach((values, i) => put(i, values, t));
      carry.forEach((values, i) => put(results.length - carries + i, values, t));
      carry = results.slice(0, carries);
    }
    return [...carry, ...stacked];
  },
  computeConcrete: (inputs, application) =>
    runScan(scanPrimitive, attributesOf(application), inputs, application.outputs),
  jvp: (application, outputs, tangents) => {
    const { body, carries, sequences, length, reverse } = attributesOf(application);
    const { inputs } = application;
    const moving = activeInputs(attributesOf(application), tangents.map(Boolean));
    const tangentOf = (i: number): PopulationTensor => tangents[i] ?? zeros(inputs[i].shape, inputs[i].population);
    const carried = indices(0, carries).filter((i) => moving[i]);
    const sequenced = indices(carries, carries + sequences).filter((i) => moving[i]);
    const result = scan(
      (carry: readonly PopulationTensor[], item: JvpItem) => {
        const at = [...item.carries, ...item.sequences, ...inputs.slice(carries + sequences)].map(alias);
        const own = [...carried.map((_, k) => carry[k]), ...sequenced.map((_, k) => item.tangents[k])];
        const others = indices(carries + sequences, inputs.length).filter((i) => moving[i]);
        const targets = [...carried, ...sequenced, ...others];
        const next = replay(body, at);
        const moved = forwardSweep(
          next,
          targets.map((i) => at[i]),
          [...own, ...others.map(tangentOf)],
        );
        const filled = moved.map((dx, i) => dx ?? zeros(next[i].shape, next[i].population));
        return { carry: carried.map((i) => filled[i]), output: [...filled.slice(carries), ...carry] };
      },
      carried.map(tangentOf),
      {
        carries: outputs.slice(outputs.length - carries),
        sequences: inputs.slice(carries, carries + sequences),
        tangents: sequenced.map(tangentOf),
      },
      { length, reverse },
    );
    const produced = body.outputs.length - carries;
    const place = (i: number): number => carried.indexOf(i);
    return [
      ...indices(0, carries).map((i): Tangent => (moving[i] ? result.carry[place(i)] : null)),
      ...result.outputs.slice(0, produced),
      ...indices(0, carries).map((i): Tangent => (moving[i] ? result.outputs[produced + place(i)] : null)),
    ];
  },
  vjp: (application, outputs, cotangents, { needed, guarded }) => {
    const attributes = attributesOf(application);
    const { body, carries, sequences, length, reverse } = attributes;
    const { inputs } = application;
    const active = activeInputs(attributes, needed);
    const carried = indices(0, carries).filter((i) => active[i]);
    const others = indices(carries, inputs.length).filter((i) => active[i]);
    const constants = others.filter((i) => i >= carries + sequences);
    const produced = body.outputs.length - carries;
    const barsOf = (begin: number, count: number): { readonly which: number[]; readonly bars: PopulationTensor[] } => {
      const which = indices(0, count).filter((i) => cotangents[begin + i]);
      return { which, bars: which.map((i) => spread(cotangents[begin + i]!, outputs[begin + i].population)) };
    };
    const outputBars = barsOf(carries, produced);
    const savedBars = barsOf(carries + produced, carries);
    const zerosLike = (i: number): PopulationTensor => zeros(inputs[i].shape, inputs[i].population);
    const result = scan(
      (carry: VjpCarry, item: VjpItem) => {
        const at = [...item.carries, ...item.sequences, ...inputs.slice(carries + sequences)].map(alias);
        const bars: Tangent[] = body.outputs.map(() => null);
        carried.forEach((i, k) => (bars[i] = carry.carries[k]));
        outputBars.which.forEach((i, k) => (bars[carries + i] = item.outputs[k]));
        const back = reverseSweep(
          replay(body, at),
          bars,
          [...carried, ...others].map((i) => at[i]),
          { guarded },
        );
        const orZero = (bar: Tangent, like: PopulationTensor): PopulationTensor =>
          bar ?? zeros(like.shape, like.population);
        const carryBars = carried.map((i, k) => {
          const saved = savedBars.which.indexOf(i);
          return orZero(addTangents(back[k], saved < 0 ? null : item.saved[saved]), at[i]);
        });
        const otherBars = others.map((i, k) => orZero(back[carried.length + k], at[i]));
        const summed = otherBars.slice(others.length - constants.length);
        return {
          carry: { carries: carryBars, constants: carry.constants.map((total, k) => addTangents(total, summed[k])!) },
          output: otherBars.slice(0, others.length - constants.length),
        };
      },
      {
        carries: carried.map((i) => (cotangents[i] ? spread(cotangents[i], inputs[i].population) : zerosLike(i))),
        constants: constants.map(zerosLike),
      },
      {
        carries: outputs.slice(carries + produced),
        sequences: inputs.slice(carries, carries + sequences),
        outputs: outputBars.bars,
        saved: savedBars.bars,
      },
      { length, reverse: !reverse },
    );
    const bars: Tangent[] = inputs.map(() => null);
    carried.forEach((i, k) => (bars[i] = result.carry.carries[k]));
    others.slice(0, others.length - constants.length).forEach((i, k) => (bars[i] = result.outputs[k]));
    constants.forEach((i, k) => (bars[i] = result.carry.constants[k]));
    return bars;
  },
};

type JvpItem = { readonly [part in 'carries' | 'sequences' | 'tangents']: readonly PopulationTensor[] };
type VjpCarry = { readonly [part in 'carries' | 'constants']: readonly PopulationTensor[] };
type VjpItem = { readonly [part in 'carries' | 'sequences' | 'outputs' | 'saved']: readonly PopulationTensor[] };

const indices = (begin: number, end: number): number[] => Array.from({ length: end - begin }, (_, i) => begin + i);

/** Which inputs carry derivatives, given which are asked for: a carry does as soon as its next value does. */
function activeInputs({ body, carries }: ScanAttributes, asked: readonly boolean[]): boolean[] {
  const active = [...asked];
  for (let changed = true; changed;) {
    changed = false;
    const { isActive } = activeApplications(
      body.outputs,
      body.inputs.filter((_, i) => active[i]),
    );
    for (let i = 0; i < carries; i++) {
      if (active[i] || !isActive(body.outputs[i])) continue;
      active[i] = true;
      changed = true;
    }
  }
  return active;
}

type Step<C extends Tree, X extends Tree, Y extends Tree> = (
  carry: C,
  input: X,
) => { readonly carry: C; readonly output: Y };

/**
 * Runs `step` along axis 0 of `inputs`, handing the carry from step to step; `outputs` are stacked on axis 0.
 * What the step takes from outside (parameters, a model) is found by itself. Memory grows with length x carry.
 */
export function scan<C extends Tree, X extends Tree, Y extends Tree>(
  step: Step<C, X, Y>,
  carry: C,
  inputs: X,
  options: ScanOptions = {},
): { readonly carry: C; readonly outputs: Y } {
  const sequences = tensorsOf(inputs);
  const length = scanLength(sequences, options.length);
  const initial = tensorsOf(carry);
  const traced = traceBody(step, carry, inputs);
  const { body, constants, output, population } = traced;
  const operands = [...initial, ...sequences, ...constants].map((operand) => spread(operand, population));
  const attributes: ScanAttributes = {
    body,
    carries: initial.length,
    sequences: sequences.length,
    length,
    reverse: options.reverse ?? false,
  };
  const stackedType = ({ shape }: PopulationTensor) => ({ shape: [length, ...shape], population });
  const types = [
    ...initial.map(({ shape }) => ({ shape, population })),
    ...body.outputs.slice(initial.length).map(stackedType),
    ...initial.map(stackedType),
  ];
  const results = apply(scanPrimitive, operands, types, attributes);
  return {
    carry: unflatten(carry, results.slice(0, initial.length)),
    outputs: unflatten(output, results.slice(initial.length, body.outputs.length)),
  };
}

function scanLength(sequences: readonly PopulationTensor[], given?: number): number {
  const lengths = [...new Set([...(given === undefined ? [] : [given]), ...sequences.map(({ shape }) => shape[0])])];
  if (lengths.length === 1 && Number.isInteger(lengths[0]) && lengths[0] >= 0) return lengths[0];
  const shapes = sequences.map(({ shape }) => shape);
  throw new ShapeError(
    'scan',
    shapes,
    `lengths ${lengths.join(' and ')}`,
    'give options.length or sequences of one length on axis 0',
  );
}

/** Records one step; retraced with more members where something that the step takes from outside has them. */
function traceBody<C extends Tree, X extends Tree, Y extends Tree>(
  step: Step<C, X, Y>,
  carry: C,
  inputs: X,
): { readonly body: Graph; readonly constants: PopulationTensor[]; readonly output: Y; readonly population: number } {
  const initial = tensorsOf(carry);
  const sequences = tensorsOf(inputs);
  let population = Math.max(1, ...[...initial, ...sequences].map((operand) => operand.population));
  for (;;) {
    const carrySymbols = initial.map(({ shape }) => symbol({ shape, population }));
    const itemSymbols = sequences.map(({ shape }) => symbol({ shape: shape.slice(1), population }));
    const next = step(unflatten(carry, carrySymbols), unflatten(inputs, itemSymbols));
    const results = [...matchCarry(next.carry, carry), ...tensorsOf(next.output)];
    const widest = Math.max(population, ...results.map((result) => result.population));
    if (widest > population) {
      population = widest;
      continue;
    }
    const symbols = [...carrySymbols, ...itemSymbols];
    const outputs = results.map((result) => spread(result, population));
    return { ...closeOver({ inputs: symbols, outputs }), output: next.output, population };
  }
}

function matchCarry(next: Tree, carry: Tree): PopulationTensor[] {
  const given = leavesOf(carry);
  const results = tensorsOf(next);
  if (results.length !== given.length)
    throw new ArgumentError(
      'scan',
      `a carry of ${results.length} tensors from the step`,
      `${given.length} tensors, as the initial carry`,
    );
  given.forEach(({ path, value }, i) => {
    if (!sameShape(value.shape, results[i].shape))
      throw new ShapeError(
        'scan',
        [value.shape, results[i].shape],
        `carry ${path} changes its shape`,
        'return the carry in the shape it came in',
      );
  });
  return results;
}

/** Turns what a body takes from outside into inputs: every value it reads that depends on none of its symbols. */
function closeOver(open: Graph): { readonly body: Graph; readonly constants: PopulationTensor[] } {
  const { order, isActive } = activeApplications(open.outputs, open.inputs);
  const captured = new Map<unknown, PopulationTensor>();
  const capture = (operand: PopulationTensor): void => {
    if (isActive(operand) || (operand.isConcrete && (operand.population === 1 || operand.sharedValue))) return;
    const { application, outputIndex } = operand;
    captured.set(application ? `${application.id}.${outputIndex}` : operand, operand);
  };
  for (const application of order) application.inputs.forEach(capture);
  open.outputs.forEach(capture);
  const constants = [...captured.values()];
  const cut: Graph = { inputs: [...open.inputs, ...constants], outputs: open.outputs };
  const symbols = [...open.inputs, ...constants.map((constant) => symbol(constant))];
  return { body: { inputs: symbols, outputs: replay(cut, symbols) }, constants };
}
