/** @file What a trainer is: a method that learns from many rollouts, which are drawn anew for each step. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import { requireParts } from '../core/arguments.ts';
import type { ParameterLayout } from '../core/parameters.ts';
import type { Tree } from '../core/tree.ts';
import type { NonFiniteError } from '../errors.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import { requireRolloutSettings, type RolloutSettings } from '../rollout/settings.ts';
import type { Scenario } from '../rollout/scenario.ts';
import type { Compiled } from './compiled.ts';
import type { Sampler } from './sampler.ts';

/** What is trained, and on what. */
export interface Lesson {
  readonly settings: RolloutSettings;
  /** Layout of the parameters that are trained. */
  readonly layout: ParameterLayout<ControllerParameters>;
  /** Parameters of the controller that stay as they are. */
  readonly fixed: ControllerParameters;
  /** One rollout's scenario, where nothing is drawn. */
  readonly scenario: Scenario;
  readonly sampler: Sampler;
  readonly seed: number;
  readonly runner: PopulationRunner;
  /** What lessons of this structure, for this runner, have compiled. */
  readonly compiled: Compiled;
}

/** What a step of training found at the parameters before it, and where it led. */
export interface Trained {
  readonly x: Float64Array;
  readonly state: Tree;
  /** Means over the members. */
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
  readonly measures: Readonly<Record<string, number>>;
  /** Of the gradient before and after clipping; NaN for methods without one. */
  readonly gradientNorm: number;
  readonly clippedGradientNorm: number;
  /** Learning rate, or what a method has instead. */
  readonly stepSize: number;
  /** Of the mean loss, by the parameters before the step; absent for methods without. */
  readonly gradient?: Float64Array;
}

/** A step that led nowhere: its numbers are not finite, and so x and state stay what they were. */
export interface Refused {
  readonly refused: NonFiniteError;
  readonly gradientNorm: number;
}

/** A trainer at work on a lesson. */
export interface Teaching {
  /** Steps of physics that one step of training makes. */
  readonly physicsSteps: number;
  /** Gradients that one step of training makes; 0 for methods without. */
  readonly gradients: number;
  /** State before the first step, for parameters like these: a tree of tensors, which files keep by the paths of its leaves. */
  start(x: Float64Array): Tree;
  /** One step; `iteration`: from 0. Rejects with the signal's reason when it is aborted, and then nothing has changed. */
  step(x: Float64Array, state: Tree, iteration: number, signal?: AbortSignal): Promise<Trained | Refused>;
}

/** How often it is looked at how well a policy does with what it has not seen, and when that is enough. */
export interface Watching {
  /** Iterations between two validations. */
  readonly every: number;
  /** Part of the validation's rollouts that have to succeed for the training to end; it does not end by itself where absent. */
  readonly until?: number | undefined;
  /** Validations without anything better after which the training ends; never where absent. */
  readonly patience?: number | undefined;
}

/** A method of a scene that trains. */
export interface Trainer {
  readonly name: string;
  readonly watching: Watching;
  teach(lesson: Lesson): Teaching;
}

/** Refuses what is no lesson. */
export function requireLesson(lesson: Lesson): void {
  const parts = { settings: 'an object', layout: 'an object', sampler: 'an object', runner: 'an object' } as const;
  requireParts('lesson', lesson, parts, 'use that of experiment.course(…)');
  requireRolloutSettings(lesson.settings);
}

/** Whether a scene's method trains. */
export const isTrainer = (method: object): method is Trainer => 'teach' in method;

export const isRefused = (found: Trained | Refused): found is Refused => 'refused' in found;
