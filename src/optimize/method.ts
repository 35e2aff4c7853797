/** @file What an optimization method is: one step over (parameters -> loss, gradient), with a state that a file can keep. */
import { requireInstance, requireParts } from '../core/arguments.ts';

/** What an objective finds at flat parameters. */
export interface Evaluation {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** Loss and gradient at flat parameters. May throw a NonFiniteError. */
export type Objective = (parameters: Float64Array) => Evaluation;

/** Plain data: survives JSON, so that a run resumed from its file continues with the same bits. */
export type MethodState = { readonly [name: string]: number | readonly number[] | readonly (readonly number[])[] };

/** What a step starts from. */
export interface StepRequest<S extends MethodState> {
  readonly parameters: Float64Array;
  /** Loss and gradient at the parameters. */
  readonly current: Evaluation;
  readonly state: S;
  readonly objective: Objective;
}

/** Where a step led. */
export interface StepResult<S extends MethodState> {
  readonly parameters: Float64Array;
  readonly state: S;
  /** Loss and gradient at the new parameters, where the method has computed them. */
  readonly next?: Evaluation;
  /** Learning rate or step length that was used. */
  readonly stepSize: number;
  /** Norm of the gradient that was used, after clipping. */
  readonly clippedGradientNorm: number;
  /** Set when the method can go no further. */
  readonly finished?: string;
}

/** An optimization method with its settings bound. */
export interface Method<S extends MethodState = MethodState> {
  readonly name: string;
  start(size: number): S;
  step(request: StepRequest<S>): StepResult<S>;
}

/** Refuses what is no request for a step. */
export function requireRequest<S extends MethodState>(request: StepRequest<S>): void {
  requireParts('request', request, { current: 'an object', state: 'an object', objective: 'a function' });
  requireInstance('request.parameters', request.parameters, Float64Array);
}
