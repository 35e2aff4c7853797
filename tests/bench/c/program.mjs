/** @file The library's own scalar program for a traced function, laid out in memory for any tiles and lanes. */
import { Executable } from '../../../dist/src/core/backend/executable.js';
import { compileProgram, layOutProgram } from '../../../dist/src/core/program/compile-program.js';
import { stagesOf } from '../../../dist/src/core/program/stages.js';
import { trace } from '../../../dist/src/core/graph.js';
import { activeBackend, chooseBackend } from '../library.mjs';

const keyOf = ({ application, outputIndex }) => `${application?.id}.${outputIndex}`;

/** Results by the reference interpreter. */
function interpret(graph, args) {
  const backend = activeBackend();
  chooseBackend('interpreter');
  const results = new Executable(graph).run(args);
  chooseBackend(backend);
  return new Map(graph.outputs.map((output, i) => [keyOf(output), results[i]]));
}

/** A function of one tensor as the one kernel that it is, with the numbers it is run on and those it has to return. */
export class ScalarProgram {
  #graph;
  #captured;

  constructor(f, arg) {
    const traced = trace(f, arg);
    const stages = stagesOf(traced);
    if (stages.length !== 1 || stages[0].kind !== 'kernel' || stages[0].sums.size > 0)
      throw new Error('the C program is written for functions that are one kernel');
    const { graph, captured } = stages[0];
    const expected = interpret(traced, [arg]);
    this.#graph = graph;
    this.#captured = captured;
    this.inputs = [...graph.inputs.map(() => arg), ...captured];
    this.outputs = graph.outputs.map((output) => expected.get(keyOf(output)));
  }

  /** Steps, layout, places of inputs and outputs; `tileSize`: least and most operations of a tile. */
  layOut(tileSize, lanes) {
    const options = { expands: true, captured: this.#captured, tileSize };
    return layOutProgram(compileProgram(this.#graph, options), lanes);
  }
}
