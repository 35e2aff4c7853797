/** @file The state of the Senses: which scene is estimated, what is done to its sensors, and what of the estimate is looked at. */
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { SensorSwitch } from '../../../senses/records.ts';
import { evaluationOf } from '../../../scene/parse.ts';
import { settingsFrom, withSettings } from '../../../scene/with-settings.ts';
import type { Scene } from '../../../scene/schema.ts';
import type { LaneMarks } from '../../studio/section.ts';
import type { Store } from '../../studio/store/store.ts';
import { type Call, WorkerClient } from '../../worker/worker-client.ts';
import type { Estimated, SensesCalls, SensesRequest, SensesSource } from './calls.ts';
import { filtered, filterOf, isOtherProgram, isOtherScene, isSameRequest } from './requests.ts';
import { followOpened } from './opened.ts';
import { isSensed, sourceOf, unchosenScene } from './scenes.ts';
import { Judging } from './judging.ts';
import { SensesClocks } from './senses-timeline.ts';
import { type SensorState, switchEvents, thrown } from './switching.ts';

/** The name of the room. */
export const sensesRoom = 'senses';

/** How long after a change it is estimated: a hand that drags makes many, ms. */
const pause = 60;

/** Most rollouts that are made on a page. */
export const mostRuns = 2000;

const noSwitches: readonly SensorSwitch[] = [];
const noSettings: readonly string[] = [];

export class Senses {
  /** The scene that was chosen here; null for the one of the room of the arm, or the first where that has no sensors. */
  readonly chosen = signal<string | null>(null);
  /** The kind of the filter; null for the scene's own. */
  readonly filter = signal<string | null>(null);
  /** What differs from what the scene says besides, as `path=value`. */
  readonly settings = signal(noSettings);
  readonly switches = signal(noSwitches);
  /** Of what errs; null for the scene's own. */
  readonly draw = signal<number | null>(null);
  /** Places of the coordinate and of the sensor that the lanes show. */
  readonly coordinate = signal(0);
  readonly sensor = signal<string | null>(null);
  readonly estimated = signal<Estimated | null>(null);
  readonly isWorking = signal(false);
  readonly failure = signal<string | null>(null);
  /** Whether the population shows counts rather than expected rates, and the belief's surroundings rather than the whole range. */
  readonly hasSpikes = signal(false);
  readonly isNear = signal(true);
  /** Rollouts of a Monte-Carlo that is asked for; null where none is. */
  readonly runs = signal<number | null>(null);
  readonly clocks: SensesClocks = new SensesClocks(this.estimated);
  readonly #again = signal(0);
  readonly #store: Store;
  readonly client: WorkerClient<SensesCalls>;
  readonly judging: Judging;
  /** What the estimate is of, or will be; and what is shown is of. */
  #asked: SensesRequest | null = null;
  #shown: SensesRequest | null = null;
  #call: Call | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store, startWorker: () => Worker) {
    this.#store = store;
    const lost = (reason: string | null): void => {
      this.#asked = this.#call = null;
      this.#end(reason && `The worker of the Senses stopped: ${reason}. Estimate again to go on.`);
    };
    // it was replaced to end what it was at, or to begin something else at once
    const onReplaced = (): void => {
      this.#call = null;
      if (this.#asked) this.#ask(this.#asked);
      else lost(null);
    };
    this.client = new WorkerClient<SensesCalls>(startWorker, { onCrash: lost, onDead: lost, onReplaced });
    this.judging = new Judging(this, startWorker);
  }

