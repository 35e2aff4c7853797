/** @file The checks of this page: made with the list of all notes, when they are first asked for. */
import { effect, signal } from '@preact/signals';
import { type ChecksState, noChecks, NoteChecks } from './checks/note-checks.ts';

/** What is known of the checks. */
export const checks = signal<ChecksState>(noChecks);

const startWorker = (): Worker => new Worker(new URL('./checks/check-worker.ts', import.meta.url), { type: 'module' });

let made: Promise<NoteChecks> | null = null;

async function make(): Promise<NoteChecks> {
  const { entries } = await import('./library.ts');
  const all = new NoteChecks(
    entries.map(({ path }) => path),
    startWorker,
  );
  effect(() => {
    checks.value = all.state.value;
  });
  return all;
}

/** Runs the checks of a note by its path, or of all. */
export function runChecks(what: string): void {
  made ??= make();
  void made.then((all) => all.run(what));
}

export function cancelChecks(): void {
  void made?.then((all) => all.cancel());
}
