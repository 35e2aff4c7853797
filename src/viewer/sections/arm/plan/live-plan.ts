/** @file The state of planning under control: which scene is open for it, how its loop stands, and what a person does to it. */
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import { changeOfScenes } from '../../../../scene/robot.ts';
import type { Scene } from '../../../../scene/schema.ts';
import { withPart } from '../../../../settings/set.ts';
import type { Store } from '../../../studio/store/store.ts';
import { type Call, WorkerClient } from '../../../worker/worker-client.ts';
import type { Failure } from '../../../worker/failure.ts';
import type { Hold } from '../../../world/pull-hand.ts';
import type { RobotFile } from '../calls.ts';
import type { LiveFacts, LiveNews, LiveSettings, Place, PlanCalls, Steering } from './calls.ts';
import { LiveHistory } from './history.ts';
import { Steers } from './steers.ts';
import { isPlanning } from './task.ts';

/** Seconds of simulated time a second that can be chosen. */
export const speeds = [1, 0.5, 0.25, 0.1] as const;

/** s of a push by a key or a button. */
const pushTime = 0.2;

/** How far the loop may fall behind before slow motion is offered: of the speed that was asked for. */
const tooSlow = 0.85;

/** What the worker has, or is asked to open. */
interface Asked {
  readonly robot: RobotFile;
  readonly scene: Scene;
}

/** Whether another loop has to be opened: of another program, or one that begins elsewhere. */
const isOtherLoop = (before: Asked, { robot, scene }: Asked): boolean =>
  before.robot !== robot ||
  (before.scene !== scene &&
    (changeOfScenes(before.scene, scene).touches === 'structure' ||
      JSON.stringify(before.scene.start) !== JSON.stringify(scene.start)));

export class LivePlan {
  readonly #store: Store;
  readonly client: WorkerClient<PlanCalls>;
  readonly facts = signal<LiveFacts | null>(null);
  readonly news = signal<LiveNews | null>(null);
  readonly history = new LiveHistory();
  readonly isOpening = signal(false);
  readonly isRunning = signal(false);
  readonly failure = signal<string | null>(null);
  readonly speed = signal<number>(1);
  /** How it plans, where that is not as usual. */
  readonly settings = signal<LiveSettings | null>(null);
  /** Force of a push by a key or a button, N; null for the usual one. */
  readonly force = signal<number | null>(null);
  /** Whether every drag at the robot pulls, without a key. */
  readonly pulls = signal(false);
  /** Where a hand has the target, ahead of the scene; null while none has it. */
  readonly target = signal<Place | null>(null);
  /** Weights of cost terms by their places while a slider is moved, ahead of the scene. */
  readonly weights = signal<ReadonlyMap<number, number>>(new Map());
  readonly #again = signal(0);
  #asked: Asked | null = null;
  #sent: { scene: Scene; target: Place | null } | null = null;
  #opening: Call | null = null;
  #loop: Call | null = null;
  readonly #steers: Steers;

