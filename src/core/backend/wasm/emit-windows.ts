/** @file Loops whose records lie in windows: stretches are copied near, a few steps run, what they wrote is copied back. */
import type { Window, Windows } from '../../program/arrange/windows.ts';
import { FunctionWriter, opcode } from './assembler.ts';
import { pushBegin, pushSmaller, setPointer } from './emit-loop.ts';
import { elementBytes, type Surroundings } from './emit-tile.ts';

export function emitWindowedLoop(
  windows: Windows,
  body: readonly number[],
  surroundings: Surroundings,
): FunctionWriter {
  return new WindowedLoopWriter(windows, surroundings).write(body);
}

class WindowedLoopWriter {
  readonly #code = new FunctionWriter();
  readonly #windows: Windows;
  readonly #surroundings: Surroundings;
  /** Steps that are done, those of the present window, and the earliest of them in time. */
  readonly #done = this.#code.local('i32');
  readonly #count = this.#code.local('i32');
  readonly #first = this.#code.local('i32');
  /** Of the present window's steps: in order, and in time. */
  readonly #step = this.#code.local('i32');
  readonly #near = this.#code.local('i32');

  constructor(windows: Windows, surroundings: Surroundings) {
    this.#windows = windows;
    this.#surroundings = surroundings;
  }

  write(body: readonly number[]): FunctionWriter {
    const code = this.#code;
    const { loop, steps, windows } = this.#windows;
    const isNear = new Set(windows.flatMap(({ streams }) => streams));
    code.repeat(this.#done, loop.length, steps, () => {
      this.#moveOn();
      for (const window of windows) this.#copyNear(window);
      code.repeatTo(
        this.#step,
        () => code.get(this.#count),
        () => {
          code.get(this.#step).set(this.#near);
          if (loop.reverse)
            code.get(this.#count).integer(1).plain(opcode.i32Sub).get(this.#step).plain(opcode.i32Sub).set(this.#near);
          for (const window of windows) this.#setPointers(window);
          for (const stream of loop.streams)
            if (!isNear.has(stream))
              setPointer(code, this.#surroundings, stream, () =>
                code.get(this.#done).get(this.#step).plain(opcode.i32Add),
              );
          body.forEach((index) => code.call(index));
        },
      );
      for (const window of windows) this.#copyBack(window);
    });
    return code;
  }

  /** The last window may have fewer steps. */
  #moveOn(): void {
    const code = this.#code;
    const { loop, steps } = this.#windows;
    const rest = (): FunctionWriter => code.integer(loop.length).get(this.#done).plain(opcode.i32Sub);
    pushSmaller(code, () => code.integer(steps), rest);
    code.set(this.#count);
    if (loop.reverse) rest().get(this.#count).plain(opcode.i32Sub);
    else code.get(this.#done);
    code.set(this.#first);
  }

  /** Where the streams of a window stand in it; a carry leaves one record further on than it entered. */
  #setPointers({ array, streams, stride }: Window): void {
    const code = this.#code;
    const bytes = stride * elementBytes(this.#surroundings, array);
    for (const stream of streams) {
      const isAhead = stream.role !== 'item' && (stream.role === 'next') !== stream.loop.reverse;
      code.get(this.#near).integer(bytes).plain(opcode.i32Mul);
      if (isAhead) code.integer(bytes).plain(opcode.i32Add);
      code.setGlobal(this.#surroundings.globalOf(stream));
    }
  }

  #copyNear({ array, near, kind, stride, first, span }: Window): void {
    const code = this.#code;
    const unit = elementBytes(this.#surroundings, array);
    if (kind === 'written') return;
    if (kind === 'read') {
      this.#begin(near);
      this.#pushFar(array, first, stride, 0);
      code.get(this.#count).integer(1).plain(opcode.i32Sub);
      code.integer(stride * unit).plain(opcode.i32Mul);
      code.integer(span * unit).plain(opcode.i32Add);
      code.copyMemory();
      return;
    }
    // the carry that enters the window
    const { reverse } = this.#windows.loop;
    this.#begin(near);
    if (reverse) this.#addSteps(stride * unit);
    this.#pushFar(array, 0, stride, 0);
    if (reverse) this.#addSteps(stride * unit);
    code.integer(stride * unit).copyMemory();
  }

  #copyBack({ array, near, kind, stride, first }: Window): void {
    if (kind === 'read') return;
    const bytes = stride * elementBytes(this.#surroundings, array);
    const ahead = kind === 'carried' && !this.#windows.loop.reverse ? 1 : 0;
    this.#pushFar(array, first, stride, ahead);
    this.#begin(near, ahead * bytes);
    this.#code.get(this.#count).integer(bytes).plain(opcode.i32Mul).copyMemory();
  }

  #begin(array: Window['near'], offset = 0): void {
    pushBegin(this.#code, this.#surroundings, array, offset);
  }

  /** Address in the array of what the window's earliest step touches first, `ahead` records on. */
  #pushFar(array: Window['array'], first: number, stride: number, ahead: number): void {
    const unit = elementBytes(this.#surroundings, array);
    this.#begin(array, (first + ahead * stride) * unit);
    this.#code
      .get(this.#first)
      .integer(stride * unit)
      .plain(opcode.i32Mul)
      .plain(opcode.i32Add);
  }

  /** Adds the window's steps to the address on the stack. */
  #addSteps(bytes: number): void {
    this.#code.get(this.#count).integer(bytes).plain(opcode.i32Mul).plain(opcode.i32Add);
  }
}
