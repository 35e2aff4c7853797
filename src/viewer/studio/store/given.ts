/** @file The slice of what a person gave the Lab: an experiment file, with the scene and the robot that it is about. */
import { signal } from '@preact/signals';
import type { FileSource } from '../../sections/lab/calls.ts';

/** An experiment of the user's own. */
export interface GivenExperiment {
  /** Name of its file. */
  readonly file: string;
  /** What people read; the name of its file where it says nothing. */
  readonly title: string;
  readonly source: FileSource;
  /** Tells its file from others; null in a browser without cryptography. */
  readonly fingerprint: string | null;
}

export function createGiven() {
  return {
    experiment: signal<GivenExperiment | null>(null),
    /** Fingerprint of the file that a link asks for; null where none does. */
    wanted: signal<string | null>(null),
  };
}
