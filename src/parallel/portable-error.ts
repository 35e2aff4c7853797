/** @file Errors that cross from a worker with their class, message and fields; structured clone keeps neither class nor fields. */
import * as errors from '../errors.ts';

export interface PortableError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** Whether it was thrown on purpose, its message fit to show. */
  readonly isExpected: boolean;
  /** Own fields that can be cloned, e.g. the origin of a NonFiniteError. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** By the names of the exports: a bundler shortens those of the classes. */
const classes = new Map(Object.entries(errors).filter(([name]) => name.endsWith('Error'))) as ReadonlyMap<
  string,
  typeof errors.AdjointError
>;

function canBeCloned(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

/** Whatever was thrown. */
export function packError(thrown: unknown): PortableError {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown), isExpected: false, fields: {} };
  const { name, message, stack } = thrown;
  const fields = Object.fromEntries(Object.entries(thrown).filter(([, value]) => canBeCloned(value)));
  return { name, message, stack, isExpected: thrown instanceof errors.AdjointError, fields };
}

/** An error of the same class where it is one of Adjoint's, of the same name and message always. */
export function unpackError({ name, message, stack, isExpected, fields }: PortableError): Error {
  const error = new Error(message);
  // A class's constructor would compose the message anew.
  const constructor = classes.get(name) ?? (isExpected ? errors.AdjointError : Error);
  Object.setPrototypeOf(error, constructor.prototype as object);
  return Object.assign(error, fields, { name, stack });
}
