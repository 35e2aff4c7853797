/** @file Whether two requests of the Lab are walked alike: planes, boxes and levels change nothing of where methods go. */
import type { LabRequest } from './calls.ts';

export function areAlike(one: LabRequest | null, other: LabRequest): boolean {
  if (!one || one.source !== other.source || one.from !== other.from) return false;
  return (['methods', 'eta', 'beta', 'rates'] as const).every((part) => one.changes[part] === other.changes[part]);
}
