/** @file A turn of the event loop between two pieces of work, without the delay that timers have. */

/** Lets messages, timers and signals in. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
