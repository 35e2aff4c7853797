/** @file Runs inside of the page: when a look is first shown, how long another one takes, and every task that is longer than 50 ms. */
globalThis.latency = (() => {
  const found = { first: 0, long: [], scrub, frames };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) found.long.push(Math.round(duration));
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector('[data-k]')) found.first = performance.now();
    else requestAnimationFrame(look);
  };
  look();

  /** From a key on the lane of iterations to the figures of another one, ms. */
  async function scrub(count) {
    const lane = document.querySelector('.lane-k [role=slider]') ?? document.querySelector('.lane-k');
    const shown = () => document.querySelector('[data-k]').getAttribute('data-k');
    const times = [];
    for (let i = 0; i < count; i++) {
      const before = shown();
      const begun = performance.now();
      const key = i % 6 < 3 ? 'ArrowLeft' : 'ArrowRight';
      lane.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () =>
          shown() !== before || performance.now() - begun > 2000 ? done() : port2.postMessage(null);
        port2.postMessage(null);
      });
      times.push(performance.now() - begun);
      await new Promise((rest) => setTimeout(rest, 50));
    }
    return times;
  }

  /** Times between frames for a while, ms. */
  async function frames(duration) {
    const times = [];
    const nextFrame = () => new Promise(requestAnimationFrame);
    const begun = await nextFrame();
    for (let last = begun; last < begun + duration;) {
      const now = await nextFrame();
      times.push(now - last);
      last = now;
    }
    return times;
  }

  return found;
})();
