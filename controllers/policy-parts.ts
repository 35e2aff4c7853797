/** @file What a policy is made of: what it sees, and what its numbers mean. */
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
