/** @file Runs a scan in float64: the body as a scalar program over blocks of lanes, or tensor by tensor where it is large. */
import type { TensorType } from '../application.ts';
import { evaluateConcrete, type Graph } from '../graph.ts';
import { PopulationTensor } from '../population-tensor.ts';
import { canLower } from '../program/lower.ts';
import type { ScanAttributes } from '../scan.ts';
import { sizeOf } from '../shape.ts';
import { createKernel } from './create-kernel.ts';
import { blockLanes } from './interpreter.ts';
import { LaneWindow } from './lane-window.ts';

/** Whether a body runs as a program, decided once. */
const lowerable = new WeakMap<Graph, boolean>();

function isLowerable(body: Graph): boolean {
  let found = lowerable.get(body);
  if (found === undefined) {
    found = canLower(body);
    lowerable.set(body, found);
  }
  return found;
}

/** Values of all outputs of a scan application. */
export function runScan(
  attributes: ScanAttributes,
  inputs: readonly PopulationTensor[],
  types: readonly TensorType[],
): PopulationTensor[] {
  const outputs = types.map(
    (type) => new PopulationTensor(type, new Float64Array(sizeOf(type.shape) * type.population)),
  );
  if (isLowerable(attributes.body)) runLowered(attributes, inputs, outputs);
  else runByTensor(attributes, inputs, outputs);
  return outputs;
}

function runLowered(
  { body, carries, sequences, length, reverse }: ScanAttributes,
  inputs: readonly PopulationTensor[],
  outputs: readonly PopulationTensor[],
): void {
  const population = outputs[0]?.population ?? 1;
  const sizes = body.inputs.map(({ size }) => size);
  const produced = body.outputs.slice(carries);
  const carrySize = sizes.slice(0, carries).reduce((total, size) => total + size, 0);
  for (let first = 0; first < population; first += blockLanes) {
    const lanes = Math.min(blockLanes, population - first);
    const kernel = createKernel(body, lanes);
    const { registers, stride } = kernel;
    const window = new LaneWindow(first, lanes, stride);
    const next = new Float64Array(carrySize * stride);
    const slots: number[] = [];
    sizes.reduce((slot, size) => (slots.push(slot), slot + size), 0);
    inputs.forEach((input, i) => {
      if (i < carries || i >= carries + sequences) window.load(input, 0, sizes[i], registers, slots[i]);
    });
    for (let step = 0; step < length; step++) {
      const t = reverse ? length - 1 - step : step;
      for (let i = carries; i < carries + sequences; i++)
        window.load(inputs[i], t * sizes[i], sizes[i], registers, slots[i]);
      for (let i = 0, slot = 0; i < carries; i++)
        for (let element = 0; element < sizes[i]; element++, slot++)
          window.store(registers, slot, outputs[carries + produced.length + i], t * sizes[i] + element);
      kernel.run();
      let position = carrySize;
      produced.forEach(({ size }, i) => {
        for (let element = 0; element < size; element++)
          window.store(registers, kernel.outputs[position++], outputs[carries + i], t * size + element);
      });
      for (let slot = 0; slot < carrySize; slot++) {
        const from = kernel.outputs[slot] * stride;
        next.set(registers.subarray(from, from + stride), slot * stride);
      }
      registers.set(next);
    }
    for (let i = 0, slot = 0; i < carries; i++)
      for (let element = 0; element < sizes[i]; element++, slot++) window.store(registers, slot, outputs[i], element);
  }
}

function runByTensor(
  { body, carries, sequences, length, reverse }: ScanAttributes,
  inputs: readonly PopulationTensor[],
  outputs: readonly PopulationTensor[],
): void {
  const constants = inputs.slice(carries + sequences);
  let carry = inputs.slice(0, carries);
  const produced = body.outputs.length - carries;
  const itemAt = (sequence: PopulationTensor, t: number): PopulationTensor => {
    const shape = sequence.shape.slice(1);
    const count = sizeOf(shape) * sequence.population;
    return new PopulationTensor(
      { shape, population: sequence.population },
      sequence.data.subarray(t * count, (t + 1) * count),
    );
  };
  const put = (output: PopulationTensor, value: PopulationTensor, t: number): void =>
    output.data.set(value.data, t * value.data.length);
  for (let step = 0; step < length; step++) {
    const t = reverse ? length - 1 - step : step;
    const items = inputs.slice(carries, carries + sequences).map((sequence) => itemAt(sequence, t));
    const results = evaluateConcrete(body, [...carry, ...items, ...constants]);
    results.slice(carries).forEach((value, i) => put(outputs[carries + i], value, t));
    carry.forEach((value, i) => put(outputs[carries + produced + i], value, t));
    carry = results.slice(0, carries);
  }
  carry.forEach((value, i) => outputs[i].data.set(value.data));
}
