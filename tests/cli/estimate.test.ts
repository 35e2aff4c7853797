/** @file `adjoint estimate` in the terminal: its report as text and JSON, its switches, files and exit status. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { switchesIn } from '../../src/cli/switch-options.ts';
import { decodeCsv } from '../../src/formats/csv.ts';
import { adjoint, file } from '../support/command-line.ts';

const pendulum = 'scenes/pendulum-encoder.json';
const quick = ['--set', 'time.horizon=0.6', '--runs', '12'];

interface Found {
  readonly once: { readonly task: { readonly loss: number } };
  readonly report: { readonly outcome: { readonly report: { readonly loss: number } } };
}

describe('estimate', () => {
  it('reports one run and many, within 80 columns, with status 0 where the filter is consistent', async () => {
    const { status, out } = await adjoint(['estimate', pendulum, ...quick]);
    expect(out).toMatch(/^Pendulum seen by an encoder with drop-outs\n\nOne run: loss /);
    expect(out).toMatch(/\n12 runs +extended-kalman +95 % bounds\nNIS of encoder +[\d.]+ +[\d.]+ to [\d.]+\n/);
    expect(out).toMatch(/\nerror of pivot +[\d.e-]+ rad +[\d.]+ of bound\n/);
    expect(out).toMatch(/\nverdict +consistent\n/);
    for (const line of out.split('\n')) if (!line.startsWith('!')) expect(line.length).toBeLessThanOrEqual(80);
    expect(status).toBe(0);
  });

  it('shows the first of the runs where a seed is given', async () => {
    const { out } = await adjoint(['estimate', pendulum, '--set=time.horizon=0.6', '--runs=1', '--seed=5', '--json']);
    const [{ once, report }] = (JSON.parse(out) as { filters: Found[] }).filters;
    expect(once.task.loss).toBe(report.outcome.report.loss);
  });

  it('has no bounds and no numbers where all runs are lost', async () => {
    const belief = ['estimator.filter={"type":"particle","particles":1}', 'time.horizon=0.1'];
    const { status, out } = await adjoint(['estimate', pendulum, '--runs=1', ...belief.map((set) => `--set=${set}`)]);
    const many = out.slice(out.indexOf('\n1 run '));
    expect(many).toMatch(/^\n1 run +particle\n/);
    expect(many).toMatch(/\nerror over bound +-\nverdict +all lost\n/);
    expect(many).not.toContain('NaN');
    expect(status).toBe(3);
  });

  it('sets filters side by side', async () => {
    const { out } = await adjoint([
      'estimate',
      pendulum,
      ...quick,
      '--filter=extended-kalman',
      '--filter=unscented-kalman',
    ]);
    expect(out).toMatch(/\n12 runs +extended-kalman +unscented-kalman\nNIS of encoder +[\d.]+ +[\d.]+\n/);
    expect(out).toMatch(/\nunscented-kalman: mean loss [\d.]+\n/);
  });

  it('says all as JSON, with each sensor alone, what to buy and what to believe', async () => {
    const { out } = await adjoint(['estimate', pendulum, ...quick, '--json', '--alone', '--buy', '--fit']);
    const { filters } = JSON.parse(out) as { filters: object[] };
    expect(filters).toMatchObject([
      {
        report: { filter: 'extended-kalman', runs: 12, consistency: { isConsistent: true } },
        alone: [{ sensor: null }, { sensor: 'encoder' }],
        buying: { sensors: [{ sensor: 'encoder' }] },
        fit: { beliefs: [{ sensor: 'encoder', before: 1 }, { sensor: null }] },
        once: { task: { reached: false } },
      },
    ]);
  });

  it('says what is wrong with a filter, what helps, and ends with status 3', async () => {
    const { status, out } = await adjoint([
      'estimate',
      pendulum,
      '--set=time.horizon=1',
      '--set=estimator.believes.sensors.encoder=0.4',
    ]);
    expect(out).toMatch(/\nverdict +inconsistent\n/);
    expect(out).toMatch(/\n! extended-kalman: NIS of encoder [^]*covariances are too small/);
    expect(out).toMatch(
      /\nDoctor: NIS of encoder .* R of encoder is too small by [^]*try: --set 'estimator\.believes\.sensors\.encoder=/,
    );
    expect(status).toBe(3);
  });

  it('fits what the filter believes, in a table with the settings that say it', async () => {
    const wrong = [pendulum, ...quick, '--set=estimator.believes.sensors.encoder=3', '--fit'];
    const { out } = await adjoint(['estimate', ...wrong]);
    expect(out).toMatch(
      /\nbelieved, times the scene +before +fitted +setting\nnoise of encoder +3\.\d* +[\d.]+ ± [\d.]+ /,
    );
    const [, said] = /\n {2}use: --set '(estimator\.believes\.sensors\.encoder=[\d.]+)' --set '/.exec(out)!;
    expect(said).toMatch(/encoder=(0|1)\./);
    const { status, err } = await adjoint(['estimate', ...wrong, '--filter=particle']);
    expect(err).toMatch(/filter: .*draws/);
    expect(status).toBe(2);
  });

  it('blinds a sensor and says that it fell silent', async () => {
    const { out } = await adjoint(['estimate', pendulum, ...quick, '--blind', 'encoder@0.4']);
    expect(out).toContain('! "encoder" tells nothing after');
  });

  it('writes the run and the means as tables', async () => {
    const folder = file('estimated');
    await adjoint(['estimate', pendulum, ...quick, '--out', folder]);
    const names = readdirSync(folder).toSorted();
    expect(names).toEqual(['pendulum-encoder.extended-kalman.means.csv', 'pendulum-encoder.extended-kalman.run.csv']);
    const [means, run] = names.map((name) => decodeCsv(readFileSync(`${folder}/${name}`, 'utf8')).columns);
    expect(means.map(({ name }) => name)).toContain('NIS of encoder high');
    expect(run[0].values).toHaveLength(30);
    const again = await adjoint(['estimate', pendulum, ...quick, '--out', folder]);
    expect(again.status).toBe(2);
    expect((await adjoint(['estimate', pendulum, ...quick, '--out', folder, '--force'])).status).toBe(0);
  });

  it.each([
    [['scenes/two-link-reach.json'], /\$\.estimator: found nothing.*scenes\/pendulum-encoder\.json/],
    [[pendulum, '--filter', 'extended-kalmann'], /--filter: unknown "extended-kalmann"; did you mean/],
    [[pendulum, '--blind', 'encodr'], /"encodr"; expected a sensor: encoder/],
    [[pendulum, '--bias', 'encoder'], /--bias: found "encoder"; expected SENSOR/],
    [[pendulum, '--blind', 'encoder@4'], /--blind: "encoder" from 4 s on is at no tick; .* the last at 3\.98 s/],
    [[pendulum, '--bias', 'encoder:1@2..1'], /--bias: "encoder" from 2 s to 1 s is at no tick/],
    [[pendulum, '--runs', '0'], /--runs: found "0"/],
  ])('refuses %j with status 2', async (given, message) => {
    const { status, err } = await adjoint(['estimate', ...given]);
    expect(err).toMatch(message);
    expect(status).toBe(2);
  });
});

describe('switches', () => {
  it('are read with channel and times', () => {
    expect(switchesIn({ blind: ['camera', 'arm.imu.2@0.5', 'camera@1..2.5'] })).toEqual([
      { sensor: 'camera', from: 0, blind: true },
      { sensor: 'arm.imu', channel: 2, from: 0.5, blind: true },
      { sensor: 'camera', from: 1, until: 2.5, blind: true },
    ]);
    expect(switchesIn({ bias: ['encoders.1:-0.05@2', 'camera:1e1'] })).toEqual([
      { sensor: 'encoders', channel: 1, from: 2, bias: -0.05 },
      { sensor: 'camera', from: 0, bias: 10 },
    ]);
  });

  it('are refused where they are none', () => {
    expect(() => switchesIn({ bias: ['camera:up'] })).toThrow(/--bias/);
    expect(() => switchesIn({ bias: ['camera:1e'] })).toThrow(/finite number/);
  });
});
