/** @file Which cotangents come to the inputs of a scan, and in which form, seen before its backward sweep is recorded. */
import type { Application } from './application.ts';
import { flowToInputs, joined, noCotangent } from './derivative/cotangent-flow.ts';
import type { CotangentForms } from './primitive.ts';
import type { ScanAttributes } from './scan-attributes.ts';

export type Forms = readonly CotangentForms[];

/** Forms of cotangents, from those of the outputs. */
interface Flow {
  /** Of the inputs at any step, however many there are: what a step that is recorded once has to hand on. */
  readonly anywhere: Forms;
  /** Of the inputs of the loop: the carries before its first step, and what is read at some step that is made. */
  readonly entering: Forms;
}

const joinedLists = (a: Forms, b: Forms): Forms => a.map((form, i) => joined(form, b[i]));

const keyOf = (forms: Forms): string => forms.map(({ whole, inParts }) => (whole ? 1 : 0) + (inParts ? 2 : 0)).join('');

export function flowThroughSteps({ body, carries, length }: ScanAttributes, outputs: Forms): Flow {
  const stacked = body.outputs.length;
  const produced = outputs.slice(carries, stacked);
  const saved = outputs.slice(stacked);
  const last = outputs.slice(0, carries);
  const stepBack = (state: Forms): { readonly state: Forms; readonly read: Forms } => {
    const back = flowToInputs(body, [...state, ...produced]);
    return { state: joinedLists(back.slice(0, carries), saved), read: back.slice(carries) };
  };
  return {
    anywhere: closure(last, stepBack),
    entering: afterSteps(last, stepBack, length, body.inputs.slice(carries)),
  };
}

type StepBack = (state: Forms) => { readonly state: Forms; readonly read: Forms };

/** What is reached sooner or later: grown until a step adds nothing. */
function closure(last: Forms, stepBack: StepBack): Forms {
  for (let carried = last; ;) {
    const { state, read } = stepBack(carried);
    const grown = joinedLists(carried, state);
    if (keyOf(grown) === keyOf(carried)) return [...carried, ...read];
    carried = grown;
  }
}

/** What is reached by so many steps. What reaches the carries repeats itself after some, so that few are looked at. */
function afterSteps(last: Forms, stepBack: StepBack, length: number, others: readonly unknown[]): Forms {
  let state = last;
  let read: Forms = others.map(() => noCotangent);
  /** Steps that were left when the state was met. */
  const leftAt = new Map<string, number>();
  for (let left = length; left > 0; left--) {
    const before = leftAt.get(keyOf(state));
    if (before === undefined) leftAt.set(keyOf(state), left);
    else {
      // whole rounds are left out
      leftAt.clear();
      left %= before - left;
      if (left === 0) break;
    }
    const back = stepBack(state);
    state = back.state;
    read = joinedLists(read, back.read);
  }
  return [...state, ...read];
}

/** Forms of the inputs' cotangents. */
export function scanFlow(application: Application, outputs: Forms): Forms {
  return flowThroughSteps(application.attributes as ScanAttributes, outputs).entering;
}
