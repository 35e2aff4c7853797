/** @file Walks a JSON Schema and a value side by side: which field a path means, and which keys there are. */
import type { JsonSchema } from './fields.ts';

/** The value at a path; `undefined` where there is none. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  );
}

/** The forms that a schema allows: itself, or those of its union, flattened. */
export const formsOf = (schema: JsonSchema): JsonSchema[] =>
  schema.anyOf || schema.oneOf ? [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(formsOf) : [schema];

/** The kind that a form is of; `undefined` for a form of none. */
export function kindOf({ properties }: JsonSchema): string | undefined {
  const type = properties?.['type']?.const;
  return typeof type === 'string' ? type : undefined;
}

/** Whether a form is of values like this one. */
function isOf({ type, properties, additionalProperties, items, prefixItems }: JsonSchema, value: unknown): boolean {
  if (Array.isArray(value)) return (items ?? prefixItems) !== undefined;
  if (typeof value === 'number' && type === 'integer') return true;
  if (typeof value !== 'object' && value !== undefined) return type === typeof value;
  return (properties ?? additionalProperties) !== undefined;
}

/** The form that a value has chosen: by its `type`, or itself the name of one, where forms have one; else the first of its sort. */
export function formOf(schema: JsonSchema, value: unknown): JsonSchema {
  const forms = formsOf(schema);
  const type = typeof value === 'string' ? value : valueAt(value, ['type']);
  return (
    forms.find((form) => type !== undefined && kindOf(form) === type) ??
    forms.find((form) => isOf(form, value)) ??
    forms[0]
  );
}

/** The schema of what stands at a path of a value; `undefined` where the schema knows no such place. */
export function schemaAt(root: JsonSchema, path: readonly PropertyKey[], value: unknown): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  for (const [depth, key] of path.entries()) {
    if (!schema) return undefined;
    const form: JsonSchema = formOf(schema, valueAt(value, path.slice(0, depth)));
    schema = typeof key === 'number' ? (form.prefixItems?.[key] ?? asSchema(form.items)) : ownSchema(form, String(key));
  }
  return schema;
}

const asSchema = (schema: JsonSchema | boolean | undefined): JsonSchema | undefined =>
  typeof schema === 'object' ? schema : undefined;

const ownSchema = ({ properties, additionalProperties }: JsonSchema, key: string): JsonSchema | undefined =>
  properties && Object.hasOwn(properties, key) ? properties[key] : asSchema(additionalProperties);

/** The forms that are allowed at a path of a value; none where the schema knows no such place. */
export function formsAt(root: JsonSchema, path: readonly PropertyKey[], value: unknown): JsonSchema[] {
  const schema = schemaAt(root, path, value);
  return schema ? formsOf(schema) : [];
}

/** Keys that an object at a path may have. */
export function keysAt(root: JsonSchema, path: readonly PropertyKey[], value: unknown): string[] {
  const schema = schemaAt(root, path, value);
  return schema ? Object.keys(formOf(schema, valueAt(value, path)).properties ?? {}) : [];
}
