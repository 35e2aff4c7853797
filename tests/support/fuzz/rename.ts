/** @file Steps that read other names. */
import type { DerivativeStep, LoopStep, Name, Step } from './plan.ts';

type Renaming = ReadonlyMap<Name, Name>;

/** All that the step reads, in its body too, by the other names. */
export function renamedIn<S extends Step>(step: S, by: Renaming): S {
  const of = (name: Name): Name => by.get(name) ?? name;
  const own: Step = step;
  if (own.kind === 'op') return { ...own, args: own.args.map(of) } as unknown as S;
  const body = own.body.map((inner) => renamedIn(inner, by));
  const outer =
    own.kind === 'scan'
      ? {
          ...own,
          carries: own.carries.map((carry) => ({ ...carry, initial: of(carry.initial) })),
          sequences: own.sequences.map((sequence) => ({ ...sequence, from: of(sequence.from) })),
        }
      : {
          ...own,
          at: own.at.map((one) => ({ ...one, value: of(one.value), direction: one.direction && of(one.direction) })),
        };
  return renamed({ ...outer, body } as LoopStep | DerivativeStep, by) as S;
}

/** What a step takes from its own body by the other names, and the body. */
export function renamed<S extends LoopStep | DerivativeStep>(step: S, by: Renaming): S {
  const of = (name: Name): Name => by.get(name) ?? name;
  const own: LoopStep | DerivativeStep = step;
  const body = own.body.map((inner) => renamedIn(inner, by));
  if (own.kind === 'derivative') return { ...own, body, output: of(own.output) } as unknown as S;
  return {
    ...own,
    body,
    carries: own.carries.map((carry) => ({ ...carry, next: of(carry.next) })),
    outputs: own.outputs.map((output) => ({ ...output, value: of(output.value) })),
  } as unknown as S;
}
