/** @file A trajectory as MCAP, the log file of robotics: messages of Foxglove's schemas in JSON, which its app and PlotJuggler show. */
import type { McapWriter } from '@mcap/core';
import { ArgumentError } from '../errors.ts';
import { independentJoints } from '../robot/independent-joints.ts';
import type { RobotModel } from '../robot/model.ts';
import { version } from '../version.ts';
import { requireTrajectory } from './require-trajectory.ts';
import type { SavedTrajectory } from './trajectory.ts';

const number = { type: 'number' } as const;
const object = (properties: object) => ({ type: 'object', properties });
const timestamp = object({ sec: { type: 'integer' }, nsec: { type: 'integer' } });
const vector = object({ x: number, y: number, z: number });

/** Schemas of the messages, by the names that Foxglove knows them by. */
const schemas = {
  'foxglove.JointStates': object({
    timestamp,
    joints: {
      type: 'array',
      items: object({ name: { type: 'string' }, position: number, velocity: number, effort: number }),
    },
  }),
  'foxglove.PoseInFrame': object({
    timestamp,
    frame_id: { type: 'string' },
    pose: object({ position: vector, orientation: object({ ...vector.properties, w: number }) }),
  }),
} as const;

/** A message with the moment it is of. */
interface Message {
  readonly channel: number;
  /** Nanoseconds since the start. */
  readonly time: number;
  readonly content: object;
}

const nanoseconds = 1e9;

const timeOf = (time: number): object => ({ sec: Math.floor(time / nanoseconds), nsec: time % nanoseconds });

/** A number that JSON has; what is not finite, or not there, is left out of a message. */
const known = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);

/** Messages of all joints: forces are held from their moment to the next, so the last has none. */
function jointStates({ q, v, tau, nv, dt, steps }: SavedTrajectory, model: RobotModel, channel: number): Message[] {
  const joints = independentJoints(model);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const time = Math.round(i * dt * nanoseconds);
    const content = {
      timestamp: timeOf(time),
      joints: joints.map(({ name, qIndex, vIndex }) => ({
        name,
        position: known(q[i * model.nq + qIndex]),
        velocity: known(v[i * nv + vIndex]),
        effort: known(tau[i * nv + vIndex]),
      })),
    };
    return { channel, time, content };
  });
}

/** Messages of a link's place, which is known after each step; its orientation is no part of a trajectory. */
function places(rows: Float64Array, { dt, steps }: SavedTrajectory, frame: string, channel: number): Message[] {
  return Array.from({ length: steps }, (_, i) => {
    const time = Math.round((i + 1) * dt * nanoseconds);
    const [x, y, z] = rows.subarray(3 * i, 3 * i + 3);
    const pose = { position: { x: known(x), y: known(y), z: known(z) }, orientation: { x: 0, y: 0, z: 0, w: 1 } };
    return { channel, time, content: { timestamp: timeOf(time), frame_id: frame, pose } };
  });
}

/**
 * An MCAP file, not compressed: `/joint_states` (foxglove.JointStates; rad or m, per s, N m or N) at every moment, and `/tip/LINK`
 * (foxglove.PoseInFrame, m, in axes of the robot's root) of the task's links after each step. Throws an ArgumentError where the
 * trajectory is none of this robot's.
 */
export async function trajectoryMcap(trajectory: SavedTrajectory, model: RobotModel): Promise<Uint8Array> {
  requireTrajectory(trajectory, model);
  requireTimes(trajectory);
  // loaded when it is needed: it takes longer than all else that a command line begins with
  const { McapWriter } = await import('@mcap/core');
  const file = new Chunks();
  const writer = new McapWriter({ writable: file });
  await writer.start({ profile: '', library: `adjoint ${version}` });
  const joints = await openChannel(writer, '/joint_states', 'foxglove.JointStates');
  const messages = jointStates(trajectory, model, joints);
  for (const [link, rows] of Object.entries(trajectory.links)) {
    const channel = await openChannel(writer, `/tip/${link}`, 'foxglove.PoseInFrame');
    for (const place of places(rows, trajectory, model.links[0].name, channel)) messages.push(place);
  }
  await writeInOrder(writer, messages);
  await writer.end();
  return file.joined();
}

/** Refuses times that no file counts in nanoseconds. */
function requireTimes({ dt, steps }: SavedTrajectory): void {
  const isCounted = dt >= 0 && steps * dt * nanoseconds <= Number.MAX_SAFE_INTEGER;
  if (!isCounted)
    throw new ArgumentError('trajectory.dt', `${dt} s`, 'a step from 0 s on, and at most 104 days in all');
}

async function openChannel(writer: McapWriter, topic: string, schema: keyof typeof schemas): Promise<number> {
  const data = new TextEncoder().encode(JSON.stringify(schemas[schema]));
  const schemaId = await writer.registerSchema({ name: schema, encoding: 'jsonschema', data });
  return writer.registerChannel({ topic, schemaId, messageEncoding: 'json', metadata: new Map() });
}

/** Messages as time goes; of one moment, as they come. */
async function writeInOrder(writer: McapWriter, messages: readonly Message[]): Promise<void> {
  const counts = new Map<number, number>();
  for (const { channel, time, content } of messages.toSorted((a, b) => a.time - b.time)) {
    const sequence = counts.get(channel) ?? 0;
    counts.set(channel, sequence + 1);
    const logTime = BigInt(time);
    const data = new TextEncoder().encode(JSON.stringify(content));
    await writer.addMessage({ channelId: channel, sequence, logTime, publishTime: logTime, data });
  }
}

/** Bytes in memory. */
class Chunks {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  /** Keeps a copy, as the writer uses its own again. */
  write(bytes: Uint8Array): Promise<void> {
    this.#chunks.push(bytes.slice());
    this.#size += bytes.length;
    return Promise.resolve();
  }

  position(): bigint {
    return BigInt(this.#size);
  }

  joined(): Uint8Array {
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}
