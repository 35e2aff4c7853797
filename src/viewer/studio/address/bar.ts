/** @file The browser's address bar and its history, as the address needs them. */

export interface AddressBar {
  /** Without `#`. */
  readonly hash: string;
  /** Address of the page, without a hash. */
  readonly page: string;
  /** Whether the present entry of the history was written by this page, rather than by a person. */
  readonly isOwn: boolean;
  readonly replace: (hash: string) => void;
  readonly push: (hash: string) => void;
  /** Calls when a person goes back or on, or writes another hash; it may call twice. */
  readonly onChange: (listener: () => void) => void;
}

const ownState = { adjoint: true } as const;

const pathOf = (hash: string): string => `${location.pathname}${location.search}${hash === '' ? '' : `#${hash}`}`;

/** A browser that counts how often its history is written to may refuse; the address is then late, and nothing else. */
function quietly(write: () => void): void {
  try {
    write();
  } catch {
    // the next change tries again
  }
}

export const browserBar: AddressBar = {
  get hash() {
    return location.hash.slice(1);
  },
  get page() {
    return location.href.replace(/#.*$/s, '');
  },
  get isOwn() {
    return (history.state as Partial<typeof ownState> | null)?.adjoint === true;
  },
  replace: (hash) => quietly(() => history.replaceState(ownState, '', pathOf(hash))),
  push: (hash) => quietly(() => history.pushState(ownState, '', pathOf(hash))),
  onChange: (listener) => {
    addEventListener('popstate', listener);
    addEventListener('hashchange', listener);
  },
};
