/** @file What a rule of the fuzzer is: an op, with what keeps its operands in its domain and its value of order one. */
import type * as adjoint from '../../../src/index.ts';
import type { PopulationTensor } from '../../../src/index.ts';
import type { Random } from '../random.ts';
import type { Name } from './plan.ts';

/** The public functions, or what prints calls of them. */
export type Library = typeof adjoint;

/** Operands and attributes of a step, as a rule draws them. */
export interface Drawn {
  readonly args: readonly Name[];
  readonly numbers?: readonly number[];
}

/** The values that a rule chooses its operands from. */
export interface Choice {
  readonly random: Random;
  readonly population: number;
  /** Any value, later ones more often. */
  any(): Name;
  /** A value that broadcasts with another. */
  beside(name: Name): Name;
  /** A value of the shape; what is there is made to fit, if need be. */
  shaped(shape: readonly number[]): Name;
  /** A value of at least so many axes. */
  ranked(least: number): Name;
  shapeOf(name: Name): readonly number[];
  /** Known tensors with members, which are vectors. */
  capturedVectors(): readonly Name[];
  /** A vector of some elements of an input of the program. */
  vectorOfInput(): Name;
}

export interface Rule {
  /** Shapes of operands may be read; any attribute is made to fit them, so that programs stay typed while they shrink. */
  readonly apply: (o: Library, x: readonly PopulationTensor[], n: readonly number[]) => PopulationTensor;
  readonly draw: (choice: Choice) => Drawn;
  /** How often it is drawn, beside 1. */
  readonly weight?: number;
  /** Looks across the members. */
  readonly isAcross?: boolean;
  /** Derivatives are by definition not those of the value. */
  readonly isConstantToDerivatives?: boolean;
  /** Where calls do not print themselves: functions among the arguments. */
  readonly code?: (x: readonly string[]) => string;
}

type Unary = (o: Library, x: PopulationTensor) => PopulationTensor;
type Binary = (o: Library, x: PopulationTensor, y: PopulationTensor) => PopulationTensor;

export const unary = (f: Unary): Rule => ({
  apply: (o, [x]) => f(o, x),
  draw: (choice) => ({ args: [choice.any()] }),
});

export const binary = (f: Binary): Rule => ({
  apply: (o, [x, y]) => f(o, x, y),
  draw: (choice) => {
    const x = choice.any();
    return { args: choice.random.next() < 0.5 ? [x, choice.beside(x)] : [choice.beside(x), x] };
  },
});
