/** @file Programs of the fuzzer as plain data: named values in single assignment, so that they can be printed, shrunk and replayed. */

export type Name = string;

/** A concrete tensor: numbers drawn from a seed. */
export interface TensorPlan {
  readonly name: Name;
  readonly shape: readonly number[];
  readonly population: number;
  readonly seed: number;
  /** All members have the same numbers, and the library knows. */
  readonly isSpread: boolean;
}

/** A rule of rules.ts applied to values; `numbers` are its static attributes. */
export interface OpStep {
  readonly kind: 'op';
  readonly name: Name;
  readonly op: string;
  readonly args: readonly Name[];
  readonly numbers: readonly number[];
}

export interface Carry {
  readonly initial: Name;
  readonly symbol: Name;
  readonly next: Name;
  readonly final: Name;
}

export interface LoopStep {
  readonly kind: 'scan';
  readonly length: number;
  readonly reverse: boolean;
  readonly carries: readonly Carry[];
  readonly sequences: readonly { readonly from: Name; readonly item: Name }[];
  readonly body: readonly Step[];
  readonly outputs: readonly { readonly value: Name; readonly stacked: Name }[];
  /** The step returns its carry with the keys in another order. */
  readonly reordered: boolean;
}

/** A derivative of the body as a function of the symbols; `direction` `null` is the cosine of the value. */
export interface DerivativeStep {
  readonly kind: 'derivative';
  readonly mode: 'grad' | 'vjp' | 'jvp';
  readonly at: readonly {
    readonly value: Name;
    readonly symbol: Name;
    readonly direction: Name | null;
    readonly result: Name;
  }[];
  readonly body: readonly Step[];
  readonly output: Name;
  /** The tangent of `jvp`. */
  readonly tangent: Name;
  readonly reordered: boolean;
}

export type Step = OpStep | LoopStep | DerivativeStep;

/** What is computed of the program, simplest first. `hvp` is forward over reverse. */
export const derivatives = [
  'value',
  'jvp',
  'grad',
  'vjp',
  'hvp',
  'reverse over forward',
  'reverse over reverse',
  'gradient norm',
] as const;
export type Derivative = (typeof derivatives)[number];

export interface Plan {
  readonly population: number;
  readonly inputs: readonly TensorPlan[];
  /** Known tensors that the program takes from outside. */
  readonly captured: readonly TensorPlan[];
  readonly steps: readonly Step[];
  readonly outputs: readonly Name[];
  readonly derivative: Derivative;
  /** The compiled function is called with the keys of its argument in another order. */
  readonly reordered: boolean;
  /** A program compiled and run before: it must not be taken for this one. */
  readonly before: Plan | null;
}

/** Names that a step defines outside of its body. */
export function definedBy(step: Step): Name[] {
  if (step.kind === 'op') return [step.name];
  if (step.kind === 'scan')
    return [...step.carries.map(({ final }) => final), ...step.outputs.map(({ stacked }) => stacked)];
  return step.mode === 'jvp' ? [step.tangent] : step.at.map(({ result }) => result);
}

/** All steps, those inside of bodies included. */
export const everyStep = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => (step.kind === 'op' ? [step] : [step, ...everyStep(step.body)]));

/** Names that steps read, those inside of bodies included. */
export function readBy(steps: readonly Step[]): Set<Name> {
  const names = everyStep(steps).flatMap((step) => {
    if (step.kind === 'op') return step.args;
    if (step.kind === 'scan')
      return [
        ...step.carries.flatMap(({ initial, next }) => [initial, next]),
        ...step.sequences.map(({ from }) => from),
        ...step.outputs.map(({ value }) => value),
      ];
    return [step.output, ...step.at.flatMap(({ value, direction }) => (direction ? [value, direction] : [value]))];
  });
  return new Set(names);
}

/** Loops inside of each other, at most. */
export const depthOf = (steps: readonly Step[]): number =>
  Math.max(0, ...steps.map((step) => (step.kind === 'op' ? 0 : (step.kind === 'scan' ? 1 : 0) + depthOf(step.body))));

/** Operations of the program with all loops written out. */
export const operationsOf = (steps: readonly Step[]): number =>
  steps.reduce((count, step) => {
    if (step.kind === 'op') return count + 1;
    const inside = operationsOf(step.body) + 1;
    return count + (step.kind === 'scan' ? Math.max(1, step.length) * inside : 3 * inside);
  }, 0);
