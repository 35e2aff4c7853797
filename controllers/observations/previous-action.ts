/** @file Sense: the command before, which a policy needs to know of where its commands come late. */
import { kind } from '../../src/settings/kinds.ts';
import { forEach, type Sense, type SenseContext } from './sense.ts';

export const previousActionKind = kind({
  type: 'previous-action',
  title: 'Previous action',
  settings: {},
  make(_, { commands }: SenseContext): Sense {
    const entries = Array.from({ length: commands }, (_none, i) => `action ${i}`);
    return {
      name: 'previous-action',
      entries,
      offset: forEach(entries, 0),
      scale: forEach(entries, 1),
      value: ({ previous }) => previous,
    };
  },
});
