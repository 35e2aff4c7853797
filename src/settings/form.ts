/** @file The rows of a form, read from the fields of a value: what a person can change, in the units that people think in. */
import type { FieldMeta, JsonSchema, NamesOf } from './fields.ts';
import { formOf, formsOf, kindOf } from './schema-path.ts';

/** One setting as a form shows it. */
export interface Row {
  /** Keys and positions of the value. */
  readonly path: readonly PropertyKey[];
  readonly meta: FieldMeta;
  /** Name, with the unit that is shown; of an entry of a list, the entry's own. */
  readonly label: string;
  /** What a number is multiplied by to be shown. */
  readonly factor: number;
  /** As it is shown: a number, a flag or a name; 0 for a number that is absent. */
  readonly value: number | boolean | string;
  /** Whether it may be absent. */
  readonly isOptional: boolean;
  readonly isInteger: boolean;
  /** Least number, as it is shown. */
  readonly least?: number;
  /** Values to choose from, by the names that are shown. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** Names that only a scene and its robot know. */
export interface FormContext {
  readonly names: Readonly<Record<NamesOf, readonly string[]>>;
  readonly joints: readonly string[];
}

const axes = ['x', 'y', 'z'];

/** What holds where a schema says nothing of its own. */
interface Surroundings {
  readonly path: readonly PropertyKey[];
  readonly meta: FieldMeta | null;
  /** Name of the entry of a list. */
  readonly entry?: string;
  readonly isOptional: boolean;
}

/** Rows of all fields below a value that are not advanced, in the order of the schema. */
export function rowsOf(schema: JsonSchema, value: unknown, context: FormContext): Row[] {
  return rows(schema, value, context, { path: [], meta: null, isOptional: false });
}

const metaOf = (schema: JsonSchema): FieldMeta | null => (schema.touches ? (schema as FieldMeta) : null);

function rows(schema: JsonSchema, value: unknown, context: FormContext, around: Surroundings): Row[] {
  const meta = metaOf(schema) ?? around.meta;
  const here = { ...around, meta };
  const form = formOf(schema, value);
  const kinds = kindsOf(schema);
  const choice = kinds.size > 1 && meta && !meta.isAdvanced ? [kindRow(kinds, value, meta, here)] : [];
  if (form.properties)
    return [...choice, ...(typeof value === 'object' && value !== null ? partsOf(form, value, context, here) : [])];
  if (kinds.size > 0) return choice;
  if (meta?.isAdvanced) return [];
  if (Array.isArray(value)) return entriesOf(form, value, context, here);
  if (form.additionalProperties && typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, part]) =>
      rows(form.additionalProperties as JsonSchema, part, context, { ...here, path: [...here.path, key] }),
    );
  const row = meta && leafRow(form, value, meta, context, here);
  return row ? [row] : [];
}

function partsOf(
  { properties, required = [] }: JsonSchema,
  value: object,
  context: FormContext,
  here: Surroundings,
): Row[] {
  return Object.entries(properties!).flatMap(([key, part]) => {
    const isOptional = !required.includes(key) && part.default === undefined;
    const given = (value as Record<string, unknown>)[key] ?? part.default;
    return rows(part, given, context, { path: [...here.path, key], meta: null, isOptional });
  });
}

/** Rows of a list: of its entries' own fields, or one number each, named by axis or joint. */
function entriesOf(form: JsonSchema, value: readonly unknown[], context: FormContext, here: Surroundings): Row[] {
  return value.flatMap((item, i) => {
    const part = form.prefixItems?.[i] ?? (typeof form.items === 'object' ? form.items : undefined);
    const entry = here.meta?.entries?.[i] ?? (form.prefixItems ? axes[i] : context.joints[i]);
    const path = [...here.path, i];
    return part ? rows(part, item, context, { ...here, path, isOptional: false, ...(entry && { entry }) }) : [];
  });
}

/** The kinds of a union: their types by their titles. */
function kindsOf(schema: JsonSchema): Map<string, string> {
  const found = new Map<string, string>();
  for (const form of formsOf(schema)) {
    const type = kindOf(form);
    if (type !== undefined) found.set(form.title ?? type, type);
  }
  return found;
}

function kindRow(kinds: ReadonlyMap<string, string>, value: unknown, meta: FieldMeta, { path }: Surroundings): Row {
  const type = typeof value === 'string' ? value : String((value as { readonly type?: unknown } | null)?.type);
  return {
    path,
    meta,
    label: meta.title,
    factor: 1,
    value: type,
    isOptional: false,
    isInteger: false,
    choices: Object.fromEntries(kinds),
  };
}

function leafRow(
  form: JsonSchema,
  value: unknown,
  meta: FieldMeta,
  context: FormContext,
  here: Surroundings,
): Row | null {
  const { factor, unit } = meta.shown ?? { factor: 1, unit: meta.unit };
  const name = here.entry ?? meta.title;
  const row = {
    path: here.path,
    meta,
    label: unit && (!here.entry || axes.includes(here.entry) || meta.entries) ? `${name} (${unit})` : name,
    factor,
    isOptional: here.isOptional,
    isInteger: form.type === 'integer',
  };
  if (meta.names || form.enum) {
    const words = meta.names ? context.names[meta.names] : form.enum!.map(String);
    return { ...row, value: String(value), choices: Object.fromEntries(words.map((word) => [word, word])) };
  }
  if (form.type === 'boolean') return { ...row, value: value === true };
  if (form.type !== 'number' && form.type !== 'integer') return null;
  const least = form.minimum ?? form.exclusiveMinimum;
  const number = typeof value === 'number' ? Number((factor * value).toPrecision(12)) : 0;
  return { ...row, value: number, ...(least !== undefined && { least: factor * least }) };
}
