/** @file The address of a page: follows the state, takes on what a link or the browser's Back says, and makes links. */
import { effect, untracked } from '@preact/signals';
import type { RobotFile } from '../../sections/arm/calls.ts';
import type { Session } from '../session.ts';
import type { Recording } from '../recording.ts';
import type { AddressBar } from './bar.ts';
import { shownParameters } from './experiment-fields.ts';
import type { AddressField } from './field.ts';
import { addressFields, valuesOf } from './fields.ts';
import { formatHash, parseHash } from './hash.ts';
import { type Knowledge, knowledgeOf } from './known.ts';
import { fitsInLink } from './parameters-codec.ts';
import { haveSameBits } from '../same-bits.ts';
import { AddressTaking, type Extent } from './taking.ts';
import type { PageParts } from './parts.ts';
import { wantedNothing } from './wanted.ts';

/** How long after the last change the address follows, ms. */
export const addressDelay = 250;

/** The iteration nearest to one that a recording keeps. */
type Nearest = Recording['nearest'];

export interface Link {
  /** Without `#`. */
  readonly hash: string;
  readonly url: string;
  /** Whether the parameters had no room in it. */
  readonly isWithoutParameters: boolean;
}

/** With which parameters an experiment was opened, and at which moment it was shown, s; null where that has to be said. */
export interface Opening {
  readonly start: Float64Array | null;
  readonly instant: number | null;
}

/** What an address is of. */
interface AddressStudio extends PageParts {
  readonly session: Session;
}

export class Address {
  readonly #studio: AddressStudio;
  readonly #bar: AddressBar;
  readonly #fields: readonly AddressField[];
  readonly #known: Knowledge;
  readonly #taking: AddressTaking;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The hash that was dealt with last, whoever wrote it. */
  #heard = '';

  constructor(studio: AddressStudio, bar: AddressBar) {
    const wanted = wantedNothing();
    this.#studio = studio;
    this.#bar = bar;
    this.#known = knowledgeOf(studio.store);
    this.#fields = addressFields(studio, this.#known, wanted);
    this.#taking = new AddressTaking(studio, this.#fields, wanted);
  }

  /** Opens what a hash says. */
  restore(hash = this.#bar.hash, extent: Extent = 'all'): void {
    this.#heard = hash;
    this.#taking.take(hash, extent);
  }

  /** From now on follows the state, and goes where the browser's history goes. */
  follow(): void {
    effect(() => this.#follow());
    this.#bar.onChange(() => {
      const { hash, isOwn } = this.#bar;
      if (hash === this.#heard) return;
      clearTimeout(this.#timer);
      this.restore(hash, isOwn ? 'page' : 'all');
    });
  }

  /** The hash that the browser has, which comes a moment after the state. */
  get inBar(): string {
    return this.#bar.hash;
  }

  /** The hash of the state as it is, without what moves by itself. Reads signals. */
  get present(): string {
    return formatHash(this.#fields, valuesOf(this.#fields, false));
  }

  /** A link to the state of this moment. */
  get link(): Link {
    return untracked(() => {
      const hash = formatHash(this.#fields, valuesOf(this.#fields, true));
      const parameters = shownParameters(this.#studio, this.#known);
      return {
        hash,
        url: `${this.#bar.page}${hash === '' ? '' : `#${hash}`}`,
        isWithoutParameters: parameters !== null && !fitsInLink(parameters),
      };
    });
  }

  /** Parameters and moment that the experiment was opened with: they stand in no link. */
  get opening(): Opening {
    const { start, instant } = this.#known;
    return { start: start.peek(), instant: instant.peek() };
  }

  /** They were others than those of now: a session from before. */
  set opening({ start, instant }: Opening) {
    this.#known.start.value = start;
    this.#known.instant.value = instant;
  }

  /**
   * Whether two hashes are of one experiment, and the parameters that `there` says, if any, are those that `nearest` finds at its
   * iteration.
   */
  isSameExperiment(here: string, there: string, nearest: Nearest): boolean {
    const opens = this.#fields.filter(({ stage }) => stage === 'opens');
    const [own, other] = [here, there].map((hash) => parseHash(this.#fields, hash).values);
    const k = (other.get('k') as number | undefined) ?? 0;
    const p = other.get('p') as Float64Array | undefined;
    const found = nearest(k);
    const isKnown = !p || (found?.k === k && haveSameBits(p, found.parameters));
    return isKnown && formatHash(opens, own) === formatHash(opens, other);
  }

  /** Hands a robot file to the link that waits for it. Returns whether one does. */
  claim(robot: RobotFile): Promise<boolean> {
    return this.#taking.claim(robot);
  }

  /** The part of a hash that says which page it is, in one spelling. */
  #pageOf(hash: string): string {
    const pages = this.#fields.filter(({ isPage }) => isPage);
    return formatHash(pages, parseHash(this.#fields, hash).values);
  }

  #follow(): void {
    const { run, experiment } = this.#studio.store;
    const hash = this.present;
    const isLoading = run.phase.value === 'loading' || experiment.scene.value === null;
    clearTimeout(this.#timer);
    if (isLoading || this.#taking.isWaiting || hash === this.#bar.hash) return;
    const isOtherPage = this.#pageOf(hash) !== this.#pageOf(this.#bar.hash);
    if (isOtherPage) this.#write(hash, this.#bar.push);
    else
      this.#timer = setTimeout(
        () =>
          this.#write(
            untracked(() => this.present),
            this.#bar.replace,
          ),
        addressDelay,
      );
  }

  #write(hash: string, write: (hash: string) => void): void {
    this.#heard = hash;
    write(hash);
  }
}
