/** @file Where sessions are kept: the browser's data base, a record for each tab. A browser that keeps nothing is one that has nothing. */
import { createStore, del, get, keys, promisifyRequest, type UseStore } from 'idb-keyval';

export interface SessionDisk {
  /** What is kept under a name; undefined where nothing is. */
  readonly read: (name: string) => Promise<unknown>;
  /** Keeps it; forgets the oldest ones where there are many. */
  readonly write: (name: string, record: unknown) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
}

/** Most sessions that are kept. Tabs that were closed leave theirs. */
const most = 8;

/** How long a data base may take to answer, ms: some never do, and a page that has much to do hears late. */
const patience = 5000;

async function pruned(store: UseStore): Promise<void> {
  const names = (await keys<string>(store)).sort();
  for (const name of names.slice(0, -most)) await del(name, store);
}

/** A page that goes hears of no request any more, and what was not committed by then is taken back: this is committed as it is asked for. */
const put = (name: string, record: unknown, store: UseStore): Promise<void> =>
  store('readwrite', (records) => {
    records.put(record, name);
    records.transaction.commit();
    return promisifyRequest(records.transaction);
  });

const soon = <T>(answer: Promise<T>): Promise<T> =>
  Promise.race([
    answer,
    new Promise<T>((_, reject) => setTimeout(() => reject(new Error('the data base does not answer')), patience)),
  ]);

export function browserDisk(): SessionDisk {
  let store: UseStore | undefined;
  const opened = (): UseStore => (store ??= createStore('adjoint', 'sessions'));
  return {
    read: async (name) => soon(get(name, opened())),
    write: async (name, record) => {
      await put(name, record, opened());
      await pruned(opened());
    },
    remove: async (name) => del(name, opened()),
  };
}

const tabKey = 'adjoint.session';

/** Names of a tab's sessions. */
export interface SessionNames {
  /** Before it was loaded again. */
  readonly before: string | null;
  readonly now: string;
  /** From then on the tab knows its session by the new name: once there is one of it. */
  readonly take: () => void;
}

/** A tab that is doubled has the same memory, so no name is used twice. Names sort by their time. */
export function sessionNames(): SessionNames {
  const now = `${Date.now().toString(36).padStart(9, '0')}-${Math.floor(Math.random() * 2 ** 32).toString(36)}`;
  try {
    return { before: sessionStorage.getItem(tabKey), now, take: () => sessionStorage.setItem(tabKey, now) };
  } catch {
    return { before: null, now, take: () => undefined };
  }
}
