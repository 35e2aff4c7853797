/** @file The textbook experiments that the Lab knows. */
import { type Chosen, Kinds } from '../../settings/kinds.ts';
import { angleCodesKind } from './angle-codes.ts';
import { depthChainKind } from './depth-chain.ts';
import { exclusiveOrKind } from './exclusive-or.ts';
import { himmelblauKind } from './himmelblau.ts';
import { monkeySaddleKind } from './monkey-saddle.ts';
import { plainSaddleKind } from './plain-saddle.ts';
import { polynomialRegressionKind } from './polynomial-regression.ts';
import { quadraticBowlKind } from './quadratic-bowl.ts';
import { rosenbrockKind } from './rosenbrock.ts';
import { symmetryBreakingKind } from './symmetry-breaking.ts';
import type { Textbook } from './textbook.ts';
import { twoFactorToyKind } from './two-factor-toy.ts';
import { twoMoonsKind } from './two-moons.ts';

export const landscapeKinds = new Kinds<null, Textbook>('landscape', [
  quadraticBowlKind,
  rosenbrockKind,
  plainSaddleKind,
  monkeySaddleKind,
  himmelblauKind,
  twoFactorToyKind,
  polynomialRegressionKind,
  exclusiveOrKind,
  twoMoonsKind,
  depthChainKind,
  symmetryBreakingKind,
  angleCodesKind,
]);

/** The experiment that is chosen by its name, or by an object of its name and settings. Throws an ArgumentError where there is none. */
export const textbookExperiment = (chosen: Chosen): Textbook => landscapeKinds.make(chosen, null);
