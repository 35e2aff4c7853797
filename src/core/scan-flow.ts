/** @file Which cotangents come to the inputs of a scan, and in which form, seen before its backward sweep is recorded. */
import type { Application } from './application.ts';
import { flowToInputs, joined, noCotangent } from './derivative/cotangent-flow.ts';
import type { CotangentForms } from './primitive.ts';
import type { ScanAttributes } from './scan.ts';

export type Forms = readonly CotangentForms[];

/** Forms of cotangents, from those of the outputs: of the inputs at some of the steps, and of the carries before all of them. */
interface Flow {
  readonly anywhere: Forms;
  readonly entering: Forms;
}

const joinedLists = (a: Forms, b: Forms): Forms => a.map((form, i) => joined(form, b[i]));

/** Steps backwards from the last. What reaches the carries repeats itself after some steps, so that few are looked at. */
export function flowThroughSteps({ body, carries, length }: ScanAttributes, outputs: Forms): Flow {
  const stacked = body.outputs.length;
  const produced = outputs.slice(carries, stacked);
  const saved = outputs.slice(stacked);
  let state: Forms = outputs.slice(0, carries);
  let anywhere: Forms = [...state, ...body.inputs.slice(carries).map(() => noCotangent)];
  /** Steps that were left when the state was met. */
  const leftAt = new Map<string, number>();
  for (let left = length; left > 0; left--) {
    const key = state.map(({ whole, inParts }) => (whole ? 1 : 0) + (inParts ? 2 : 0)).join('');
    const before = leftAt.get(key);
    if (before === undefined) leftAt.set(key, left);
    else {
      // whole rounds are left out
      leftAt.clear();
      left %= before - left;
      if (left === 0) break;
    }
    const back = flowToInputs(body, [...state, ...produced]);
    state = joinedLists(back.slice(0, carries), saved);
    anywhere = joinedLists(anywhere, [...state, ...back.slice(carries)]);
  }
  return { anywhere, entering: state };
}

/** Forms of the inputs' cotangents. */
export function scanFlow(application: Application, outputs: Forms): Forms {
  const attributes = application.attributes as ScanAttributes;
  const { anywhere, entering } = flowThroughSteps(attributes, outputs);
  return [...entering, ...anywhere.slice(attributes.carries)];
}
