/** @file Methods as the Lab compares them, and what they are called. */
import { requireList } from '../core/arguments.ts';
import { methodKinds } from '../optimize/kinds.ts';
import type { Method } from '../optimize/method.ts';
import type { UpdateRule } from '../optimize/update-rule.ts';
import { type Chosen, Kinds, typeOf } from '../settings/kinds.ts';

/** All make as many iterations. */
export const comparedMethods = new Kinds<null, Method | UpdateRule>('method', methodKinds.all);

/** A method among those that it is compared with. */
export interface NamedMethod {
  readonly method: Chosen;
  /** "Momentum, step 0.01, momentum 0.9". */
  readonly label: string;
  /** Its kind's title alone, where no other is of this kind. */
  readonly title: string;
}

/** A setting as people say it. */
const shortNumber = (value: number): string => String(Number(value.toPrecision(3)));

/** Step size and momentum of a method; undefined where it has none, or does not say it. */
export function ratesOfMethod(method: Chosen): {
  readonly stepSize: number | undefined;
  readonly momentum: number | undefined;
} {
  const { learningRate, momentum } = Object(method) as { learningRate?: number; momentum?: number };
  return { stepSize: learningRate, momentum };
}

/** "Momentum, step 0.01, momentum 0.9". Throws an ArgumentError where there is no such kind. */
export function labelOfMethod(method: Chosen): string {
  const { title } = comparedMethods.of(typeOf(method));
  const { stepSize: step, momentum: kept } = ratesOfMethod(method);
  return [
    title,
    ...(step === undefined ? [] : [`step ${shortNumber(step)}`]),
    ...(kept === undefined ? [] : [`momentum ${shortNumber(kept)}`]),
  ].join(', ');
}

/** Methods with their names, in the same order. Throws an ArgumentError where there is no such kind. */
export function namedMethods(methods: readonly Chosen[]): readonly NamedMethod[] {
  requireList('methods', methods, 'a list of methods');
  const titles = methods.map((method) => comparedMethods.of(typeOf(method)).title);
  return methods.map((method, k) => {
    const label = labelOfMethod(method);
    const isAlone = titles.filter((title) => title === titles[k]).length === 1;
    return { method, label, title: isAlone ? titles[k] : label };
  });
}
