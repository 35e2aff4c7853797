/** @file Keeps the session in the browser while it changes, and brings it back when the page is loaded again. */
import { batch, effect, untracked } from '@preact/signals';
import { readRecord, recordVersion, type SavedRecord, type SessionRecord } from './saved/record.ts';
import type { SessionDisk } from './saved/disk.ts';
import { restingPhase } from './store/run.ts';
import type { Studio } from './studio.ts';

/** Least time between two times that it is kept, ms. */
export const savingInterval = 1000;

/** Past runs that are kept, of those that the page has. */
const pastKept = 3;

type SavingStudio = Pick<Studio, 'store' | 'session' | 'address'>;

export class SavedSession {
  readonly #studio: SavingStudio;
  readonly #disk: SessionDisk;
  readonly #name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOff = false;

  /** `name`: what the session is kept as. */
  constructor(studio: SavingStudio, disk: SessionDisk, name: string) {
    this.#studio = studio;
    this.#disk = disk;
    this.#name = name;
  }

  /** Opens the session that was kept as `before`, if it is of what the address says; else what the address says. */
  async restore(before: string | null, hash: string): Promise<void> {
    const { address } = this.#studio;
    const record = await this.#read(before);
    if (record) this.#studio.store.given.experiment.value = record.given;
    if (record && isOf(record, hash, this.#studio)) this.#open(record, hash);
    else address.restore(hash);
  }

  /** From now on keeps the session whenever it has changed. */
  follow(): void {
    effect(() => {
      const { run, experiment, cursor, shown, given } = this.#studio.store;
      const parts = [run.revision, run.phase, run.past, experiment.opened, experiment.scene, cursor.k, cursor.t];
      for (const part of [...parts, shown.start, given.experiment]) void part.value;
      this.#timer ??= setTimeout(() => this.save(), savingInterval);
    });
  }

  /** Keeps it at once: the page may be about to go. */
  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const record = this.#isOff ? null : untracked(() => this.#record());
    // a browser that is full, or that keeps nothing, is asked once
    if (record) this.#disk.write(this.#name, record).catch(() => (this.#isOff = true));
  }

  async #read(before: string | null): Promise<SavedRecord | null> {
    if (before === null) return null;
    let kept: unknown;
    try {
      kept = await this.#disk.read(before);
      if (kept === undefined) return null;
    } catch {
      return null;
    }
    try {
      const record = readRecord(kept);
      // it is there under the new name before anything is opened: the page may be loaded once more meanwhile
      this.#disk
        .write(this.#name, kept)
        .then(() => this.#disk.remove(before))
        .catch(() => undefined);
      return record;
    } catch {
      void this.#disk.remove(before).catch(() => undefined);
      const { notice } = this.#studio.store.messages;
      notice.value = 'What was kept of this page from before could not be read, and was left.';
      return null;
    }
  }

  #open(record: SavedRecord, hash: string): void {
    const { session, address } = this.#studio;
    const { robot, scene, standing, restarts, sceneFile } = record;
    const load = { robot, scene, startFrom: standing.parameters, states: standing.states, restarts };
    session.experiments.openSaved(load, sceneFile, () => {
      batch(() => this.#putBack(record));
      address.opening = record.opening;
      session.run.takeUp(standing);
      address.restore(hash === record.hash ? record.link : hash, 'place');
    });
  }

  #putBack(record: SavedRecord): void {
    const { run, experiment, shown } = this.#studio.store;
    const { value: loaded } = experiment.loaded;
    experiment.opened.value = record.opened;
    if (loaded) experiment.loaded.value = { ...loaded, notes: record.notes };
    run.series.value = record.series;
    run.recording.value = record.recording;
    run.best.value = record.best;
    run.events.value = record.events;
    run.past.value = record.past;
    run.leg.value = record.leg;
    run.outcome.value = record.outcome;
    run.phase.value = record.phase;
    shown.start.value = record.start;
    run.revision.value++;
  }

  /** Null where there is nothing to keep. */
  #record(): SessionRecord | null {
    const { store, session, address } = this.#studio;
    const { run, experiment, shown } = store;
    const { value: robot } = experiment.robot;
    const { value: scene } = experiment.scene;
    const { standing } = session.run;
    if (!robot || !scene || !standing || run.phase.value === 'loading') return null;
    return {
      version: recordVersion,
      hash: address.inBar,
      link: address.link.hash,
      robot: { name: robot.name, content: robot.content },
      sceneFile: experiment.sceneFile.value,
      scene,
      given: store.given.experiment.value,
      restarts: experiment.restarts.value,
      opened: experiment.opened.value,
      notes: experiment.loaded.value?.notes ?? null,
      standing,
      start: shown.start.value,
      opening: address.opening,
      phase: restingPhase(run.phase.value, run.newest.value),
      outcome: run.outcome.value,
      best: run.best.value,
      leg: run.leg.value,
      events: run.events.value,
      series: run.series.value.state,
      past: run.past.value.slice(-pastKept).map((past) => ({ ...past, series: past.series.state })),
      recording: run.recording.value.state,
    };
  }
}

/** Whether a record is of what an address says. */
function isOf({ link, recording }: SavedRecord, hash: string, { address }: SavingStudio): boolean {
  return address.isSameExperiment(link, hash, (k) => recording.nearest(k));
}
