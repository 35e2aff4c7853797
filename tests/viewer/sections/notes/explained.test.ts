/** @file The explanation of a number that is not finite leads to the note of its operation. */
import { describe, expect, it } from 'vitest';
import { NonFiniteError } from '../../../../src/errors.ts';
import { explained } from '../../../../src/viewer/sections/notes/explained.ts';
import { noteOf } from '../../../../src/viewer/sections/notes/note-of.ts';

describe('an explanation', () => {
  it('is cut at the operation', () => {
    const origin = { operation: 'div', pass: 'forward', step: 3, joint: 'hand', member: 0, operands: [1, 0], value: Infinity } as const; // prettier-ignore
    const { message } = new NonFiniteError(origin);
    const parts = explained(message);
    expect(parts).toEqual([
      'first non-finite value: op ',
      { text: 'div', of: { kind: 'op', id: 'div' } },
      message.slice('first non-finite value: op div'.length),
    ]);
  });

  it('stays whole where it names none', () => {
    expect(explained('the loss is not finite')).toEqual(['the loss is not finite']);
  });

  it.each(['div', 'exp', 'log', 'matmul', 'mul', 'sqrt', 'pow', 'atan2', 'populationSum', 'scatterAdd', 'cross'])(
    '%s has a note',
    (name) => {
      expect(noteOf({ kind: 'op', id: name })).not.toBeNull();
    },
  );
});
