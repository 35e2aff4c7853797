/** @file Runs the steps of a plan by the library's functions: loops by `scan`, or written out in JavaScript. */
import * as adjoint from '../../../src/index.ts';
import type { PopulationTensor } from '../../../src/index.ts';
import type { DerivativeStep, LoopStep, Name, Step } from './plan.ts';
import { rules } from './rules.ts';
import { type Types, typeOf } from './types.ts';

export interface Style {
  readonly loops: 'scan' | 'written out';
  readonly types: Types;
  /** What becomes of each result, e.g. rounding. */
  readonly after?: (value: PopulationTensor) => PopulationTensor;
}

export type Values = Map<Name, PopulationTensor>;
type Named = Readonly<Record<Name, PopulationTensor>>;

/** An object of the entries, with its keys in reverse order if so wished. */
export const named = (entries: readonly (readonly [Name, PopulationTensor])[], reversed = false): Named =>
  Object.fromEntries(reversed ? entries.toReversed() : entries);

/** Adds the results of the steps to the values. */
export function runSteps(steps: readonly Step[], values: Values, style: Style): void {
  const { after = (value) => value } = style;
  for (const step of steps)
    if (step.kind === 'derivative') runDerivative(step, values, style);
    else if (step.kind === 'scan') (style.loops === 'scan' ? runScan : runWrittenOut)(step, values, style);
    else {
      const operands = step.args.map((name) => values.get(name)!);
      values.set(step.name, after(rules[step.op].apply(adjoint, operands, step.numbers)));
    }
}

function runScan(step: LoopStep, values: Values, style: Style): void {
  const { carries, sequences, body, outputs, length, reverse, reordered } = step;
  const result = adjoint.scan(
    (carry: Named, item: Named) => {
      const inside: Values = new Map([...values, ...Object.entries(carry), ...Object.entries(item)]);
      runSteps(body, inside, style);
      return {
        carry: named(
          carries.map(({ symbol, next }) => [symbol, inside.get(next)!]),
          reordered,
        ),
        output: named(outputs.map(({ value, stacked }) => [stacked, inside.get(value)!])),
      };
    },
    named(carries.map(({ symbol, initial }) => [symbol, values.get(initial)!])),
    named(sequences.map(({ item, from }) => [item, values.get(from)!])),
    { length, reverse },
  );
  carries.forEach(({ symbol, final }) => values.set(final, result.carry[symbol]));
  outputs.forEach(({ stacked }) => values.set(stacked, result.outputs[stacked]));
}

/** The meaning of a loop: nothing of `scan` is used. */
function runWrittenOut(step: LoopStep, values: Values, style: Style): void {
  const { carries, sequences, body, outputs, length, reverse } = step;
  const members = (name: Name): number => typeOf(style.types, name).population;
  const widened = (value: PopulationTensor, like: Name): PopulationTensor => adjoint.spread(value, members(like));
  let carry = carries.map(({ initial, symbol }) => widened(values.get(initial)!, symbol));
  const produced = outputs.map(() => new Array<PopulationTensor>(length));
  for (let step = 0; step < length; step++) {
    const t = reverse ? length - 1 - step : step;
    const inside: Values = new Map(values);
    carries.forEach(({ symbol }, i) => inside.set(symbol, carry[i]));
    sequences.forEach(({ item, from }) => inside.set(item, adjoint.at(values.get(from)!, t)));
    runSteps(body, inside, style);
    outputs.forEach(({ value }, i) => (produced[i][t] = inside.get(value)!));
    carry = carries.map(({ next, symbol }) => widened(inside.get(next)!, symbol));
  }
  carries.forEach(({ final }, i) => values.set(final, carry[i]));
  outputs.forEach(({ value, stacked }, i) => {
    const nothing = (): PopulationTensor => adjoint.zeros([0, ...typeOf(style.types, value).shape], members(value));
    values.set(stacked, length === 0 ? nothing() : widened(adjoint.stack(produced[i]), value));
  });
}

function runDerivative(step: DerivativeStep, values: Values, style: Style): void {
  const { mode, at, body, output, tangent, reordered } = step;
  const f = (x: Named): PopulationTensor => {
    const inside: Values = new Map([...values, ...Object.entries(x)]);
    runSteps(body, inside, style);
    return inside.get(output)!;
  };
  const x = named(at.map(({ symbol, value }) => [symbol, values.get(value)!]));
  if (mode === 'jvp') {
    const directions = at.map(
      ({ symbol, value, direction }) =>
        [symbol, direction === null ? adjoint.cos(values.get(value)!) : values.get(direction)!] as const,
    );
    values.set(tangent, adjoint.jvp(f, x, named(directions, reordered)).tangent);
    return;
  }
  const pulledBack = (): Named => {
    const { value, pullback } = adjoint.vjp(f, x);
    return pullback(adjoint.sin(value));
  };
  const loss = (y: Named): PopulationTensor => adjoint.sum(adjoint.sin(f(y)));
  const bars = mode === 'vjp' ? pulledBack() : adjoint.grad(loss)(x);
  at.forEach(({ symbol, result }) => values.set(result, bars[symbol]));
}
