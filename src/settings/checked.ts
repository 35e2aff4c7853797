/** @file Settings that a library's user gives, judged by their fields: the one place that checks them. */
import * as z from 'zod/mini';
import { ArgumentError } from '../errors.ts';
import type { Fields, ValuesOf } from './fields.ts';
import { firstMisfit } from './issues.ts';

/** `kp[2]`, `schedule.decay` */
const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text ? '.' : ''}${String(key)}`),
    '',
  );

/** The settings with their defaults. Throws an ArgumentError that names the first one that does not fit its field. */
export function checked<F extends Fields>(what: string, fields: F, given: unknown): ValuesOf<F> {
  const schema = z.strictObject(fields);
  const parsed = z.safeParse(schema, given);
  if (parsed.success) return parsed.data as ValuesOf<F>;
  const { path, found, expected, remedy } = firstMisfit(schema, given, parsed.error);
  throw new ArgumentError(pathText(path) || what, found, expected, remedy);
}
