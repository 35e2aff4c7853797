/** @file The keys that a JSON Schema knows at a place of a document, for errors that name the right one. */

/** What is read of a JSON Schema. */
interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | boolean;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Keys of the object at `path` of `document`; of several forms that it may have, those that its constants (such as "type") allow. */
export function knownKeys(schema: object, document: unknown, path: readonly PropertyKey[]): string[] {
  const root = schema as Schema;
  let value = document;
  let forms = formsOf([root], value, root);
  for (const key of path) {
    value = (value as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key];
    forms = formsOf(
      forms.flatMap((form) => memberOf(form, key) ?? []),
      value,
      root,
    );
  }
  return [...new Set(forms.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function memberOf(
  { properties, additionalProperties, items, prefixItems }: Schema,
  key: PropertyKey,
): Schema | undefined {
  const own =
    typeof key === 'number' ? (prefixItems?.[key] ?? items) : (properties?.[String(key)] ?? additionalProperties);
  return typeof own === 'object' ? own : undefined;
}

/** All forms that a value may have. References are followed a few times only, as one may lead to itself. */
function formsOf(schemas: readonly Schema[], value: unknown, root: Schema, references = 16): Schema[] {
  return schemas.flatMap((schema) => {
    const { $ref, anyOf = [], oneOf = [], allOf = [] } = schema;
    const name = /^#\/\$defs\/(.+)$/.exec($ref ?? '')?.[1];
    const referred = $ref === '#' ? root : name === undefined ? undefined : root.$defs?.[name];
    const inner = [...anyOf, ...oneOf, ...allOf, ...(referred && references > 0 ? [referred] : [])];
    return [...(isOfForm(value, schema) ? [schema] : []), ...formsOf(inner, value, root, references - 1)];
  });
}

/** Whether no constant of the form says otherwise. */
const isOfForm = (value: unknown, { properties = {} }: Schema): boolean =>
  Object.entries(properties).every(
    ([key, { const: constant }]) =>
      constant === undefined || (value as Readonly<Record<string, unknown>> | null | undefined)?.[key] === constant,
  );
