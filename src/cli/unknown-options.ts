/** @file `--unknown KIND[:NAME,…]`: what shall be identified, in a word. */
import { unknownKinds } from '../identify/unknowns/kinds.ts';
import type { Chosen } from '../settings/kinds.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { type OptionValues, UsageError } from './arguments.ts';

/** Kinds that can be unknown. */
export const unknownNames = (): string[] => unknownKinds.all.map(({ type }) => type);

/** What was chosen by words such as `joint-damping` or `payload:panda_hand`; nothing where none was. */
export function unknownsIn({ unknown }: OptionValues): readonly Chosen[] | undefined {
  if (unknown === undefined) return undefined;
  return (unknown as string[]).map((text) => {
    const [word, ...rest] = text.split(':');
    const known = unknownNames();
    // "damping" says enough where one kind ends so
    const near = known.filter((type) => type === word || type.endsWith(`-${word}`));
    const type = known.includes(word) ? word : near.length === 1 ? near[0] : undefined;
    if (type === undefined)
      throw new UsageError(
        `--unknown: unknown "${word}"; ${didYouMean(word, known, `there are: ${known.join(', ')}`)}`,
      );
    const names = rest.join(':');
    if (names === '') return type;
    const { settings } = unknownKinds.of(type);
    const list = names.split(',');
    if ('joints' in settings) return { type, joints: list };
    if ('links' in settings) return { type, links: list };
    if ('link' in settings) return { type, link: names };
    throw new UsageError(`--unknown: "${text}"; ${type} is of no joint or link`);
  });
}
