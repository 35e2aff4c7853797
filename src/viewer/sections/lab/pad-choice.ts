/** @file What a press on the pad changes. */
import { momentumKind } from '../../../optimize/momentum.ts';
import type { LabChanges, MethodFacts } from './calls.ts';

/** All methods take this step size, and those with momentum this one; where none of them has any, one that has joins them. */
export function choiceOnPad(methods: readonly MethodFacts[], eta: number, beta: number): LabChanges {
  const joins = methods.every((method) => method.momentum === undefined);
  const types = [...new Set([...methods.map(({ type }) => type), momentumKind.type])];
  return { eta, beta, ...(joins && { methods: types }) };
}
