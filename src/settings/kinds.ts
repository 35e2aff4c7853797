/** @file Kinds: whoever adds a controller, residual, goal or method writes one file and one line of a registry. */
import * as z from 'zod/mini';
import { ArgumentError } from '../errors.ts';
import { described } from '../text/described.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { field, type Fields, type ValuesOf } from './fields.ts';
import { checked } from './checked.ts';

/** One kind of something: its name in files, its name for people, its settings, and how it is made of them. */
export interface Kind<F extends Fields, C, T> {
  readonly type: string;
  readonly title: string;
  readonly settings: F;
  /** `settings` are whole: what has a default is there. Throws an ArgumentError where they do not fit the context. */
  make(settings: ValuesOf<F>, context: C): T;
}

/** A kind that a file has chosen: by its name, or as an object with the name and settings. */
export type Chosen = string | { readonly type: string; readonly [setting: string]: unknown };

export const typeOf = (chosen: Chosen): string =>
  typeof chosen === 'object' && (chosen as Chosen | null) !== null ? chosen.type : (chosen as string);

/** A setting that was chosen with a kind. */
export const settingOf = <T>(chosen: Chosen, name: string): T | undefined =>
  typeof chosen === 'string' ? undefined : (chosen[name] as T | undefined);

/** A kind, with the types of its settings inferred from its fields. */
export const kind = <F extends Fields, C, T>(declared: Kind<F, C, T>): Kind<F, C, T> => declared;

/** A kind of any settings. */
type AnyKind<C, T> = Omit<Kind<Fields, C, T>, 'make'> & { make(settings: never, context: C): T };

/** The one list of the kinds of something. */
export class Kinds<C, T> {
  /** What they are, e.g. `controller`. */
  readonly name: string;
  readonly all: readonly Kind<Fields, C, T>[];
  /** Fields that every kind has besides its own. */
  readonly common: Fields;
  /** Reads a chosen kind with its settings; a kind that needs none may be chosen by its name alone. */
  readonly schema: z.ZodMiniType<Chosen>;

  constructor(name: string, all: readonly AnyKind<C, T>[], common: Fields = {}) {
    this.name = name;
    this.common = common;
    this.all = all as readonly Kind<Fields, C, T>[];
    const forms = this.all.map(({ type, title, settings }) =>
      field(z.strictObject({ type: z.literal(type), ...settings, ...common }), {
        title,
        description: `${this.name} "${type}"`,
        touches: 'structure',
      }),
    );
    const short = this.all.filter((_, i) => z.safeParse(forms[i], { type: this.all[i].type }).success);
    const union = z.discriminatedUnion('type', forms as [(typeof forms)[number]]);
    this.schema = (
      short.length > 0 ? z.union([z.enum(short.map(({ type }) => type) as [string]), union]) : union
    ) as z.ZodMiniType<Chosen>;
  }

  /** The first of the list: what counts where a file chooses none. */
  get usual(): string {
    return this.all[0].type;
  }

  of(type: string): Kind<Fields, C, T> {
    const found = this.all.find((candidate) => candidate.type === type);
    if (found) return found;
    const names = this.all.map((known) => known.type);
    const remedy = typeof type === 'string' ? didYouMean(type, names, 'choose one of them') : 'choose one of them';
    throw new ArgumentError(this.name, described(type), names.join(', '), remedy);
  }

  /** What was chosen, made. */
  make(chosen: Chosen, context: C): T {
    const { settings, make } = this.of(typeOf(chosen));
    const given = typeof chosen === 'string' ? {} : chosen;
    const own = Object.fromEntries(
      Object.entries(given).filter(
        ([key]) => Object.hasOwn(settings, key) || !(key === 'type' || Object.hasOwn(this.common, key)),
      ),
    );
    return make(checked(this.name, settings, own), context);
  }
}
