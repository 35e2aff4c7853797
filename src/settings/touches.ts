/** @file What a change of settings costs, read from the fields that differ. */
import type { JsonSchema, Touches } from './fields.ts';
import { formOf, valueAt } from './schema-path.ts';

export interface Change {
  /** Paths of the fields that differ, e.g. `costs.0.weight`. */
  readonly paths: readonly string[];
  /** The dearest of them; `null` where none differs. */
  readonly touches: Touches | null;
  /** Whether parameters that were learned before do not fit any more. */
  readonly startsAgain: boolean;
}

const dearness: readonly Touches[] = ['input', 'start', 'structure'];

/** What differs between two values of one schema. What no field knows of is part of the structure. */
export function changeOf(schema: JsonSchema, before: unknown, after: unknown): Change {
  const changes = [...differences(schema, before, after, [], { touches: 'structure', startsAgain: false })];
  return {
    paths: changes.map(({ path }) => path.join('.')),
    touches: dearness.findLast((dearest) => changes.some(({ touches }) => touches === dearest)) ?? null,
    startsAgain: changes.some(({ startsAgain }) => startsAgain),
  };
}

interface Cost {
  readonly touches: Touches;
  readonly startsAgain: boolean;
}

type Difference = Cost & { readonly path: readonly string[] };

function* differences(
  schema: JsonSchema | undefined,
  before: unknown,
  after: unknown,
  path: readonly string[],
  outer: Cost,
): Generator<Difference> {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const cost: Cost = schema?.touches ? { touches: schema.touches, startsAgain: schema.startsAgain === true } : outer;
  const parts = schema && partsOf(schema, before, after);
  if (!parts) {
    yield { path, ...cost };
    return;
  }
  for (const [key, part] of parts) {
    const [left, right] = [before, after].map((value) => (value as Record<string, unknown>)[key]);
    yield* differences(part, left, right, [...path, key], cost);
  }
}

/** Whether lists have as many entries, of the same names where they have names: an entry of another name is another entry. */
const areAligned = (before: object, after: object): boolean =>
  Array.isArray(before) &&
  Array.isArray(after) &&
  before.length === after.length &&
  before.every((item: unknown, i) => valueAt(item, ['name']) === valueAt(after, [i, 'name']));

/** Whether each entry of a list has a name, by which it is known whatever its kind. */
const areNamed = (list: object): boolean =>
  Array.isArray(list) && list.every((item: unknown) => valueAt(item, ['name']) !== undefined);

/** Parts that both values have the same way, each with its schema; `undefined` where they can only be compared as a whole. */
function partsOf(schema: JsonSchema, before: unknown, after: unknown): [string, JsonSchema | undefined][] | undefined {
  if (typeof before !== 'object' || typeof after !== 'object' || !before || !after) return undefined;
  const form = formOf(schema, after);
  if (formOf(schema, before) !== form) return undefined;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  if (Array.isArray(before) || Array.isArray(after)) {
    const { items } = form;
    const hasParts = typeof items === 'object' && (items.properties !== undefined || areNamed(after));
    return hasParts && areAligned(before, after) ? keys.map((key) => [key, items]) : undefined;
  }
  const { properties, additionalProperties } = form;
  if (properties) return keys.map((key) => [key, properties[key]]);
  if (typeof additionalProperties !== 'object') return undefined;
  const hasAll = keys.every((key) => Object.hasOwn(before, key) && Object.hasOwn(after, key));
  return hasAll ? keys.map((key) => [key, additionalProperties]) : undefined;
}
