/** @file The doctor in the page: what it found of the study that is open, what came of remedies, and what was used of them. */
import { batch, computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { TriedRemedy } from '../../../learning/doctor/finding.ts';
import { counted } from '../../../text/counted.ts';
import type { Call, WorkerClient } from '../../worker/worker-client.ts';
import { areAlike } from './alike.ts';
import type { Examination, LabCalls, LabRequest, StudyFacts } from './calls.ts';

/** What the doctor has to know of the Lab. */
interface Ward {
  /** What is open; null where nothing is, or the room is not. */
  readonly request: ReadonlySignal<LabRequest | null>;
  readonly facts: ReadonlySignal<StudyFacts | null>;
  readonly isDrawing: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<string | null>;
}

/** A remedy by the positions of its finding and of itself. */
export interface Which {
  readonly finding: number;
  readonly remedy: number;
}

/** What is under way, and what of it is measured. */
export interface UnderWay {
  readonly what: 'examination' | Which;
  readonly part: string;
}

/** What of a remedy was used, in words, and the way back. */
export interface Used {
  readonly words: string;
  readonly undo: () => void;
}

export const nameOf = ({ finding, remedy }: Which): string => `${finding} ${remedy}`;

export class Doctor {
  /** Null before the study that is open was examined. */
  readonly examination = signal<Examination | null>(null);
  readonly underWay = signal<UnderWay | null>(null);
  /** What came of remedies, by `nameOf`. */
  readonly trials = signal<ReadonlyMap<string, TriedRemedy>>(new Map());
  readonly used = signal<Used | null>(null);
  readonly failure = signal<string | null>(null);
  /** Whether it was stopped by hand, so that it does not begin by itself again. */
  readonly isDeclined = signal(false);
  /** Whether somebody has had a look at what was found. */
  readonly isSeen = signal(false);
  readonly #client: WorkerClient<LabCalls>;
  readonly #ward: Ward;
  /** What the examination is of. */
  #subject: LabRequest | null = null;
  #call: Call | null = null;
  /** Whether nobody asked for what is under way. */
  #isUnasked = false;
  /** Whether what is open is about to become another by a remedy. */
  #isUsing = false;

  constructor(client: WorkerClient<LabCalls>, ward: Ward) {
    this.#client = client;
    this.#ward = ward;
  }

  /** Findings that nobody has looked at, in words; null where there are none. */
  readonly news = computed(() => {
    const count = this.examination.value?.findings.length ?? 0;
    return count > 0 && !this.isSeen.value ? `the doctor has found ${counted(count, 'thing')}` : null;
  });

  /** Forgets what is of another study, and examines by itself what takes little, once it is drawn; returns what ends it. */
  follow(): () => void {
    return effect(() => {
      const { request: of, isDrawing: draws, facts, failure } = this.#ward;
      const [request, isDrawing] = [of.value, draws.value];
      const isReady = !isDrawing && failure.value === null && facts.value?.isLight === true;
      untracked(() => {
        if (!request) return;
        if (!areAlike(this.#subject, request)) this.#begin(request);
        if (isDrawing && this.#isUnasked) this.#drop();
        else if (isReady && !this.examination.value && !this.underWay.value && !this.isDeclined.value)
          this.#examine(true);
      });
    });
  }

  /** Examines what is open, or what was last. */
  examine(): void {
    this.examination.value = null;
    this.#examine(false);
  }

  stop(): void {
    this.isDeclined.value = true;
    this.#drop();
  }

  try(which: Which): void {
    this.#ask('try', { ...which, request: this.#subject! }, which, (tried) => {
      this.trials.value = new Map(this.trials.value).set(nameOf(which), tried);
    });
  }

  /** A remedy is used: what was found is of something else then. What else is changed later forgets it. */
  use(used: Used, set: () => void): void {
    this.#isUsing = true;
    batch(() => {
      this.used.value = used;
      set();
    });
  }

  takeBack(): void {
    const { value: used } = this.used;
    batch(() => {
      this.used.value = null;
      used?.undo();
    });
  }

  look(): void {
    if (this.examination.value) this.isSeen.value = true;
  }

  /** The worker was lost. */
  lose(): void {
    this.#call = null;
    this.underWay.value = null;
  }

  #begin(request: LabRequest): void {
    this.#drop();
    this.#subject = request;
    this.isDeclined.value = false;
    this.examination.value = null;
    this.trials.value = new Map();
    this.failure.value = null;
    this.isSeen.value = false;
    if (!this.#isUsing) this.used.value = null;
    this.#isUsing = false;
  }

  #examine(isUnasked: boolean): void {
    if (!this.#subject) return;
    this.#ask('examine', { request: this.#subject }, 'examination', (examination) => {
      this.examination.value = examination;
      this.trials.value = new Map();
      this.isSeen.value = false;
    });
    this.#isUnasked = isUnasked;
  }

  #ask<N extends 'examine' | 'try'>(
    name: N,
    argument: LabCalls[N]['argument'],
    what: UnderWay['what'],
    take: (result: NonNullable<LabCalls[N]['result']>) => void,
  ): void {
    this.#drop();
    batch(() => {
      this.failure.value = null;
      this.underWay.value = { what, part: '' };
    });
    const end = (failure: string | null): void => {
      this.#call = null;
      this.underWay.value = null;
      this.failure.value = failure;
    };
    this.#call = this.#client.call(name, argument, {
      onProgress: (part) => (this.underWay.value = { what, part }),
      onResult: (result) =>
        batch(() => {
          end(null);
          if (result !== null) take(result);
        }),
      onFailure: ({ message }) =>
        batch(() => {
          this.isDeclined.value = true;
          end(message);
        }),
    });
  }

  #drop(): void {
    this.#call?.drop();
    this.#call = null;
    this.#isUnasked = false;
    this.underWay.value = null;
  }
}
