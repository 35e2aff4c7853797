/** @file A kind of everything that nothing but its registry knows of. */
import { field, positive } from '../../../../src/settings/fields.ts';
import { kind, Kinds } from '../../../../src/settings/kinds.ts';

/** A module of a registry with one more kind, whose one number is called by the registry's name. */
export async function withToy(original: () => Promise<unknown>, name: string): Promise<object> {
  const module = (await original()) as Record<string, Kinds<never, unknown>>;
  const settings = {
    amount: field(positive, {
      title: `Amount of ${name}`,
      description: 'how much',
      touches: 'input',
      step: 0.5,
      most: 4,
    }),
  };
  const toy = kind({ type: 'toy', title: `Toy ${name}`, settings, make: () => null });
  const key = `${name}Kinds`;
  return { ...module, [key]: new Kinds(name, [...module[key].all, toy as never], module[key].common) };
}
