/** @file The state of the Lab: what is studied, what of it is drawn, and the point that is played; it asks the Lab's worker for what is missing. */
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { Drawing, RowOrder } from '../../../lab/figures/lab-figure.ts';
import type { FigureName } from '../../../lab/figures/names.ts';
import type { Store } from '../../studio/store/store.ts';
import { type Call, WorkerClient } from '../../worker/worker-client.ts';
import { areAlike } from './alike.ts';
import type { LabCalls, LabChanges, LabNews, LabRequest, LabSource, PlanePoint, StudyFacts } from './calls.ts';
import { changedBy } from './changes.ts';
import { Doctor } from './doctor.ts';
import { usualExperiment, watchedSource } from './experiments.ts';
import { flowNames } from './flows.ts';
import { kept } from './kept.ts';
import { LabClocks } from './lab-timeline.ts';
import { Playback } from './playback.ts';
import { Preparing } from './preparing.ts';
import { SeenSurface } from './seen-surface.ts';
import { Tried } from './tried.ts';
import { without } from './without.ts';

/** How long after a change it is drawn: a hand that drags makes many, ms. */
const pause = 80;

/** The name of the room. */
export const labRoom = 'lab';

/** The figure that a small card shows whatever the large one does. */
const beside: FigureName = 'spectrum';

