/** @file Runs a lowered graph on tensors, block of lanes by block of lanes. */
import type { Graph } from '../graph.ts';
import { PopulationTensor } from '../population-tensor.ts';
import { createKernel } from './create-kernel.ts';
import { blockLanes } from './interpreter.ts';
import { LaneWindow } from './lane-window.ts';

/** Outputs of a graph that can be lowered, for concrete inputs of its types. */
export function runProgram(graph: Graph, inputs: readonly PopulationTensor[]): PopulationTensor[] {
  const outputs = graph.outputs.map(
    (type) => new PopulationTensor(type, new Float64Array(type.size * type.population)),
  );
  const population = Math.max(1, ...outputs.map((output) => output.population));
  for (let first = 0; first < population; first += blockLanes) {
    const lanes = Math.min(blockLanes, population - first);
    const kernel = createKernel(graph, lanes);
    const window = new LaneWindow(first, lanes, kernel.stride);
    let slot = 0;
    for (const input of inputs) {
      window.load(input, 0, input.size, kernel.registers, slot);
      slot += input.size;
    }
    kernel.run();
    let position = 0;
    for (const output of outputs)
      for (let element = 0; element < output.size; element++)
        window.store(kernel.registers, kernel.outputs[position++], output, element);
  }
  return outputs;
}
