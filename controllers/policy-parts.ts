/** @file What a policy is made of: what it sees, and what its numbers mean. */
import { requireFiniteNumber, requireInteger, requireList, requireParts } from '../src/core/arguments.ts';
import { largestWord } from '../src/core/random.ts';
import type { Action } from './actions/action.ts';
import type { Sense } from './observations/sense.ts';

/** What a policy sees and moves. */
export interface PolicyParts {
  readonly senses: readonly Sense[];
  readonly action: Action;
  /** s, of the controller. */
  readonly period: number;
  /** Of the first weights. */
  readonly seed: number;
}

/** Refuses what no policy can be made of. */
export function requirePolicyParts(parts: PolicyParts): void {
  requireParts('parts', parts, { senses: 'a list', action: 'an object' }, 'give { senses, action, period, seed }');
  requireList('parts.senses', parts.senses, 'a list of senses, e.g. of senseKinds');
  parts.senses.forEach((sense, i) => {
    requireParts(`parts.senses[${i}]`, sense, { name: 'a text', entries: 'a list', value: 'a function' });
  });
  requireParts('parts.action', parts.action, { size: 'a number', force: 'a function' });
  requireFiniteNumber('parts.period', parts.period, ' of seconds');
  requireInteger('parts.seed', parts.seed, 0, largestWord);
}
