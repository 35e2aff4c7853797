/** @file A conversation with the handlers of a worker, without a worker. */
import { readScene } from '../../../../src/scene/parse.ts';
import type { Scene } from '../../../../src/scene/schema.ts';
import { withPart } from '../../../../src/settings/set.ts';
import { handlers } from '../../../../src/viewer/sections/arm/handlers.ts';
import type { Calls, RobotFile } from '../../../../src/viewer/sections/arm/calls.ts';
import { type PageMessage, serveCalls, type WorkerMessage } from '../../../../src/viewer/worker/calls.ts';
import type { Failure } from '../../../../src/viewer/worker/failure.ts';
import { assetText, sceneText } from '../../../support/robots.ts';

/** A call, what was told of it so far, and its result. */
export interface Conversation<N extends keyof Calls> {
  readonly id: number;
  readonly told: Calls[N]['progress'][];
  /** Rejected with the failure. */
  readonly result: Promise<Calls[N]['result']>;
  /** Resolved when something is told. */
  readonly heard: Promise<void>;
  readonly cancel: () => void;
}

/** A worker's side of calls: what it has said, and how to call it. */
export function converse() {
  const said: WorkerMessage[] = [];
  const waiting = new Map<number, (message: WorkerMessage) => void>();
  const receive: (message: PageMessage) => void = serveCalls(handlers(), (message) => {
    said.push(message);
    waiting.get(message.id)!(message);
  });
  let last = 0;
  const call = <N extends keyof Calls>(name: N, argument: Calls[N]['argument']): Conversation<N> => {
    const id = ++last;
    const told: Calls[N]['progress'][] = [];
    let hear = (): void => {};
    const heard = new Promise<void>((resolve) => (hear = resolve));
    const result = new Promise<Calls[N]['result']>((resolve, reject) => {
      waiting.set(id, (message) => {
        if (message.type === 'progress') {
          told.push(message.value as Calls[N]['progress']);
          hear();
        } else if ('failure' in message) reject(message.failure as Failure as unknown as Error);
        else resolve(message.value as Calls[N]['result']);
      });
      receive({ type: 'call', id, name, argument });
    });
    result.catch(() => undefined);
    return { id, told, result, heard, cancel: () => receive({ type: 'cancel', id }) };
  };
  return { said, call };
}

export const robotFile = (name: string): RobotFile => ({ name: `${name}.urdf`, content: assetText(name) });

export const bundledScene = (name: string): Scene => readScene(sceneText(name));

export const withIterations = (scene: Scene, iterations: number): Scene =>
  withPart(scene, ['method', 'iterations'], iterations) as Scene;

/** A scene whose runs never succeed. */
export const endless = (scene: Scene, iterations = 1_000_000): Scene =>
  withIterations({ ...scene, success: scene.success && { ...scene.success, below: 0 } }, iterations);
