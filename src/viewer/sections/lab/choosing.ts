/** @file Step size and momentum as a hand chooses and tries them, and the methods as they are then. */
import { type NamedMethod, namedMethods } from '../../../lab/compared-methods.ts';
import { momentumKind } from '../../../optimize/momentum.ts';
import type { LabChanges, StudyFacts } from './calls.ts';
import type { Lab } from './lab.ts';
import { comparedMethodsOf } from './worker/compared.ts';

/** What a slider or a pad says. */
export type Rates = Pick<LabChanges, 'eta' | 'beta'>;

/** The step size that most methods have, and the momentum of those that have one; undefined where none has. */
export function ratesNow({ changes, facts }: Lab): Rates {
  const methods = facts.value?.methods ?? [];
  const { eta, beta } = changes.value;
  return {
    eta: eta ?? methods.find(({ stepSize }) => stepSize !== undefined)?.stepSize,
    beta: beta ?? methods.find(({ momentum }) => momentum !== undefined)?.momentum,
  };
}

/** All methods take a step size, those with momentum a momentum, by a slider; what they will do is tried at once. */
export function slide(lab: Lab, rates: Rates): void {
  lab.change(rates);
  const { eta, beta = 0 } = ratesNow(lab);
  if (eta !== undefined) lab.tried.show({ eta, beta, horizon: null }, true);
}

/** The same by a place of the pad; where no method has a momentum, one that has joins them. */
export function choose(lab: Lab, eta: number, beta: number): void {
  const methods = lab.facts.value?.methods ?? [];
  const joins = methods.every((method) => method.momentum === undefined);
  const types = [...new Set([...methods.map(({ type }) => type), momentumKind.type])];
  lab.change({ eta, beta, ...(joins && { methods: types }) });
  lab.tried.show({ eta, beta, horizon: null }, true);
}

/** Methods as they are drawn, and as they are wished: the same until a hand has changed them. */
export function methodsNow(
  { file }: StudyFacts,
  { eta, beta, rates }: LabChanges,
): { readonly drawn: readonly NamedMethod[]; readonly wished: readonly NamedMethod[] } {
  const drawn = namedMethods(file.compare);
  return { drawn, wished: namedMethods(comparedMethodsOf(file.compare, { eta, beta, rates })) };
}
