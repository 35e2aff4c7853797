/** @file What the browser remembers of a person's choices. A browser that forbids it remembers nothing, and nothing fails. */

export const rememberedNames = ['inspector', 'theme', 'tour'] as const;
export type RememberedName = (typeof rememberedNames)[number];

const keyOf = (name: RememberedName): string => `adjoint.${name}`;

/** Null where nothing is remembered. */
export function recall(name: RememberedName): string | null {
  try {
    return localStorage.getItem(keyOf(name));
  } catch {
    return null;
  }
}

export function remember(name: RememberedName, value: string): void {
  try {
    localStorage.setItem(keyOf(name), value);
  } catch {
    // a private window, or one that is full: the choice holds until the page is left
  }
}
