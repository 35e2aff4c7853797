/** @file A signal that follows another one a few times a second: for what costs more to draw than to hear of. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';

/** The value of a signal, at most once in `interval` ms; the last one always comes. */
export function throttled<T>(of: ReadonlySignal<T>, interval: number): ReadonlySignal<T> {
  const slow = signal(of.peek());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rested = true;
  const rest = (): void => {
    rested = slow.peek() === of.peek();
    timer = rested ? undefined : setTimeout(rest, interval);
    slow.value = of.peek();
  };
  effect(() => {
    void of.value;
    if (rested && slow.peek() !== of.value) {
      slow.value = of.value;
      rested = false;
      timer ??= setTimeout(rest, interval);
    }
  });
  return slow;
}
