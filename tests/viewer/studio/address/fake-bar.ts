/** @file An address bar with a history, for tests without a browser. */
import type { AddressBar } from '../../../../src/viewer/studio/address/bar.ts';

export class FakeBar implements AddressBar {
  readonly page = 'https://adjoint.example/';
  readonly entries: { hash: string; isOwn: boolean }[];
  at = 0;
  writes = 0;
  #listener: () => void = () => undefined;

  constructor(hash: string) {
    this.entries = [{ hash, isOwn: false }];
  }

  get hash(): string {
    return this.entries[this.at].hash;
  }

  get isOwn(): boolean {
    return this.entries[this.at].isOwn;
  }

  readonly replace = (hash: string): void => {
    this.writes++;
    this.entries[this.at] = { hash, isOwn: true };
  };

  readonly push = (hash: string): void => {
    this.writes++;
    this.entries.splice(++this.at, Infinity, { hash, isOwn: true });
  };

  readonly onChange = (listener: () => void): void => {
    this.#listener = listener;
  };

  /** As the browser's Back and Forward. */
  go(steps: number): void {
    this.at += steps;
    this.#listener();
    this.#listener();
  }
}
