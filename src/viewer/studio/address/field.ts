/** @file A field of the address: one part of the state by its key, in one canonical spelling. */

/** How a value is written in the address. */
export interface Codec<T = unknown> {
  /** What is expected, in a few words. */
  readonly expected: string;
  /** The one spelling of a value, of characters that a link may have anywhere. */
  format(value: T): string;
  /** Throws where the text is no value. */
  parse(text: string): T;
}

/**
 * When a field is taken on: `view` at once; `opens` together with all others that say which experiment is opened; `opened` once it is
 * there.
 */
export type FieldStage = 'view' | 'opens' | 'opened';

/** Declared once; address, restore and reset all follow from the list of them. */
export interface AddressField<T = unknown> {
  readonly key: string;
  readonly codec: Codec<T>;
  readonly stage: FieldStage;
  /** The present value; null where it is the usual one, which is left out. Reads signals. */
  read(): T | null;
  /** Takes on a value; null for the usual one. Throws an Error that says why it cannot. */
  apply(value: T | null): void;
  /** Whether a change of it is a page of its own, to which Back returns. */
  readonly isPage?: boolean;
  /** Keys of fields that it says more of: Back brings it with another value of one of them. */
  readonly goesWith?: readonly string[];
  /** Whether it is a choice of the person at the page, which a link that says nothing of it leaves. */
  readonly isPreference?: boolean;
  /** Whether it changes by itself right now, so that the address waits for it. Reads signals. */
  isMoving?(): boolean;
}
