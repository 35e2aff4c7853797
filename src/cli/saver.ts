/** @file Saves a job now and then while it goes on, and at its end; what the job is makes no difference. */
import { FileError } from '../platform/node/file-error.ts';
import type { OutputFile } from '../platform/node/output-file.ts';
import { oneLine } from '../text/printable.ts';

/** The job as text: made only when it is needed, as that may take long. */
export type Encode = () => string | Promise<string>;

/** Least time between two saves, ms. */
const leastRest = 3000;
/** How many times as long as a save took the job is left alone: saving takes at most a twentieth of the time. */
const restForSave = 20;

export interface SaverOptions {
  /** Told what went wrong with a save, while the job goes on. */
  readonly warn: (message: string) => void;
  /** Clock, ms. */
  readonly now: () => number;
}

export class Saver {
  readonly #file: Pick<OutputFile, 'write' | 'path' | 'isDisplaced'>;
  readonly #options: SaverOptions;
  #due = -Infinity;
  #lastSaved: number | undefined;
  #lastWarning = '';

  constructor(file: Pick<OutputFile, 'write' | 'path' | 'isDisplaced'>, options: SaverOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** Saves where it is time; the first time at once. A save that fails is told, and tried again later. */
  async offer(encode: Encode): Promise<void> {
    const begin = this.#options.now();
    if (begin < this.#due) return;
    try {
      await this.#save(encode);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.#warnOnce(`${error.message}; going on, and trying again`);
    }
    const end = this.#options.now();
    this.#due = end + Math.max(leastRest, restForSave * (end - begin));
  }

  /** Saves the end. Throws a FileError where that fails. */
  async finish(encode: Encode): Promise<void> {
    try {
      await this.#save(encode);
    } catch (error) {
      if (!(error instanceof FileError) || this.#lastSaved === undefined) throw error;
      const age = Math.round((this.#options.now() - this.#lastSaved) / 1000);
      throw new FileError(`${error.message}; what was saved ${age} s before is still there`, error.isInput);
    }
  }

  async #save(encode: Encode): Promise<void> {
    const wanted = this.#file.path;
    await this.#file.write(await encode());
    this.#lastSaved = this.#options.now();
    if (this.#file.path !== wanted)
      this.#warnOnce(`${oneLine(wanted)} is another program's by now and is left as it is; saving to ${oneLine(this.#file.path)}`); // prettier-ignore
  }

  #warnOnce(message: string): void {
    if (message !== this.#lastWarning) this.#options.warn(`warning: ${message}\n`);
    this.#lastWarning = message;
  }
}
