/** @file Graph -> scalar program: every small tensor element by element, through the primitives' own definitions. */
import { applicationsOf } from '../application.ts';
import { evaluateGraph, type Graph } from '../graph.ts';
import { sizeOf } from '../shape.ts';
import { ProgramBuilder } from './builder.ts';
import { expand } from './expand.ts';
import { assemble, type Program, type Value } from './program.ts';

/** Beyond this many elements of intermediate values a graph is run tensor by tensor. */
const largestLoweredSize = 400_000;

/** Whether every node has a per-member definition and the graph is small enough to become straight-line code. */
export function canLower(graph: Graph): boolean {
  let size = 0;
  for (const { primitive, outputs, inputs } of applicationsOf(graph.outputs)) {
    if (primitive.computePopulation) return false;
    const work = primitive.name === 'matmul' ? (inputs[0].shape.at(-1) ?? 1) : 1;
    size += outputs.reduce((total, { shape }) => total + sizeOf(shape) * work, 0);
  }
  return size <= largestLoweredSize;
}

function record(graph: Graph): { readonly inputs: readonly Value[]; readonly outputs: readonly Value[] } {
  const builder = new ProgramBuilder();
  const inputs = graph.inputs.map(({ shape }) => [Array.from({ length: sizeOf(shape) }, () => builder.input())]);
  // One member stands for all, so that spreading over the population costs nothing.
  const outputs = evaluateGraph(graph, builder, inputs, ({ source }) => (builder.source = source), 1);
  return { inputs: builder.inputs, outputs: outputs.flatMap(([elements]) => Array.from(elements)) };
}

/** Program of one member; its inputs are the elements of all graph inputs end to end, its outputs likewise. */
export function lower(graph: Graph): Program {
  const { inputs, outputs } = record(graph);
  return assemble(inputs, outputs);
}

/** The same program with elementary functions written out in basic instructions, which backends emit; the same bits. */
export function lowerToBasic(graph: Graph): Program {
  const recorded = record(graph);
  const { inputs, outputs } = expand(recorded.inputs, recorded.outputs);
  return assemble(inputs, outputs);
}
