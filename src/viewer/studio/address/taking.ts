/** @file Takes on what a hash says: opens the experiment, then what can only be said of one that is open. */
import { batch, untracked } from '@preact/signals';
import type { RobotFile } from '../../sections/arm/calls.ts';
import type { Session } from '../session.ts';
import type { Setup } from '../store/experiment.ts';
import type { Store } from '../store/store.ts';
import type { AddressField } from './field.ts';
import { valuesOf } from './fields.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type AddressFault, noticeOf, parseHash } from './hash.ts';
import { bundledRobot, fileOfScene, linkedScene, usualScene } from './linked-scene.ts';
import { haveSameBits } from '../same-bits.ts';
import type { WantedExperiment, WantedIteration } from './wanted.ts';

/** A link that waits for a robot file. */
interface Waiting {
  readonly fingerprint: string;
  readonly open: (robot: RobotFile) => void;
  /** What is open meanwhile. */
  besides?: Setup | null;
}

/**
 * How much of a hash is taken on: an entry of the page's own history brings back a `page`, not where the clocks stood; `place`: what is
 * open is known to be what the hash says.
 */
export type Extent = 'all' | 'page' | 'place';

/** Fields that lead from one page to another without being one. */
const ofPages = new Set(['eq']);

/** What is changed. */
interface TakingStudio {
  readonly store: Store;
  readonly session: Session;
}

type Values = ReadonlyMap<string, unknown>;

const textOf = ({ key, codec }: AddressField, values: Values): string | null =>
  values.has(key) ? codec.format(values.get(key)) : null;

export class AddressTaking {
  readonly #studio: TakingStudio;
  readonly #fields: readonly AddressField[];
  readonly #wanted: WantedExperiment & WantedIteration;
  #waiting: Waiting | null = null;

  constructor(studio: TakingStudio, fields: readonly AddressField[], wanted: WantedExperiment & WantedIteration) {
    this.#studio = studio;
    this.#fields = fields;
    this.#wanted = wanted;
  }

  take(hash: string, extent: Extent): void {
    const { values, faults } = parseHash(this.#fields, hash);
    const present = untracked(() => valuesOf(this.#fields, true));
    const isOther = (field: AddressField): boolean => textOf(field, values) !== textOf(field, present);
    const set = (field: AddressField): void => field.apply(values.get(field.key) ?? null);
    const opens = this.#fields.filter(({ stage }) => stage === 'opens');
    const opened = this.#fields.filter(({ stage }) => stage === 'opened');
    const isOpen = this.#studio.store.experiment.scene.peek() !== null;
    const isHere = extent === 'place' || (isOpen && !opens.some(isOther));
    const isOtherKey = (key: string): boolean => this.#fields.some((field) => field.key === key && isOther(field));
    const isSeen = ({ stage, isPage, isPreference, goesWith, key }: AddressField): boolean =>
      stage === 'view' &&
      !(isPreference && !values.has(key)) &&
      (extent !== 'page' || !isHere || isPage === true || ofPages.has(key) || goesWith?.some(isOtherKey) === true);
    this.#waiting = null;
    batch(() => this.#fields.filter((field) => isSeen(field) && isOther(field)).forEach(set));
    if (isHere && extent === 'page') return this.#say(faults);
    // what is seen of a scene is forgotten where another is opened
    const again = isHere ? [] : this.#fields.filter((field) => opens.some(({ key }) => field.goesWith?.includes(key)));
    const place = (found: readonly AddressFault[]): void =>
      batch(() => {
        [...again, ...opened].forEach(set);
        this.#say([...found, ...this.#stand()]);
      });
    if (isHere) return place(faults);
    opens.forEach(set);
    this.#open(faults, place);
  }

  /** Whether a link waits for a file, so that the address stays as it is. Reads signals. */
  get isWaiting(): boolean {
    const { value: opened } = this.#studio.store.experiment.opened;
    if (!this.#waiting || !opened) return false;
    this.#waiting.besides ??= opened;
    if (this.#waiting.besides !== opened) this.#waiting = null;
    return this.#waiting !== null;
  }

  /** A robot file came: opens the link that waits for it. Returns whether one did. */
  async claim(robot: RobotFile): Promise<boolean> {
    const waiting = this.#waiting;
    if (!waiting || (await fingerprintOf(robot.content)) !== waiting.fingerprint) return false;
    this.#waiting = null;
    waiting.open(robot);
    return true;
  }

  #open(faults: readonly AddressFault[], then: (found: readonly AddressFault[]) => void): void {
    const { store, session } = this.#studio;
    const { scene, robot: fingerprint, set, restarts } = this.#wanted;
    const name = scene ?? usualScene;
    const linked = linkedScene(name, set ?? []);
    const found = [...faults, ...linked.faults.map((why) => ({ key: 'set', words: `was left out: ${why}` }))];
    const open = (robot: RobotFile): void => {
      const load = { robot, scene: linked.scene, startFrom: null, restarts: restarts ?? 1 };
      session.experiments.openSaved(load, fileOfScene(name), () => then(found));
    };
    const robot = fingerprint === null ? bundledRobot(linked.scene) : null;
    if (robot) return open(robot);
    if (fingerprint !== null) this.#waiting = { fingerprint, open };
    const words = 'is a file of its own: drop the robot file on the page, and the link opens';
    this.#say([...found, { key: 'robot', words }]);
    if (!store.experiment.scene.peek()) session.experiments.openBundledScene(fileOfScene(usualScene));
  }

  /** Shows the iteration that is wanted; returns why it cannot. */
  #stand(): AddressFault[] {
    const { store, session } = this.#studio;
    const { k, p } = this.#wanted;
    const { recording } = store.run;
    const at = k ?? 0;
    const found = recording.value.nearest(at);
    const { length } = store.experiment.parameters.value;
    if (p && p.length !== length) return [{ key: 'p', words: `has ${p.length} numbers, expected ${length}` }];
    if (p && !(found?.k === at && haveSameBits(found.parameters, p))) session.run.goOnFrom(at, p);
    else if (found?.k === at) store.cursor.k.value = at;
    else return [{ key: 'k', words: 'is an iteration whose parameters are not in the link' }];
    return [];
  }

  #say(faults: readonly AddressFault[]): void {
    const notice = noticeOf(faults);
    if (notice !== null) this.#studio.store.messages.notice.value = notice;
  }
}
