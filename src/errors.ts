/** @file Every error a user can meet: what is wrong, where, what was expected, what to do. And the one table of limits. */

import { oneLine, visible } from './text/printable.ts';

/**
 * Base class of all errors that Adjoint throws on purpose. `message` is complete and fit to show to a person: names from files
 * stand in it with escapes for what could control a terminal.
 */
export class AdjointError extends Error {
  override readonly name: string = 'AdjointError';

  constructor(message: string, options?: ErrorOptions) {
    super(visible(message), options);
  }
}

/** Shapes that an error lists; a user's list may have any length. */
const shapesListed = 8;

function listShapes(shapes: readonly (readonly number[])[]): string {
  const listed = shapes.slice(0, shapesListed).map((shape) => `[${shape.join(', ')}]`);
  const rest = shapes.length > shapesListed ? ` and ${shapes.length - shapesListed} more` : '';
  return `${shapes.length === 1 ? 'shape' : 'shapes'} ${listed.join(' and ')}${rest}`;
}

/** Shapes that an operation cannot combine. */
export class ShapeError extends AdjointError {
  override readonly name = 'ShapeError';
  readonly operation: string;
  readonly shapes: readonly (readonly number[])[];
  #isLocated = false;

  constructor(operation: string, shapes: readonly (readonly number[])[], problem: string, remedy: string) {
    const found = shapes.length === 0 ? '' : `; found ${listShapes(shapes)}`;
    super(`${operation}: ${problem}${found}; fix: ${remedy}`);
    this.operation = operation;
    this.shapes = shapes;
  }

  /** Adds what the operation was recorded for, innermost label first and once only. */
  locate({ joint, note }: { readonly joint?: string; readonly note?: string }): void {
    if (this.#isLocated || (joint === undefined && note === undefined)) return;
    this.#isLocated = true;
    this.message += oneLine(`; in ${[note, joint && `joint "${joint}"`].filter(Boolean).join(', ')}`);
  }
}

/** An argument of a public function that is not of the documented form. */
export class ArgumentError extends AdjointError {
  override readonly name = 'ArgumentError';
  readonly argument: string;
  readonly found: string;
  readonly expected: string;
  readonly remedy: string | undefined;

  constructor(argument: string, found: string, expected: string, remedy?: string) {
    super(oneLine(`${argument}: found ${found}; expected ${expected}${remedy ? `; fix: ${remedy}` : ''}`));
    this.argument = argument;
    this.found = found;
    this.expected = expected;
    this.remedy = remedy;
  }
}

/** Where the first value (or adjoint) that is not finite was born. */
export interface NonFiniteOrigin {
  /** Operation that produced it, e.g. `div`. */
  readonly operation: string;
  /** Forward values or the reverse sweep. */
  readonly pass: 'forward' | 'reverse';
  /** Index of the simulation step (scan iteration), where there is one. */
  readonly step?: number;
  /** Joint or other part that the operation works for. */
  readonly joint?: string;
  /** What the operation computes, and its math note. */
  readonly note?: string;
  /** Population member (lane). */
  readonly member: number;
  readonly operands: readonly number[];
  readonly value: number;
  /** Set where it was computed in float32, whose largest number is 3.4e38. */
  readonly precision?: 'float32';
}

/** What is of use against a number that is not finite: in a simulation, and anywhere else. */
const adviceFor = ({ step, joint }: NonFiniteOrigin): string =>
  step === undefined && joint === undefined
    ? 'keep the operands where the operation is finite'
    : 'use a smaller dt, smaller gains or a smaller step size';

/** A rollout, loss or gradient stopped being finite. The last good parameters are kept by whoever optimizes. */
export class NonFiniteError extends AdjointError {
  override readonly name = 'NonFiniteError';
  readonly origin: NonFiniteOrigin;