  readonly scene = computed(() => this.chosen.value ?? unchosenScene(this.#store));

  /** What is estimated as its file says it; null where nothing is open. */
  readonly own = computed((): SensesSource | null => sourceOf(this.#store, this.scene.value));

  /** The scene with all that was changed, and why something was left out. */
  readonly changed = computed((): { readonly scene: Scene; readonly fault: string | null } | null => {
    const { value: own } = this.own;
    if (!own || !isSensed(own.scene)) return null;
    try {
      const { value: settings } = this.settings;
      const scene = filtered(own.scene, this.filter.value);
      return { scene: settings.length > 0 ? withSettings(scene, settings) : scene, fault: null };
    } catch (error) {
      return { scene: own.scene, fault: error instanceof Error ? error.message : String(error) };
    }
  });

  readonly seed = computed(
    () => this.draw.value ?? (this.own.value ? evaluationOf(this.own.value.scene).test.seed : 0),
  );

  /** Null while the room is not open, and where there is nothing to estimate. */
  readonly request = computed((): SensesRequest | null => {
    void this.#again.value;
    const [own, changed] = [this.own.value, this.changed.value];
    if (this.#store.view.room.value !== sensesRoom || !own || !changed || changed.fault !== null) return null;
    const { robot, parameters } = own;
    return {
      source: { scene: changed.scene, robot, parameters },
      switches: this.switches.value,
      seed: this.seed.value,
    };
  });

  /** What is marked on the clock: where switches are thrown. Reads signals. */
  marks(): LaneMarks {
    return { events: switchEvents(this.switches.value), marks: [] };
  }

  /** Whether it is looked at otherwise than its file says. */
  readonly isChanged = computed(
    () =>
      this.filter.value !== null ||
      this.settings.value.length > 0 ||
      this.switches.value.length > 0 ||
      this.draw.value !== null,
  );

  /** The place of the sensor whose innovations are judged: the one that was chosen, else the last one. */
  readonly sensorPlace = computed(() => {
    const sensors = this.estimated.value?.record.sensors ?? [];
    const chosen = sensors.findIndex(({ name }) => name === this.sensor.value);
    return chosen >= 0 ? chosen : Math.max(sensors.length - 1, 0);
  });

  /** The place of the coordinate that the lanes and the population show. */
  readonly coordinatePlace = computed(() => {
    const count = this.estimated.value?.record.coordinates.length ?? 1;
    return Math.min(this.coordinate.value, count - 1);
  });

  /** Begins to estimate what is wanted while the room is open; returns what ends it. */
  follow(): () => void {
    const estimates = effect(() => {
      const { value: request } = this.request;
      const { value: own } = this.own;
      const fault = this.changed.value?.fault ?? null;
      const isHere = this.#store.view.room.value === sensesRoom;
      untracked(() => {
        if (request) return this.#turnTo(request);
        this.stop();
        if (!isHere) return this.clocks.rest();
        batch(() => {
          this.failure.value = fault;
          if (!own || !isSensed(own.scene)) this.estimated.value = null;
        });
      });
    });
    const ends = [estimates, this.judging.follow(), followOpened(this.#store, this)];
    return () => ends.forEach((end) => end());
  }

  /** Another scene, as its file says it. */
  open(name: string): void {
    batch(() => {
      this.chosen.value = name === unchosenScene(this.#store) ? null : name;
      this.coordinate.value = 0;
      this.sensor.value = null;
      this.reset();
    });
  }

  /** As the scene's file says it. */
  reset(): void {
    batch(() => {
      this.filter.value = null;
      this.settings.value = noSettings;
      this.switches.value = noSwitches;
      this.draw.value = null;
      this.runs.value = null;
    });
  }

  /** Another filter, with its own usual settings. */
  choose(filter: string): void {
    const { value: own } = this.own;
    const settings = this.settings.value.filter((setting) => !setting.startsWith('estimator.filter'));
    batch(() => {
      this.filter.value = own && filterOf(own.scene) === filter ? null : filter;
      this.settings.value = settings;
    });
  }

  /** The scene as a hand has changed it. */
  edit(change: (scene: Scene) => Scene): void {
    const [own, changed] = [this.own.value, this.changed.value];
    if (!own || !changed) return;
    this.settings.value = settingsFrom(filtered(own.scene, this.filter.value), change(changed.scene));
  }

  /** From the moment that is shown on. */
  throwSwitch(sensor: string, state: SensorState, bias: number, channel?: number): void {
    const { t } = this.clocks.cursor;
    this.switches.value = thrown(this.switches.value, t.value, { sensor, channel, state, bias });
  }

  /** Other numbers for all that errs. */
  drawAnew(): void {
    this.draw.value = (this.seed.value + 1) % 2 ** 31;
  }

  /** Estimates again, from the run as it is now. */
  estimate(): void {
    this.#asked = null;
    batch(() => {
      this.failure.value = null;
      this.#again.value++;
    });
  }

  /** Ends what is under way, at once. */
  stop(): void {
    clearTimeout(this.#timer);
    if (!this.isWorking.value) return;
    this.#asked = null;
    this.#call?.cancel();
    this.isWorking.value = false;
  }

  #turnTo(request: SensesRequest): void {
    const before = this.#asked;
    if (before && isSameRequest(before, request)) return;
    this.#asked = request;
    clearTimeout(this.#timer);
    const isOther = this.#shown !== null && isOtherScene(this.#shown, request);
    batch(() => {
      this.failure.value = null;
      this.isWorking.value = true;
      if (isOther) this.estimated.value = null;
    });
    // what compiles listens to nobody: it is ended, unless it answers in time; other numbers of the same wait for it
    if (this.#call && before && isOtherProgram(before, request)) this.#call.cancel();
    if (!this.#call) this.#timer = setTimeout(() => this.#ask(request), before ? pause : 0);
  }

  #ask(request: SensesRequest): void {
    this.isWorking.value = true;
    // what is asked for meanwhile is asked for once this has ended
    const done = (then: () => void): void => {
      this.#call = null;
      if (this.#asked !== request) {
        if (this.#asked) this.#ask(this.#asked);
        else this.#end(null);
      } else batch(then);
    };
    this.#call = this.client.call('estimate', request, {
      onResult: (estimated) => done(() => this.#show(request, estimated)),
      onFailure: (failure) =>
        done(() => {
          if (failure.findings.length > 0) this.#store.messages.failure.value = failure;
          this.#end(failure.message);
        }),
    });
  }

  #show(request: SensesRequest, estimated: Estimated): void {
    const isFirst = this.estimated.value === null;
    this.#shown = request;
    this.estimated.value = estimated;
    if (isFirst) this.clocks.begin();
    else this.clocks.fit();
    this.#end(null);
  }

  #end(failure: string | null): void {
    batch(() => {
      this.isWorking.value = false;
      if (failure !== null) this.failure.value = failure;
    });
  }
}

const rooms = new WeakMap<Store, Senses>();

const startWorker = (): Worker =>
  new Worker(new URL('./worker/senses-worker.ts', import.meta.url), { type: 'module', name: 'senses' });

/** The Senses of a page; made when they are first asked for. */
export function sensesOf(store: Store): Senses {
  const senses = rooms.get(store) ?? new Senses(store, startWorker);
  if (!rooms.has(store)) {
    senses.follow();
    senses.clocks.start();
  }
  rooms.set(store, senses);
  return senses;
}
