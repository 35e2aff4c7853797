/** @file An object without some of its parts. */

export function without<T extends object, K extends keyof T>(value: T, ...parts: readonly K[]): Omit<T, K> {
  const left: Partial<T> = { ...value };
  for (const part of parts) delete left[part];
  return left as Omit<T, K>;
}
