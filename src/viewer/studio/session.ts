/** @file One session of the page: its workers and what is done with them. Rooms share it. */
import type { Calls } from '../sections/arm/calls.ts';
import { jobKinds } from '../sections/arm/jobs.ts';
import { WorkerClient, type WorkerEvents } from '../worker/worker-client.ts';
import { BothEngines } from './both-engines.ts';
import { Clocks } from './clocks.ts';
import { Intake } from './intake.ts';
import { Jobs, type WorkerName } from './jobs.ts';
import { Looker } from './looker.ts';
import { ExperimentSession } from './opening.ts';
import { RunSession } from './run-session.ts';
import { SecondEngine } from './second-engine.ts';
import type { Store } from './store/store.ts';
import { runTimeline } from './timeline.ts';
import { TrustCheck } from './trust-check.ts';

export class Session {
  readonly store: Store;
  readonly jobs: Jobs<Calls>;
  /** Of the run. */
  readonly clocks: Clocks;
  /** What can be done with the experiment that is open. */
  readonly run: RunSession;
  readonly experiments: ExperimentSession;
  readonly intake: Intake;
  readonly trust: TrustCheck;
  readonly bothEngines: BothEngines;
  readonly #looker: Looker;
  readonly #second: SecondEngine;

  constructor(store: Store, startWorker: (name: WorkerName) => Worker) {
    this.store = store;
    // nothing more is heard of what a lost worker was at
    const client = (name: WorkerName, { onCrash, onDead, onReplaced }: WorkerEvents): WorkerClient<Calls> =>
      new WorkerClient<Calls>(() => startWorker(name), {
        onCrash: (reason) => {
          this.jobs.forget(name);
          onCrash(reason);
        },
        onDead: (reason) => {
          this.jobs.forget(name);
          onDead(reason);
        },
        onReplaced: () => {
          this.jobs.forget(name);
          onReplaced();
        },
      });
    const clients = {
      run: client('run', {
        onCrash: (reason) =>
          this.experiments.recover(`The simulation worker stopped (${reason}) and was started again.`),
        onDead: (reason) => this.experiments.giveUp(reason),
        onReplaced: () => this.experiments.recover(null),
      }),
      analysis: client('analysis', {
        onCrash: (reason) => this.#lookAgain(`The analysis worker stopped (${reason}) and was started again.`),
        onDead: (reason) => {
          store.messages.notice.value = `The analysis worker cannot be started (${reason}): other iterations cannot be shown. Reload the page.`;
          this.#second.lose();
          this.bothEngines.lose();
        },
        onReplaced: () => this.#lookAgain(null),
      }),
      check: client('check', {
        onCrash: () => this.trust.lose(),
        onDead: () => this.trust.lose(),
        onReplaced: () => this.trust.lose(),
      }),
    };
    clients.run.start();
    this.jobs = new Jobs<Calls>(jobKinds, clients, store.messages.jobs);
    this.clocks = new Clocks(runTimeline(store));
    this.#looker = new Looker(store, this.jobs);
    this.#second = new SecondEngine(store, this.jobs);
    this.bothEngines = new BothEngines(store, this.jobs);
    this.trust = new TrustCheck(store, this.jobs);
    const parts = { store, jobs: this.jobs, looker: this.#looker, clocks: this.clocks };
    this.run = new RunSession(parts);
    this.experiments = new ExperimentSession(parts, this.run);
    this.intake = new Intake(this);
    this.#looker.follow();
    this.#second.follow();
    this.bothEngines.follow();
    this.trust.follow();
  }

  /** The analysis worker was lost: nothing but what it was at is. */
  #lookAgain(notice: string | null): void {
    if (notice !== null) this.store.messages.notice.value = notice;
    this.#looker.lose();
    this.#second.lose();
    this.bothEngines.lose();
  }
}
