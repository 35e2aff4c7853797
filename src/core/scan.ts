/** @file scan: the one construct for time. Its forward sweep stores the carry, its derivatives are scans again. */
import { ArgumentError, ShapeError } from '../errors.ts';
import { requireFunction, requireInteger, requireOptions } from './arguments.ts';
import { described } from '../text/described.ts';
import { runScan } from './backend/run-scan.ts';
import { guardOfGraph } from './derivative/guards.ts';
import { activeApplications } from './derivative/reverse.ts';
import { evaluateGraph, type Graph, replay, resolveEach, symbol } from './graph.ts';
import { spread } from './ops/structural.ts';
import { apply, type MemberValues, type Primitive } from './primitive.ts';
import type { PopulationTensor } from './population-tensor.ts';
import { attributesOf, type ScanAttributes, type ScanOptions, type ScanStep, walkScan } from './scan-attributes.ts';
import { scanJvp, scanVjp } from './scan-derivatives.ts';
import { scanFlow } from './scan-flow.ts';
import { sizeOf } from './shape.ts';
import { matchTensors, type TreeOf, tensorsOf, unflatten } from './tree.ts';

const scanPrimitive: Primitive = {
  name: 'scan',
  form: { kind: 'scan' },
  content: (application) => {
    const { body, carries, sequences, length, reverse } = attributesOf(application);
    return { numbers: [carries, sequences, length, reverse ? 1 : 0], graphs: [body] };
  },
  computePopulation: (arithmetic, inputs, application) => {
    const attributes = attributesOf(application);
    const { body, carries } = attributes;
    type Value = ReturnType<typeof arithmetic.constant>;
    const stacked = application.outputs
      .slice(carries)
      .map(({ population }) => Array.from({ length: population }, () => [] as Value[]));
    const carry = walkScan<MemberValues<Value>>(attributes, inputs, {
      itemOf: (members, t, i) => {
        const size = sizeOf(body.inputs[carries + i].shape);
        return members.map((elements) => Array.from({ length: size }, (_, element) => elements[t * size + element]));
      },
      evaluate: (values) => evaluateGraph(body, arithmetic, values),
      put: (output, row, t) =>
        row.forEach((elements, member) => {
          for (let i = 0; i < elements.length; i++)
            stacked[output - carries][member][t * elements.length + i] = elements[i];
        }),
    });
    return [...carry, ...stacked];
  },
  computeConcrete: (inputs, application) =>
    runScan(scanPrimitive, attributesOf(application), inputs, application.outputs),
  guards: (application) => guardOfGraph(attributesOf(application).body),
  flow: scanFlow,
  jvp: (...use) => scanJvp(scan, ...use),
  vjp: (...use) => scanVjp(scan, ...use),
};

/**
 * Runs `step` along axis 0 of `inputs`, handing the carry from step to step; `outputs` are stacked on axis 0.
 * What the step takes from outside (parameters, a model) is found by itself. Memory grows with length x carry. A carry that gets
 * members on its way has them from the first step on: a sum over the population then counts each.
 */
export function scan<C extends TreeOf<C>, X extends TreeOf<X>, Y extends TreeOf<Y>>(
  step: ScanStep<C, X, Y>,
  carry: C,
  inputs: X,
  options: ScanOptions = {},
): { readonly carry: C; readonly outputs: Y } {
  requireFunction('scan: step', step);
  requireOptions('scan', options, ['length', 'reverse']);
  const sequences = tensorsOf(inputs);
  const length = scanLength(sequences, options.length);
  const initial = tensorsOf(carry);
  const { body, constants, output } = traceBody(step, carry, inputs);
  // a step may have taken a derivative of what is known: its part that no symbol leads to is numbers
  const given = resolveEach([...initial, ...sequences, ...constants]);
  const operands = given.map((operand, i) => spread(operand, body.inputs[i].population));
  const attributes: ScanAttributes = {
    body,
    carries: initial.length,
    sequences: sequences.length,
    length,
    reverse: options.reverse ?? false,
  };
  const stackedType = ({ shape, population }: PopulationTensor) => ({ shape: [length, ...shape], population });
  const carried = body.outputs.slice(0, initial.length);
  const types = [...carried, ...body.outputs.slice(initial.length).map(stackedType), ...carried.map(stackedType)];
  const results = apply(
    scanPrimitive,
    operands,
    types.map(({ shape, population }) => ({ shape, population })),
    attributes,
  );
  return {
    carry: unflatten(carry, results.slice(0, initial.length)),
    outputs: unflatten(output, results.slice(initial.length, body.outputs.length)),
  };
}

/** A step in JavaScript may forget to return. */
function requireParts(result: unknown): void {
  if (typeof result === 'object' && result !== null && 'carry' in result && 'output' in result) return;
  throw new ArgumentError(
    'scan',
    `a step that returns ${described(result)}`,
    '{ carry, output }',
    'return both by their names; [] is no output',
  );
}

function scanLength(sequences: readonly PopulationTensor[], given?: number): number {
  if (given !== undefined) requireInteger('scan: length', given, 0);
  if (sequences.some(({ shape }) => shape.length === 0))
    throw new ShapeError('scan', [[]], 'a sequence without axes', 'stack the items of a sequence on axis 0');
  if (sequences.length === 0 && given === undefined)
    throw new ArgumentError(
      'scan: length',
      'nothing',
      'the number of steps',
      'give options.length, as there are no sequences',
    );
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

/**
 * Records one step. A carry, an output or an item has members of its own only where its numbers differ among them: a carry that
 * stays shared is one value, with one gradient. Traced again until no carry leaves the step with more members than it entered.
 */
function traceBody<C extends TreeOf<C>, X extends TreeOf<X>, Y extends TreeOf<Y>>(
  step: ScanStep<C, X, Y>,
  carry: C,
  inputs: X,
): { readonly body: Graph; readonly constants: PopulationTensor[]; readonly output: Y } {
  const sequences = tensorsOf(inputs);
  let carried = tensorsOf(carry).map(({ shape, population }) => ({ shape, population }));
  for (;;) {
    const carrySymbols = carried.map(symbol);
    const itemSymbols = sequences.map(({ shape, population }) => symbol({ shape: shape.slice(1), population }));
    const next = step(unflatten(carry, carrySymbols), unflatten(inputs, itemSymbols));
    requireParts(next);
    const left = matchTensors('scan', next.carry, carry, 'carry');
    const widened = carried.map(({ shape, population }, i) => ({
      shape,
      population: Math.max(population, left[i].population),
    }));
    if (widened.every(({ population }, i) => population === carried[i].population)) {
      const outputs = [...left.map((value, i) => spread(value, carried[i].population)), ...tensorsOf(next.output)];
      return { ...closeOver({ inputs: [...carrySymbols, ...itemSymbols], outputs }), output: next.output };
    }
    carried = widened;
  }
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
