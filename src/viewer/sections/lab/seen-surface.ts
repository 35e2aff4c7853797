/** @file How the surface of the Lab is drawn: as a map or in space, and from where it is seen there. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { SurfaceView } from '../../../figures/surface/view.ts';
import type { Dimension } from '../../../lab/figures/names.ts';
import type { StudyFacts } from './calls.ts';

/** A map where nobody says it. */
const usual: Dimension = 2;

export class SeenSurface {
  /** Where somebody chose it. */
  readonly dim = signal<Dimension | null>(null);
  /** Where somebody turned it. */
  readonly view = signal<SurfaceView | null>(null);
  readonly #facts: ReadonlySignal<StudyFacts | null>;

  constructor(facts: ReadonlySignal<StudyFacts | null>) {
    this.#facts = facts;
  }

  /** As was chosen, or as the experiment says. */
  readonly dimension = computed((): Dimension => this.dim.value ?? this.#own);

  get #own(): Dimension {
    return this.#facts.value?.lab.dim ?? usual;
  }

  /** What the experiment says itself is no choice. */
  choose(dim: Dimension): void {
    this.dim.value = dim === this.#own ? null : dim;
  }
}