export class Lab extends Playback {
  readonly experiment = signal(usualExperiment);
  readonly figure = signal<FigureName>('surface');
  readonly changes = signal<LabChanges>({});
  /** Where the methods begin on the plane; null for the study's own start. */
  readonly from = signal<PlanePoint | null>(null);
  readonly flows = signal(flowNames);
  readonly facts = signal<StudyFacts | null>(null);
  readonly seen = new SeenSurface(this.facts);
  readonly losses = signal<Drawing | null>(null);
  readonly drawings = signal<ReadonlyMap<FigureName, readonly Drawing[]>>(new Map());
  readonly isDrawing = signal(false);
  readonly failure = signal<string | null>(null);
  /** The point that was chosen on the surface. */
  readonly probe = signal<PlanePoint | null>(null);
  /** How rows of heatmaps are sorted. */
  readonly sort = signal<RowOrder>('order');
  /** Of what is studied and played here: they stand still while another room is open. */
  readonly clocks: LabClocks = new LabClocks({
    played: this.played,
    losses: this.losses,
    hasArm: () => this.facts.value?.hasArm ?? true,
  });
  /** Counts what is wished anew without a change. */
  readonly #again = signal(0);
  readonly #store: Store;
  readonly #client: WorkerClient<LabCalls>;
  readonly preparing: Preparing;
  readonly tried: Tried;
  readonly doctor: Doctor;
  /** What the drawings are of, and those that are whole. */
  #request: LabRequest | null = null;
  #whole = new Set<FigureName>();
  #call: Call | null = null;
  #playing: Call | null = null;
  /** Whether what is played is a point of other walks or of another plane. */
  #isOutdated = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store, startWorker: () => Worker) {
    super();
    this.#store = store;
    const lost = (reason: string | null): void => {
      this.#playing = null;
      this.tried.leave();
      this.doctor.lose();
      this.#end(reason && `The Lab's worker stopped: ${reason}. Draw again to go on.`);
    };
    const onReplaced = (): void => lost(null);
    this.#client = new WorkerClient<LabCalls>(startWorker, { onCrash: lost, onDead: lost, onReplaced });
    this.preparing = new Preparing(this.#client, store, this);
    this.tried = new Tried(this.#client, () => this.#request);
    this.doctor = new Doctor(this.#client, this);
  }

  /** What is studied; null where nothing is open. Of a run: as it stood when the room was entered or drawn again. */
  readonly source = computed((): LabSource | null => {
    void this.#again.value;
    return this.#store.view.room.value === labRoom ? watchedSource(this.#store, this.experiment.value) : null;
  });

  readonly request = computed((): LabRequest | null => {
    const { value: source } = this.source;
    return source && { source, changes: this.changes.value, from: this.from.value };
  });

  /** Whether it is looked at otherwise than its file says. */
  readonly isChanged = computed(() => Object.keys(this.changes.value).length > 0 || this.from.value !== null);

  /** Begins to draw what is wanted while the room is open; returns what ends it. */
  follow(): () => void {
    const draw = effect(() => {
      const { value: request } = this.request;
      const { value: figure } = this.figure;
      void this.#again.value;
      const isLeft = this.#store.view.room.value !== labRoom;
      untracked(() => {
        if (request) return this.#turnTo(request, figure);
        this.stop();
        if (isLeft) this.clocks.rest();
        else this.#forget();
      });
    });
    const ends = [draw, this.doctor.follow()];
    return () => ends.forEach((end) => end());
  }

  /** Another experiment, as its file says it. */
  open(name: string): void {
    batch(() => {
      this.experiment.value = name;
      this.reset();
    });
  }

  change(changes: LabChanges): void {
    this.changes.value = changedBy(this.changes.value, changes);
  }

  /** Another plane, with the box that is usual for it; null: the experiment's own. Points of another plane mean nothing on it. */
  changePlane(plane: LabChanges['plane'] | null): void {
    const others = without(this.changes.value, 'plane', 'box');
    batch(() => {
      this.changes.value = plane ? { ...others, plane } : others;
      this.from.value = this.probe.value = null;
    });
  }

  /** As the experiment's file says it. */
  reset(): void {
    batch(() => {
      this.changes.value = {};
      this.from.value = null;
      this.seen.view.value = null;
    });
  }

  /** Draws what is shown again, from the run as it is now. */
  draw(): void {
    this.#whole = new Set();
    batch(() => {
      this.failure.value = null;
      this.#again.value++;
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#call?.drop();
    this.#call = null;
    this.isDrawing.value = false;
  }

  /** Plays a point of the surface; null: the lowest that is known. Chosen by hand, it moves from its start. */
  play(at: PlanePoint | null, isByHand = at !== null): void {
    if (at) this.probe.value = at;
    if (!this.#request || !this.facts.value?.hasArm) return;
    this.#playing?.drop();
    this.#isOutdated = false;
    this.#playing = this.#client.call(
      'play',
      { request: this.#request, at },
      {
        onResult: (played) => {
          this.#playing = null;
          batch(() => {
            this.played.value = played;
            this.clocks.begin(isByHand);
          });
        },
        onFailure: ({ message }) => {
          this.#playing = null;
          this.failure.value = message;
        },
      },
    );
  }

  /** All methods begin at a point of the plane. */
  descend(at: PlanePoint): void {
    batch(() => {
      this.from.value = at;
      this.probe.value = null;
      this.figure.value = 'surface';
    });
  }

  #turnTo(request: LabRequest, figure: FigureName): void {
    const before = this.#request;
    const isSame =
      before?.source === request.source && before.changes === request.changes && before.from === request.from;
    if (isSame && this.#whole.has(figure)) return;
    this.stop();
    const isOther = before?.source !== request.source;
    if (!isSame) this.#begin(request, isOther);
    const figures = [...new Set([figure, beside])].filter((name) => !this.#whole.has(name));
    this.isDrawing.value = true;
    this.#timer = setTimeout(() => this.#ask(figures), isSame || isOther ? 0 : pause);
  }

  /** What was there stays until what takes its place comes, where it is of the same study. */
  #begin(request: LabRequest, isOther: boolean): void {
    this.preparing.end(request.source);
    const isOtherPlane = this.#request?.changes.plane !== request.changes.plane;
    this.#isOutdated = isOtherPlane || this.#isOutdated || !areAlike(this.#request, request);
    this.#request = request;
    this.#whole = new Set();
    batch(() => {
      this.failure.value = null;
      if (isOther) this.#forget(request);
      // a point of one plane means nothing on another
      else if (isOtherPlane) this.probe.value = null;
    });
  }

  /** Nothing is known of what is studied. */
  #forget(request: LabRequest | null = null): void {
    this.#request = request;
    this.tried.leave();
    this.#playing?.drop();
    this.#playing = null;
    batch(() => {
      this.facts.value = null;
      this.losses.value = null;
      this.drawings.value = new Map();
      this.clocks.cursor.follows.value = true;
      this.played.value = null;
      this.probe.value = null;
    });
  }

  #ask(figures: readonly FigureName[]): void {
    const request = this.#request!;
    this.#call = this.#client.call(
      'draw',
      { request, figures },
      {
        onProgress: (news) => batch(() => this.#hear(news)),
        onResult: () => {
          for (const figure of figures) this.#whole.add(figure);
          this.#end(null);
        },
        onFailure: (failure) => {
          // what is wrong with a robot is a list
          if (failure.findings.length > 0) this.#store.messages.failure.value = failure;
          this.#end(failure.message);
        },
      },
    );
  }

  #hear(news: LabNews): void {
    if (news.kind === 'facts') {
      this.facts.value = news.facts;
      this.losses.value = news.losses;
      this.clocks.fit();
      this.tried.settle();
      return;
    }
    const { figure, drawings } = news;
    const before = this.drawings.value.get(figure) ?? [];
    this.drawings.value = new Map(this.drawings.value).set(figure, kept(before, drawings));
    // the arm comes after the first picture
    const isMissing = !this.played.value && !this.#playing;
    if (this.#isOutdated || isMissing) this.play(this.probe.value, false);
  }

  #end(failure: string | null): void {
    batch(() => {
      this.#call = null;
      this.isDrawing.value = false;
      if (failure !== null) this.failure.value = failure;
    });
  }
}

const labs = new WeakMap<Store, Lab>();

const startWorker = (): Worker =>
  new Worker(new URL('./worker/lab-worker.ts', import.meta.url), { type: 'module', name: 'lab' });

/** The Lab of a page; made when it is first asked for. */
export function labOf(store: Store): Lab {
  const lab = labs.get(store) ?? new Lab(store, startWorker);
  if (!labs.has(store)) {
    lab.follow();
    lab.clocks.start();
  }
  labs.set(store, lab);
  return lab;
}
