/** @file `adjoint export`: what a run has learned, and how it moves, as files that other programs read. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { McapIndexedReader, TempBuffer } from '@mcap/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeCsv } from '../../src/formats/csv.ts';
import { decodeNpz } from '../../src/formats/npz.ts';
import { Optimization } from '../../src/run/optimization.ts';
import { assemble } from '../../src/scene/assemble.ts';
import { readScene } from '../../src/scene/parse.ts';
import { decodeController } from '../../src/run/controller-file.ts';
import { robotChecksum, writeRunText } from '../../src/scene/saved-run.ts';
import { adjoint, file, hash, robot, runOf, sceneFile, short, shorten } from '../support/command-line.ts';
import { readByHand } from '../support/safetensors-by-hand.ts';

const run = file('learned.run.json');
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(file(name)));

/** Exports the run to a file of the tests' folder. */
async function exported(format: string, name: string, ...options: readonly string[]): Promise<string> {
  const { status, out, err } = await adjoint(['export', run, '--to', format, '--out', file(name), ...options]);
  expect([status, out]).toEqual([0, '']);
  expect(err).toContain(`Wrote ${file(name)}: the `);
  return err;
}

beforeAll(async () => {
  expect((await adjoint(['run', short, '--out', run])).status).toBe(0);
});

describe('a run is exported', () => {
  it('as the controller of its best iteration, by names that PyTorch takes', async () => {
    await exported('safetensors', 'own.safetensors', '--licence', 'MIT');
    const { state } = runOf(run);
    const { tensors } = readByHand(bytesOf('own.safetensors'));
    const found = runOf(run).parameters.flatMap(({ path }) => tensors.get(path)!.numbers);
    expect(found).toEqual([...state.best!.parameters]);
    const { facts } = decodeController(bytesOf('own.safetensors'));
    expect(facts).toMatchObject({
      jointNames: ['shoulder', 'elbow'],
      licence: 'MIT',
      robotChecksum: robotChecksum(new Uint8Array(readFileSync(robot('planar-2link')))),
      validation: { loss: state.history.loss[state.best!.iteration] },
    });
  });

  it('as that of a spline', async () => {
    const path = sceneFile('spline.json', (json) => {
      shorten(json);
      json.controller = { type: 'torque-spline', knots: 5 };
    });
    await adjoint(['run', path, '--out', file('spline.run.json')]);
    const argv = ['export', file('spline.run.json'), '--to', 'safetensors', '--out', file('spline.safetensors')];
    expect((await adjoint(argv)).status).toBe(0);
    expect(decodeController(bytesOf('spline.safetensors')).parameters).toEqual([{ path: 'knots', shape: [5, 2] }]);
  });

  it('as the motion, in three formats', async () => {
    const trajectory = runOf(run).trajectory!;
    await exported('csv', 'own.csv');
    const { columns } = decodeCsv(new TextDecoder().decode(bytesOf('own.csv')));
    expect(columns[0].values).toHaveLength(trajectory.steps + 1);
    await exported('npz', 'own.npz');
    expect(decodeNpz(bytesOf('own.npz')).get('q')!.data).toEqual(trajectory.q);
    await exported('mcap', 'own.mcap');
    const reader = await McapIndexedReader.Initialize({ readable: new TempBuffer(bytesOf('own.mcap')) });
    expect([...reader.channelsById.values()].map(({ topic }) => topic)).toEqual(['/joint_states', '/tip/tip']);
    expect(reader.statistics!.messageCount).toBe(BigInt(2 * trajectory.steps + 1));
  });

  it('to the same bytes every time, never over another file without --force', async () => {
    await exported('mcap', 'twice.mcap');
    const before = hash(file('twice.mcap'));
    const refused = await adjoint(['export', run, '--to', 'mcap', '--out', file('twice.mcap')]);
    expect([refused.status, refused.err]).toEqual([2, expect.stringContaining('exists; fix: give another file, or --force')]); // prettier-ignore
    writeFileSync(file('twice.mcap'), 'mine');
    await exported('mcap', 'twice.mcap', '--force');
    expect(hash(file('twice.mcap'))).toBe(before);
  });
});

describe('an export is refused', () => {
  const refusal = async (...argv: readonly string[]): Promise<string> => {
    const { status, err } = await adjoint(['export', ...argv]);
    expect(status).toBe(2);
    return err;
  };

  it('without a run or a format, and for what is none', async () => {
    expect(await refusal('--to', 'csv')).toBe('missing argument RUN\n');
    expect(await refusal(run)).toBe('missing option --to; expected --to safetensors or npz or csv or mcap\n');
    expect(await refusal(run, '--to', 'onnx')).toContain('--to: found "onnx"; expected safetensors or npz or csv or mcap'); // prettier-ignore
    expect(await refusal(run, '--to', 'csv', '--licence', 'MIT')).toContain('--licence: csv has no place for it');
    expect(await refusal(short, '--to', 'csv')).toContain('found another kind of file; expected an Adjoint run file');
    expect(await refusal(file('nobody.run.json'), '--to', 'csv')).toContain('no such file or folder');
  });

  it('for a run that has not begun', async () => {
    const none = file('none.run.json');
    const robotBytes = new Uint8Array(readFileSync(robot('planar-2link')));
    const experiment = assemble(readScene(readFileSync(short, 'utf8')), robotBytes);
    const job = Optimization.start(experiment.one());
    writeFileSync(none, writeRunText(experiment, robotChecksum(robotBytes), job));
    const said = await refusal(none, '--to', 'npz', '--out', file('none.npz'));
    expect(said).toContain(`${none}: $.run.trajectory: found nothing; expected that of the best of some iterations; fix: let it run: adjoint run --resume`); // prettier-ignore
  });

  it('for a run of another robot', async () => {
    mkdirSync(file('other'));
    writeFileSync(file('other/scene.json'), readFileSync(short));
    writeFileSync(file('other/planar-2link.urdf'), readFileSync(robot('planar-2link'), 'utf8').replace('0.5', '0.6'));
    const said = await refusal(run, file('other/scene.json'), '--to', 'csv', '--out', file('other.csv'));
    expect(said).toContain('planar-2link.urdf is not the file that the run was made with');
  });

  it('with status 4 where it cannot be written', async () => {
    const { status, err } = await adjoint(['export', run, '--to', 'csv', '--out', file('nowhere/own.csv')]);
    expect([status, err]).toEqual([4, expect.stringContaining('no such file or folder')]);
  });
});
