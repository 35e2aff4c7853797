/** @file The settings of a schema as text: path, name, unit, range, default, what it does. */
import type { JsonSchema } from './fields.ts';

const rangeOf = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, type }: JsonSchema): string[] => {
  // bounds that every safe integer keeps say nothing
  const isOwn = (bound: number | undefined): bound is number =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  return [
    type === 'integer' ? 'integer' : '',
    isOwn(minimum) ? `at least ${minimum}` : '',
    isOwn(exclusiveMinimum) ? `more than ${exclusiveMinimum}` : '',
    isOwn(maximum) ? `at most ${maximum}` : '',
    isOwn(exclusiveMaximum) ? `less than ${exclusiveMaximum}` : '',
  ].filter(Boolean);
};

/** One line a setting: `[path, what it is]`; names that a file chooses stand in capitals. */
export function settingLines(schema: JsonSchema, path = ''): [path: string, text: string][] {
  const forms = schema.anyOf ?? schema.oneOf;
  const at = (key: string): string => (path ? `${path}.${key}` : key);
  if (forms) return [...own(schema, path), ...forms.flatMap((form) => settingLines(form, path))];
  if (schema.properties) {
    const type = schema.properties['type']?.const;
    const lines = Object.entries(schema.properties).flatMap(([key, part]) => settingLines(part, at(key)));
    return typeof type === 'string' ? [[`${path}.type=${type}`, schema.title ?? type], ...lines] : lines;
  }
  if (typeof schema.additionalProperties === 'object') return settingLines(schema.additionalProperties, at('NAME'));
  if (typeof schema.items === 'object' && schema.items.properties) return settingLines(schema.items, at('NAME'));
  return own(schema, path);
}

function own(schema: JsonSchema, path: string): [string, string][] {
  const { touches, description, unit, enum: words } = schema;
  if (!touches) return [];
  const details = [
    unit ? `in ${unit}` : '',
    words ? words.join(', ') : '',
    ...rangeOf(schema),
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter(Boolean);
  return [[path, `${description ?? ''}${details.length > 0 ? ` (${details.join('; ')})` : ''}`]];
}
