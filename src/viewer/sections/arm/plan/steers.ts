/** @file Requests that steer the loop: one at a time, and what is wanted meanwhile is asked for together. */
import type { Listener, WorkerClient } from '../../../worker/worker-client.ts';
import type { LiveNews, PlanCalls, Steering } from './calls.ts';

export class Steers {
  readonly #client: WorkerClient<PlanCalls>;
  readonly #listener: Listener<never, LiveNews | null>;
  #isUnderWay = false;
  #wanted: Steering | null = null;

  constructor(client: WorkerClient<PlanCalls>, listener: Listener<never, LiveNews | null>) {
    this.#client = client;
    this.#listener = listener;
  }

  ask(steering: Steering): void {
    if (this.#isUnderWay) {
      this.#wanted = { ...this.#wanted, ...steering };
      return;
    }
    this.#isUnderWay = true;
    const next = (): void => {
      this.#isUnderWay = false;
      const wanted = this.#wanted;
      this.#wanted = null;
      if (wanted) this.ask(wanted);
    };
    this.#client.call('steer', steering, {
      onResult: (news) => {
        this.#listener.onResult(news);
        next();
      },
      onFailure: (failure) => {
        this.#listener.onFailure(failure);
        next();
      },
    });
  }

  /** What waits is of no use any more. */
  forget(): void {
    this.#wanted = null;
  }

  /** The worker was lost, and nothing more is heard of it. */
  lose(): void {
    this.forget();
    this.#isUnderWay = false;
  }
}