  constructor(origin: NonFiniteOrigin, advice = adviceFor(origin)) {
    const where = [
      origin.note && `(${origin.note})`,
      origin.step !== undefined && `at step ${origin.step}`,
      origin.joint && `joint "${origin.joint}"`,
      `member ${origin.member}`,
      origin.precision && `precision ${origin.precision}`,
    ].filter(Boolean);
    super(
      `first non-finite ${origin.pass === 'reverse' ? 'adjoint' : 'value'}: op ${origin.operation} ${where.join(', ')}, ` +
        `operands ${origin.operands.join(', ')} -> ${origin.value}; try: ${advice}`,
    );
    this.origin = origin;
  }
}

/** Settings of loadRobot that answer a finding, as its remedy says them: for programs that offer them to people. */
export interface RobotOffer {
  readonly weld?: readonly string[];
  readonly repair?: true;
  readonly estimateInertia?: true;
  readonly armature?: Readonly<Record<string, number>>;
  readonly ignoreZeroEffort?: true;
  readonly maxLinks?: number;
}

/** What is wrong at one place of a robot file. */
export interface RobotFinding {
  readonly severity: 'error' | 'warning';
  /** Stable code, `U` and three digits. */
  readonly code: string;
  readonly line: number;
  readonly column: number;
  /** Path of the element with its name, e.g. `<robot>/<joint name="elbow">/<axis>`. */
  readonly element: string;
  readonly problem: string;
  readonly found?: string;
  readonly expected?: string;
  readonly remedy?: string;
  /** Settings that the remedy names, each of which will do; absent where only the file can be changed. */
  readonly offers?: readonly RobotOffer[];
  /** Set on the first of several of a kind, and on the last of a severity where there were more than are kept: how many findings it stands for. */
  readonly standsFor?: number;
}

/** A robot file that cannot become a model. Carries the findings of the file, the worst first (`limits.findingsKept` of a severity). */
export class RobotFormatError extends AdjointError {
  override readonly name = 'RobotFormatError';
  readonly file: string;
  readonly findings: readonly RobotFinding[];

  constructor(file: string, findings: readonly RobotFinding[], message: string) {
    super(message);
    this.file = file;
    this.findings = findings;
  }
}

/** Where something stands in a text: line and column count from 1, columns in UTF-16 units as editors show them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A scene, run or controller file that does not fit its schema; `path` is the JSON path, e.g. `$.controller.kp`, `place` where its text is known. */
export class SceneError extends AdjointError {
  override readonly name = 'SceneError';
  readonly path: string;
  readonly place: Place | undefined;
  readonly #found: string;
  readonly #expected: string;
  readonly #remedy: string | undefined;

  constructor(path: string, found: string, expected: string, remedy?: string, place?: Place) {
    const where = place ? `${path} (line ${place.line}, column ${place.column})` : path;
    super(oneLine(`${where}: found ${found}; expected ${expected}${remedy ? `; fix: ${remedy}` : ''}`));
    this.path = path;
    this.place = place;
    this.#found = found;
    this.#expected = expected;
    this.#remedy = remedy;
  }

  /** The same error, which says where in the file's text it is. */
  at(place: Place): SceneError {
    return new SceneError(this.path, this.#found, this.#expected, this.#remedy, place);
  }
}

/** Upper bounds on what a file or a request may ask for. */
export const limits = {
  robotFileBytes: 50e6,
  attributeLength: 65_536,
  nameLength: 256,
  xmlDepth: 64,
  xmlElements: 1_000_000,
  links: 1000,
  findingsListed: 20,
  /** Of each severity. */
  findingsKept: 200,
  sceneFileBytes: 5e6,
  runFileBytes: 500e6,
  /** Of a table of numbers, characters. */
  tableBytes: 200e6,
  /** Of all files of an archive, unpacked. */
  archiveBytes: 500e6,
  archiveFiles: 10_000,
  horizonSteps: 1_000_000,
  iterations: 1_000_000,
} as const;
