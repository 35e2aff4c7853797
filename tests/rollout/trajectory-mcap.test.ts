/** @file Trajectories as MCAP, by the reader that others use: every moment and number, in the schemas that Foxglove knows. */
import { McapIndexedReader, TempBuffer } from '@mcap/core';
import { describe, expect, it } from 'vitest';
import { trajectoryMcap } from '../../src/rollout/trajectory-mcap.ts';
import { experimentWith, optimizers } from '../support/two-link.ts';

const experiment = experimentWith(optimizers[0]);
const trajectory = experiment.simulate(experiment.initialParameters);
const { model } = experiment;
const { steps, dt, q, v, tau, links } = trajectory;

/** Messages of a file by their topics, with the schema of each. */
async function read(bytes: Uint8Array) {
  const reader = await McapIndexedReader.Initialize({ readable: new TempBuffer(bytes) });
  const topics = new Map<string, { schema: string; encodings: string[]; messages: { time: bigint; content: unknown }[] }>(); // prettier-ignore
  const times: bigint[] = [];
  for (const { id, topic, schemaId, messageEncoding } of reader.channelsById.values()) {
    const { name, encoding } = reader.schemasById.get(schemaId)!;
    const messages: { time: bigint; content: unknown }[] = [];
    for await (const { channelId, logTime, data } of reader.readMessages({ topics: [topic] })) {
      expect(channelId).toBe(id);
      messages.push({ time: logTime, content: JSON.parse(new TextDecoder().decode(data)) as unknown });
    }
    topics.set(topic, { schema: name, encodings: [encoding, messageEncoding], messages });
  }
  for await (const { logTime } of reader.readMessages()) times.push(logTime);
  return { topics, times, reader };
}

describe('a trajectory as MCAP', () => {
  it('has the joints at every moment, and places after each step', async () => {
    const { topics, times, reader } = await read(await trajectoryMcap(trajectory, model));
    expect([...topics.keys()]).toEqual(['/joint_states', '/tip/tip']);
    expect(reader.header.library).toMatch(/^adjoint /);
    expect(reader.chunkIndexes.map(({ compression }) => compression)).toEqual(reader.chunkIndexes.map(() => ''));
    const joints = topics.get('/joint_states')!;
    expect([joints.schema, ...joints.encodings]).toEqual(['foxglove.JointStates', 'jsonschema', 'json']);
    expect(joints.messages).toHaveLength(steps + 1);
    const last = steps - 1;
    const time = Math.round(last * dt * 1e9);
    expect(joints.messages[last]).toEqual({
      time: BigInt(time),
      content: {
        timestamp: { sec: 0, nsec: time },
        joints: ['shoulder', 'elbow'].map((name, i) => ({
          name,
          position: q[2 * last + i],
          velocity: v[2 * last + i],
          effort: tau[2 * last + i],
        })),
      },
    });
    const end = joints.messages[steps].content as { joints: object[] };
    expect(end.joints.map((joint) => 'effort' in joint)).toEqual([false, false]);
    const places = topics.get('/tip/tip')!;
    expect([places.schema, places.messages.length]).toEqual(['foxglove.PoseInFrame', steps]);
    const [x, y, z] = links.tip;
    expect(places.messages[0]).toEqual({
      time: BigInt(Math.round(dt * 1e9)),
      content: {
        timestamp: { sec: 0, nsec: Math.round(dt * 1e9) },
        frame_id: model.links[0].name,
        pose: { position: { x, y, z }, orientation: { x: 0, y: 0, z: 0, w: 1 } },
      },
    });
    expect(times).toEqual(times.toSorted((a, b) => Number(a - b)));
  });

  it('leaves out what is not finite, counts seconds, and has the same bytes every time', async () => {
    const long = { ...trajectory, dt: 1.5, v: new Float64Array(v.length).fill(NaN) };
    const bytes = await trajectoryMcap(long, model);
    const { topics } = await read(bytes);
    const { content } = topics.get('/joint_states')!.messages[1];
    expect(content).toMatchObject({ timestamp: { sec: 1, nsec: 500_000_000 } });
    expect(JSON.stringify(content)).not.toContain('velocity');
    expect(await trajectoryMcap(long, model)).toEqual(bytes);
  });

  it('of another robot, or of no time, is refused', async () => {
    for (const wrong of [-1, 1e300])
      await expect(trajectoryMcap({ ...trajectory, dt: wrong }, model)).rejects.toThrow('trajectory.dt: found ');
    await expect(trajectoryMcap({ ...trajectory, q: new Float64Array(3) }, model)).rejects.toThrow('trajectory.q: found 3 numbers'); // prettier-ignore
  });
});
