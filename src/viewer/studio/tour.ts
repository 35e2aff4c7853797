/** @file The tour: a few steps, each beside what it is about. */

/** A step of a tour. */
export interface TourStep {
  /** The element that it is about; where the page has none, the step stands in the middle. */
  readonly selector: string;
  readonly title: string;
  readonly text: string;
}

/** The step after one, or none after the last. */
export const nextStep = (at: number, count: number): number | null => (at + 1 < count ? at + 1 : null);
