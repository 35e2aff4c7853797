/** @file The settings of a schema as text: path, what it does, unit, range, default; what kinds or places share is said once. */
import type { JsonSchema } from './fields.ts';
import { formsOf, kindOf } from './schema-path.ts';

interface Line {
  readonly path: string;
  readonly text: string;
  readonly details: readonly string[];
  /** Kinds that have the setting; none where all do. */
  readonly kinds: readonly string[];
}

/** One line a setting, `[path, what it is]`, in the order of the schema; names that a file chooses stand in capitals. */
export const settingLines = (schema: JsonSchema): [path: string, text: string][] =>
  linesOf(schema, '', new Map()).map(({ path, text, details, kinds }) => {
    const all = [...details, ...(kinds.length > 0 ? [`for ${kinds.join(', ')}`] : [])];
    return [path, [text, ...(all.length > 0 ? [`(${all.join('; ')})`] : [])].filter(Boolean).join(' ')];
  });

/** `listed`: where each choice of kinds stands already. */
function linesOf(schema: JsonSchema, path: string, listed: Map<string, string>): Line[] {
  const forms = formsOf(schema);
  const kinds = forms.filter((form) => kindOf(form) !== undefined);
  if (kinds.length > 0) return linesOfChoice(schema, kinds, path, listed);
  const at = (key: string): string => (path ? `${path}.${key}` : key);
  const { properties, additionalProperties, items } = schema;
  if (forms.length > 1) {
    const parts = forms.filter((form) => form.properties).flatMap((form) => linesOf(form, path, listed));
    return [...own({ ...forms[0], ...schema }, path), ...parts];
  }
  if (properties) return Object.entries(properties).flatMap(([key, part]) => linesOf(part, at(key), listed));
  if (typeof additionalProperties === 'object') return linesOf(additionalProperties, at('NAME'), listed);
  if (typeof items === 'object' && items.properties) return linesOf(items, at('NAME'), listed);
  return own(schema, path);
}

/** The kinds' names, and what each can be told; of a choice that stands elsewhere already, only where. */
function linesOfChoice(
  schema: JsonSchema,
  kinds: readonly JsonSchema[],
  path: string,
  listed: Map<string, string>,
): Line[] {
  const text = schema.description ?? '';
  const choice = JSON.stringify(kinds);
  const before = listed.get(choice);
  if (before !== undefined) return [{ path, text, details: [`as ${before}`], kinds: [] }];
  listed.set(choice, path);
  const names = kinds.map((form) => kindOf(form)!);
  const parts = kinds.flatMap((form, i) => {
    const properties = Object.fromEntries(Object.entries(form.properties!).filter(([key]) => key !== 'type'));
    return linesOf({ properties }, path, new Map(listed)).map((line): [Line, string] => [line, names[i]]);
  });
  const types = { path: `${path}.type`, text, details: [names.join(', '), ...defaultOf(schema)], kinds: [] };
  return [types, ...shared(parts, names.length)];
}

/** Lines that say the same as one, which names the kinds that it is for; not where it is for all, or for kinds within them. */
function shared(parts: readonly (readonly [line: Line, kind: string])[], count: number): Line[] {
  const groups = new Map<string, { readonly line: Line; readonly kinds: string[] }>();
  for (const [line, kind] of parts) {
    const key = JSON.stringify(line);
    const group = groups.get(key) ?? { line, kinds: [] };
    group.kinds.push(kind);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ line, kinds }) =>
    line.kinds.length > 0 || kinds.length === count ? line : { ...line, kinds },
  );
}

const defaultOf = ({ default: usual }: JsonSchema): string[] => {
  const value = typeof usual === 'object' && usual !== null && 'type' in usual ? usual.type : usual;
  return value === undefined ? [] : [`default ${typeof value === 'string' ? value : JSON.stringify(value)}`];
};

function own(schema: JsonSchema, path: string): Line[] {
  const { description: text = '', unit, enum: words } = schema;
  const details = [
    ...(unit ? [`in ${unit}`] : []),
    ...(words ? [words.join(', ')] : []),
    ...rangeOf(schema),
    ...defaultOf(schema),
  ];
  return text || details.length > 0 ? [{ path, text, details, kinds: [] }] : [];
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, type }: JsonSchema): string[] {
  // bounds that every safe integer keeps say nothing
  const isOwn = (bound: number | undefined): bound is number =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  return [
    ...(type === 'integer' ? ['integer'] : []),
    ...(isOwn(minimum) ? [`at least ${minimum}`] : []),
    ...(isOwn(exclusiveMinimum) ? [`more than ${exclusiveMinimum}`] : []),
    ...(isOwn(maximum) ? [`at most ${maximum}`] : []),
    ...(isOwn(exclusiveMaximum) ? [`less than ${exclusiveMaximum}`] : []),
  ];
}
