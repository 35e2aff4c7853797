/** @file What is loaded when it is needed: the last value stays until the next one is there. */
import { useEffect, useState } from 'preact/hooks';

/** Calls `load` when the key changes; null for no key, and until the first value is there. */
export function useLoaded<T>(key: string | null, load: (key: string) => Promise<T>): T | null {
  const [loaded, setLoaded] = useState<T | null>(null);
  useEffect(() => {
    let isWanted = true;
    if (key === null) setLoaded(null);
    else void load(key).then((value) => isWanted && setLoaded(() => value));
    return () => {
      isWanted = false;
    };
  }, [key, load]);
  return key === null ? null : loaded;
}
