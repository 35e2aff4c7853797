/** @file A field of the address: one part of the state by its key, in one canonical spelling. */

/** How a value is written in the address. */
export interface Codec<T> {
  /** The one spelling of a value. */
  readonly format: (value: T) => string;
  /** Throws an Error that says what was expected, in a few words. */
  readonly parse: (text: string) => T;
}

/** Declared once; address, restore and reset all follow from the list of them. */
export interface AddressField<T = unknown> {
  readonly key: string;
  readonly codec: Codec<T>;
  /** The present value; null where it is the usual one, which is left out. Reads signals. */
  readonly read: () => T | null;
  /** Takes on a value; null for the usual one. */
  readonly apply: (value: T | null) => void;
  /** Whether a change of it is a page of its own, to which Back returns. */
  readonly isPage?: boolean;
  /** Whether it can only be applied once the experiment is open. */
  readonly needsExperiment?: boolean;
}
