/** @file Tells files apart: the first eight hexadecimal digits of the SHA-256 of a file. */

/** Null where the browser has no cryptography: on pages that were not sent safely. */
export async function fingerprintOf(content: string | Uint8Array): Promise<string | null> {
  const { subtle } = globalThis.crypto as { readonly subtle?: SubtleCrypto };
  if (!subtle) return null;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
