/** @file Times of several subjects side by side: warmed until stable, sampled in turn, compared round by round. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, quantile } from './statistics.mjs';

/**
 * Samples of a full run and of a quick one: `rounds` of samples of at least `sample` ms, fewer (three at least) where they
 * would take longer than `budget`; warm-up of at least `warm` and about at most `most`. Times in ms.
 */
export const thorough = { rounds: 21, sample: 40, budget: 60_000, warm: 1500, most: 15_000 };
export const quick = { rounds: 7, sample: 15, budget: 8000, warm: 400, most: 3000 };

/**
 * Clocks in ms. Time on the processor, all threads of this process together, is not disturbed by what else a machine does;
 * where nothing else runs and one thread works it is the wall's.
 */
export const clocks = {
  wall: () => performance.now(),
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e3;
  },
};

/** A subject that is called here; `subject.sample` instead where it times itself (a child process). */
async function sample(subject, calls, clock) {
  if (subject.sample) return subject.sample(calls, clock);
  const start = clocks[clock]();
  for (let k = 0; k < calls; k++) {
    const pending = subject.run();
    if (pending) await pending;
  }
  return clocks[clock]() - start;
}

/**
 * Calls a subject until V8 has tiered it up: at least `warm` ms, and until the last five samples are no faster than the
 * five before them. The pauses let the compiler's threads deliver their code. Returns the ms of one call.
 */
async function warmUp(subject, { warm, most, clock }) {
  const start = performance.now();
  const times = [];
  let calls = 1;
  for (;;) {
    const elapsed = await sample(subject, calls, clock);
    times.push(elapsed / calls);
    if (elapsed < 5) calls *= 2;
    else await sleep(2);
    const spent = performance.now() - start;
    if (spent > most) break;
    if (spent < warm || times.length < 10) continue;
    if (median(times.slice(-5)) > 0.97 * median(times.slice(-10, -5))) break;
  }
  return median(times.slice(-3));
}

/** What was measured: `each` ms of one call, by round; `per` calls hold `work` units (steps, rollouts). */
export class Measurement {
  constructor(subject, times) {
    this.name = subject.name;
    this.work = subject.work ?? 1;
    this.times = times;
  }

  /** Median of the time a unit of work, us. */
  get microseconds() {
    return (median(this.times) * 1e3) / this.work;
  }

  /** Half the distance of the quartiles, relative to the median. */
  get spread() {
    return (quantile(this.times, 0.75) - quantile(this.times, 0.25)) / 2 / median(this.times);
  }

  /** How many times slower than `other` a unit of work is: median over the rounds, in which both ran side by side. */
  over(other) {
    return median(this.times.map((time, round) => time / this.work / (other.times[round] / other.work)));
  }
}

/** Subjects `{ name, work, run }` measured in turn; by name. */
export async function measure(subjects, { rounds, sample: length, budget, ...warmth }) {
  const calls = [];
  let expected = 0;
  for (const subject of subjects) {
    const call = await warmUp(subject, warmth);
    calls.push(Math.max(1, Math.ceil(length / call)));
    expected += calls.at(-1) * call;
  }
  const times = subjects.map(() => []);
  const affordable = Math.max(3, Math.min(rounds, Math.floor(budget / expected)));
  for (let round = 0; round < affordable; round++)
    for (let k = 0; k < subjects.length; k++) {
      const i = (k + round) % subjects.length;
      // a heap without garbage from the others
      globalThis.gc?.();
      times[i].push((await sample(subjects[i], calls[i], warmth.clock)) / calls[i]);
    }
  return Object.fromEntries(subjects.map((subject, i) => [subject.name, new Measurement(subject, times[i])]));
}
