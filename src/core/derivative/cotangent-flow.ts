/**
 * @file Which inputs of a graph cotangents of its outputs reach, and in which form: whole, or (of what members share) in parts, a
 * member each, that are yet to be added up. A loop has to know before its backward sweep is recorded.
 */
import type { Application } from '../application.ts';
import { type Graph, nodesOf } from '../graph.ts';
import type { PopulationTensor } from '../population-tensor.ts';
import type { CotangentForms } from '../primitive.ts';

export const noCotangent: CotangentForms = { whole: false, inParts: false };

export const isReached = ({ whole, inParts }: CotangentForms): boolean => whole || inParts;

export const joined = (a: CotangentForms, b: CotangentForms): CotangentForms => ({
  whole: a.whole || b.whole,
  inParts: a.inParts || b.inParts,
});

/** The form in which a cotangent of so many members comes to a value. */
export const formOf = (bar: PopulationTensor, population: number): CotangentForms => {
  const inParts = bar.population > 1 && population === 1;
  return { whole: !inParts, inParts };
};

/** Forms for the inputs of a graph, from those of its outputs. */
export function flowToInputs(graph: Graph, outputs: readonly CotangentForms[]): CotangentForms[] {
  const forms = new Map<Application, CotangentForms[]>();
  const add = ({ application, outputIndex }: PopulationTensor, form: CotangentForms): void => {
    if (!application || !isReached(form)) return;
    const own = forms.get(application) ?? application.outputs.map(() => noCotangent);
    own[outputIndex] = joined(own[outputIndex], form);
    forms.set(application, own);
  };
  graph.outputs.forEach((output, i) => add(output, outputs[i]));
  const given = new Set(graph.inputs.map(({ application }) => application));
  const order = nodesOf(graph);
  for (let position = order.length - 1; position >= 0; position--) {
    const application = order[position];
    const own = forms.get(application);
    if (!own || given.has(application)) continue;
    flowThrough(application, own).forEach((form, i) => add(application.inputs[i], form));
  }
  return graph.inputs.map(
    ({ application, outputIndex }) => (application && forms.get(application)?.[outputIndex]) ?? noCotangent,
  );
}

function flowThrough(application: Application, outputs: readonly CotangentForms[]): readonly CotangentForms[] {
  const { primitive, inputs, outputs: types } = application;
  if (primitive.flow) return primitive.flow(application, outputs);
  const flows = primitive.flows?.(application);
  const form = outputs.reduce(joined, noCotangent);
  return inputs.map(({ population }, i) => {
    if (flows?.[i] === false) return noCotangent;
    // a shared value that is given to members gets parts; the sum over members needs all parts of its own
    if (population < types[0].population) return { whole: false, inParts: true };
    return population > types[0].population ? { whole: true, inParts: false } : form;
  });
}