  constructor(store: Store, startWorker: () => Worker) {
    this.#store = store;
    const lost = (reason: string | null): void => this.#lose(reason);
    this.client = new WorkerClient<PlanCalls>(startWorker, {
      onCrash: lost,
      onDead: lost,
      onReplaced: () => lost(null),
    });
    this.#steers = new Steers(this.client, {
      onResult: (news) => news && this.#hear(news),
      onFailure: (failure) => this.#fail(failure),
    });
  }

  /** The scene with all that a hand is at. */
  readonly scene = computed((): Scene | null => {
    const { value: scene } = this.#store.experiment.scene;
    if (!scene) return null;
    let changed = scene;
    for (const [place, weight] of this.weights.value)
      if (place < scene.costs.length) changed = withPart(changed, ['costs', place, 'weight'], weight) as Scene;
    return changed;
  });

  /** Where the target is now, m; null in a scene without one. */
  readonly place = computed((): Place | null => this.target.value ?? this.#store.experiment.target.value);

  /** Whether the loop does not keep up with the time that passes. */
  readonly isSlow = computed(() => {
    const pace = this.news.value?.pace ?? 0;
    return this.isRunning.value && pace > 0 && pace < tooSlow * this.speed.value;
  });

  /** Of a push, N. */
  readonly pushForce = computed(() => this.force.value ?? this.facts.value?.push ?? 0);

  /** Follows the scene that is open while Arm is at planning; returns what ends it. */
  follow(): () => void {
    return effect(() => {
      void this.#again.value;
      const isHere = isPlanning(this.#store);
      const { value: robot } = this.#store.experiment.robot;
      const [scene, target] = [this.scene.value, this.place.value];
      untracked(() => {
        if (!isHere) return this.stop();
        if (robot && scene) this.#turnTo(robot, scene, target);
      });
    });
  }

  /** Runs on from where the robot is. */
  start(): void {
    if (!this.facts.value || this.isRunning.value) return;
    batch(() => {
      this.isRunning.value = true;
      this.failure.value = null;
    });
    const isOver = (news: LiveNews): void => {
      this.#loop = null;
      this.#hear(news);
      this.isRunning.value = false;
    };
    this.#steer({ speed: this.speed.value });
    this.#loop = this.client.call('live', null, {
      onProgress: (news) => this.#hear(news),
      onResult: isOver,
      onFailure: (failure) => {
        this.#loop = null;
        this.#fail(failure);
      },
    });
  }

  /** Holds time. */
  stop(): void {
    if (!this.isRunning.value) return;
    this.isRunning.value = false;
    this.#loop?.cancel();
  }

  toggle(): void {
    if (this.isRunning.value) this.stop();
    else this.start();
  }

  /** The robot goes back to the scene's start. */
  restart(): void {
    if (!this.facts.value) return;
    this.history.clear();
    this.client.call('restart', null, {
      onResult: (news) => this.#hear(news),
      onFailure: (failure) => this.#fail(failure),
    });
  }

  setSpeed(speed: number): void {
    this.speed.value = speed;
    this.#steer({ speed });
  }

  /** Another horizon or budget. */
  plan(settings: LiveSettings): void {
    this.settings.value = settings;
    this.#steer({ settings });
  }

  /** A hand takes hold of the robot and draws, or lets go. Time passes where it rested. */
  pull(hold: Hold | null): void {
    if (hold) this.start();
    this.#steer({ hold });
  }

  /** Pushes the watched link for a moment; `direction`: world axes, of any length. Time passes where it rested. */
  push(direction: Place): void {
    const size = Math.hypot(direction[0], direction[1], direction[2]);
    if (!this.facts.value || size === 0) return;
    const factor = this.pushForce.value / size;
    const force: Place = [factor * direction[0], factor * direction[1], factor * direction[2]];
    this.start();
    this.#steer({ push: { force, duration: pushTime } });
  }

  /** Opens again what could not be. */
  tryAgain(): void {
    this.#asked = null;
    this.#again.value++;
  }

  #turnTo(robot: RobotFile, scene: Scene, target: Place | null): void {
    const before = this.#asked;
    if (!before || isOtherLoop(before, { robot, scene })) return this.#open(robot, scene, target);
    // what is opened is brought up to date then
    if (!this.facts.value || (this.#sent?.scene === scene && this.#sent.target === target)) return;
    this.#asked = { robot, scene };
    this.#sent = { scene, target };
    this.#steer({ scene, target });
  }

  #open(robot: RobotFile, scene: Scene, target: Place | null): void {
    this.stop();
    this.#asked = { robot, scene };
    this.#sent = { scene, target };
    this.#steers.forget();
    this.history.clear();
    batch(() => {
      this.isOpening.value = true;
      this.failure.value = null;
      this.facts.value = null;
      this.news.value = null;
      this.force.value = null;
      this.settings.value = null;
    });
    this.#opening?.drop();
    this.#opening = this.client.call(
      'open',
      { robot, scene, target },
      {
        onResult: ({ facts, news }) => {
          this.#opening = null;
          batch(() => {
            this.isOpening.value = false;
            this.facts.value = facts;
            this.#hear(news);
          });
          // what a hand did meanwhile
          this.#again.value++;
        },
        onFailure: (failure) => {
          this.#opening = null;
          this.#fail(failure);
        },
      },
    );
  }

  #steer(steering: Steering): void {
    if (this.facts.value) this.#steers.ask(steering);
  }

  #hear(news: LiveNews): void {
    this.history.add(news);
    if (news.notice !== null) this.#store.messages.notice.value = news.notice;
    this.news.value = news;
  }

  #fail({ message }: Failure): void {
    batch(() => {
      this.isOpening.value = false;
      this.isRunning.value = false;
      this.failure.value = message;
    });
  }

  #lose(reason: string | null): void {
    this.#loop = this.#opening = null;
    this.#steers.lose();
    batch(() => {
      this.isOpening.value = false;
      this.isRunning.value = false;
      this.facts.value = null;
      if (reason) this.failure.value = `The worker that plans stopped: ${reason}.`;
    });
    this.#asked = null;
    if (reason === null) this.#again.value++;
  }
}

const plans = new WeakMap<Store, LivePlan>();

const startWorker = (): Worker =>
  new Worker(new URL('./worker/plan-worker.ts', import.meta.url), { type: 'module', name: 'plan' });

/** The plan of a page; made when it is first asked for. */
export function planOf(store: Store): LivePlan {
  const plan = plans.get(store) ?? new LivePlan(store, startWorker);
  if (!plans.has(store)) plan.follow();
  plans.set(store, plan);
  return plan;
}
