/** @file What a setting is: a schema with its name, unit, help and what a change of it costs, declared once. All else follows. */
import * as z from 'zod/mini';

/** What a changed field costs: new numbers, a new start, or a new trace. */
export type Touches = 'input' | 'start' | 'structure';

/** Names that a field chooses from, which only a scene and its robot know. */
export type NamesOf = 'links' | 'goals' | 'measures';

/** What a setting says of itself. */
export interface FieldMeta {
  /** Name that people read. */
  readonly title: string;
  /** What it is and what it does, in a sentence without a full stop. */
  readonly description: string;
  /** SI unit of the value, where it has one. */
  readonly unit?: string;
  readonly touches: Touches;
  /** Set where parameters that were learned before do not fit any more: a run then starts again. */
  readonly startsAgain?: true;
  /** The unit that people think in: what they see is `factor` times the value. */
  readonly shown?: { readonly unit: string; readonly factor: number };
  /** Step and upper end of a form's row, as it is shown. */
  readonly step?: number;
  readonly most?: number;
  /** Values that a form offers, where not every number is of use. */
  readonly ladder?: readonly number[];
  readonly names?: NamesOf;
  /** Where a form starts from, for a setting that has no default. */
  readonly usual?: number;
  /** Set where forms leave it out: files and command lines say it. */
  readonly isAdvanced?: true;
  /** Names of the entries of a list that has so many. */
  readonly entries?: readonly string[];
  /** Set for a list with one number a joint, also where one number may stand for all. */
  readonly perJoint?: true;
}

/** A schema of zod, of whatever it reads. */
export type Schema<T = unknown> = z.ZodMiniType<T>;

/** Fields by name: what a kind declares. */
export type Fields = Readonly<Record<string, z.ZodMiniType>>;

/** Values of fields, as they are read: what has a default is there. */
export type ValuesOf<F extends Fields> = z.output<z.ZodMiniObject<F>>;

/** Values of fields as they are given: what has a default may be left out. */
export type GivenOf<F extends Fields> = z.input<z.ZodMiniObject<F>>;

const registry = z.registry<FieldMeta>();

/** Declares a setting: a schema of its own, as one that others share says nothing of this use. */
export function field<T extends z.ZodMiniType>(schema: T, meta: FieldMeta): T {
  const own = schema.clone() as T;
  registry.add(own, meta);
  return own;
}

/** A schema as JSON Schema, with what fields say of themselves beside the usual keywords. */
export const jsonSchemaOf = (schema: z.ZodMiniType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', metadata: registry }) as JsonSchema;

/** The part of JSON Schema that comes out of our schemas. */
export interface JsonSchema extends Partial<FieldMeta> {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

export const finite = z.number();
export const positive = z.number().check(z.positive());
export const nonNegative = z.number().check(z.nonnegative());
export const fraction = z.number().check(z.nonnegative(), z.lt(1));
export const vector3 = z.tuple([finite, finite, finite]);
/** Unit quaternion [x, y, z, w], of any length but 0. */
export const quaternion = z
  .tuple([finite, finite, finite, finite])
  .check(z.refine((parts) => parts.some((part) => part !== 0), 'a quaternion [x, y, z, w] whose norm is not 0'));
/** One number for all joints, or a list with one each. */
export const perJoint = <T extends z.ZodMiniType>(entry: T) => z.union([entry, z.array(entry)]);
/** Names that files and command lines use; not those that reach the prototype of an object of names. */
export const name = z.string().check(
  z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  z.refine((word) => word !== 'constructor' && word !== 'prototype', 'a name that is not kept for JavaScript'),
);
