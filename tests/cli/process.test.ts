import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeRun, type RunFile } from '../../src/run/run-file.ts';
import { type Ended, patience, Program, until } from '../support/program.ts';

let program: Program;
beforeAll(async () => void (program = await Program.build()), patience);
afterAll(() => program.remove());

const runOf = (name: string): RunFile => decodeRun(readFileSync(program.file(name), 'utf8'));
const iterationsOf = (name: string): number => runOf(name).state.history.loss.length;
/** What is left of saves of a file. */
const temporaries = (name: string): string[] =>
  readdirSync(program.folder).filter((left) => left.startsWith(`.${name}.`) && left.endsWith('.tmp'));

/** Starts a run that does not end by itself, and does something as soon as its file is there. */
async function saved(
  name: string,
  then: (kill: (signal: NodeJS.Signals) => void) => void,
  options: readonly string[] = [],
): Promise<Ended> {
  const { child, ended } = program.start(['run', program.scene, '--out', program.file(name), ...options]);
  await program.untilWritten(name);
  then((signal) => child.kill(signal));
  return ended;
}

/** Goes on with a run that was stopped, for some iterations more. */
async function resumed(name: string): Promise<void> {
  const more = iterationsOf(name) + 3;
  const { code } = await program.start(['run', '--resume', program.file(name), '--set', `method.iterations=${more}`])
    .ended;
  expect(code).toBe(0);
  expect(iterationsOf(name)).toBe(more);
}

describe('a run that is stopped', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s writes what there is, says how to go on, and exits with 130',
    async (signal) => {
      const name = `${signal}.json`;
      const { code, out } = await saved(name, (kill) => kill(signal));
      expect(code).toBe(130);
      expect(out).toContain(`adjoint run --resume ${program.file(name)}`);
      expect(temporaries(name)).toEqual([]);
      await resumed(name);
    },
  );

  it("by SIGKILL at any moment leaves a whole file, from which it goes on; what else it leaves is in nobody's way", async () => {
    const name = 'killed.json';
    expect((await saved(name, (kill) => kill('SIGKILL'))).signal).toBe('SIGKILL');
    // between two saves, and within one: the moments are spread over some of them
    for (const delay of [0, 2, 20]) {
      const before = iterationsOf(name);
      const bytes = readFileSync(program.file(name));
      const { child, ended } = program.start(['run', '--resume', program.file(name)]);
      await until(() => !readFileSync(program.file(name)).equals(bytes));
      setTimeout(() => child.kill('SIGKILL'), delay);
      await ended;
      expect(iterationsOf(name)).toBeGreaterThan(before);
    }
    await resumed(name);
  });

  it('by SIGINT with restarts on workers ends at once, threads and all, and keeps the best', async () => {
    const { code, err } = await saved('workers.json', (kill) => kill('SIGINT'), [
      '--restarts',
      '256',
      '--workers',
      '2',
    ]);
    expect(code).toBe(130);
    expect(err).not.toContain('worker');
    expect(iterationsOf('workers.json')).toBeGreaterThan(0);
  });
});

describe('a reader that is gone', () => {
  it.each(['stdout', 'stderr'] as const)(
    '(%s) ends no run: its file is written, and its status is its own',
    async (stream) => {
      const name = `${stream}.json`;
      const { child, ended } = program.start([
        'run',
        program.scene,
        '--out',
        program.file(name),
        '--set',
        'method.iterations=30',
      ]);
      child[stream].destroy();
      const { code, out } = await ended;
      expect(code).toBe(0);
      expect(iterationsOf(name)).toBe(30);
      if (stream === 'stderr') expect(out).toContain('all iterations done');
    },
  );

  it('of both, and then SIGHUP, as where a terminal is closed: the run is written', async () => {
    const { child, ended } = program.start(['run', program.scene, '--out', program.file('closed.json')]);
    await program.untilWritten('closed.json');
    child.stdout.destroy();
    child.stderr.destroy();
    child.kill('SIGHUP');
    expect((await ended).code).toBe(130);
    await resumed('closed.json');
  });

  it('is no error of another command either', () => {
    const command = '$ADJOINT dynamics planar-2link.urdf --json | head -c 1; echo; echo "${PIPESTATUS[0]}"';
    expect(program.shell(command)).toBe('{\n0\nstatus 0\n');
  });

  it('but a full disk behind standard output is one', () => {
    expect(program.shell('$ADJOINT dynamics planar-2link.urdf > /dev/full')).toBe('status 4\n');
  });
});

describe('a file', () => {
  it('that appears meanwhile stays: the run goes to another name, which is said, and the status is 4', async () => {
    const precious = program.file('late.json');
    // between the look at the name and the first save
    const { ended } = program.start(['run', program.scene, '--out', precious, '--set', 'method.iterations=5'], {
      onError: () => execFileSync('bash', ['-c', `[ -e ${precious} ] || echo precious > ${precious}`]),
    });
    const { code, out, err } = await ended;
    expect(code).toBe(4);
    expect(readFileSync(precious, 'utf8')).toBe('precious\n');
    expect(iterationsOf('late-2.json')).toBe(5);
    expect(out).toContain(program.file('late-2.json'));
    expect(err).toContain(`warning: ${precious} is another program's by now`);
  });

  it("that two want is one's; the other is refused, and goes to another name", async () => {
    const argv = ['run', program.scene, '--out', program.file('both.json'), '--set', 'method.iterations=5', '--json'];
    const both = await Promise.all([program.start(argv).ended, program.start(argv).ended]);
    const refused = both.find(({ code }) => code !== 0);
    // one that begins when the other has saved is refused before it runs
    if (refused?.code === 2) expect(refused.err).toContain('exists; fix: give another file, or --force');
    else expect([refused?.code, iterationsOf('both-2.json')]).toEqual([4, 5]);
    expect(both.filter(({ code }) => code === 0).length).toBe(1);
    expect(iterationsOf('both.json')).toBe(5);
  });

  it("that two go on with is one's, too", async () => {
    await program.start(['run', program.scene, '--out', program.file('go.json'), '--set', 'method.iterations=3']).ended;
    const first = program.start(['run', '--resume', program.file('go.json'), '--set', 'method.iterations=1000000']);
    const bytes = readFileSync(program.file('go.json'));
    await until(() => !readFileSync(program.file('go.json')).equals(bytes));
    const begin = iterationsOf('go.json');
    const second = await program.start([
      'run',
      '--resume',
      program.file('go.json'),
      '--set',
      `method.iterations=${begin + 5}`,
    ]).ended;
    first.child.kill('SIGTERM');
    const { code, out } = await first.ended;
    // whoever saved last before the other looked: no run is lost, and somebody is told
    expect([second.code, code].filter((status) => status === 4 || status === 130).length).toBeGreaterThan(0);
    const names = ['go.json', 'go-2.json', 'go-3.json'].filter((name) => readdirSync(program.folder).includes(name));
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) expect(iterationsOf(name)).toBeGreaterThanOrEqual(begin);
    expect(out).toContain('--resume');
  });

  it('that can grow no further (a full disk) stays as it was last saved, which is said with status 4', async () => {
    await program.start(['run', program.scene, '--out', program.file('full.json'), '--set', 'method.iterations=3'])
      .ended;
    const before = readFileSync(program.file('full.json'));
    const blocks = Math.ceil(before.length / 1024) + 1;
    const said = program.shell(
      `ulimit -f ${blocks}; $ADJOINT run --resume full.json --set method.iterations=60 2>&1 >/dev/null`,
    );
    expect(said).toMatch(/full\.json: cannot be written: larger than a file may be here/);
    expect(said).toMatch(/status 4\n$/);
    const { state } = runOf('full.json');
    expect(state.history.loss.length).toBeGreaterThanOrEqual(3);
    expect(state.history.loss.length).toBeLessThan(60);
    expect(temporaries('full.json')).toEqual([]);
  });

  it('that is a device or a pipe is refused and stays; one behind a link is written, and keeps its mode', () => {
    const run = '$ADJOINT run long.json --set method.iterations=2 --force >/dev/null --out';
    expect(program.shell(`mkfifo pipe; ${run} pipe; echo $?; test -p pipe`)).toBe('4\nstatus 0\n');
    expect(program.shell(`${run} /dev/null; echo $?; test -c /dev/null`)).toBe('4\nstatus 0\n');
    const link = `echo x > real; chmod 640 real; ln -s real link; ${run} link; echo $?; test -L link && stat -c %a real`;
    expect(program.shell(link)).toBe('0\n640\nstatus 0\n');
    expect(iterationsOf('real')).toBe(2);
  });

  it("without a name is named after the scene's file, and destroys no run", async () => {
    for (const [name, iterations] of [
      ['long.run.json', 2],
      ['long-2.run.json', 3],
    ] as const) {
      const { code, out } = await program.start(['run', 'long.json', '--set', `method.iterations=${iterations}`]).ended;
      expect(code).toBe(0);
      expect(out).toContain(`run file            ${name}\n`);
    }
    expect([iterationsOf('long.run.json'), iterationsOf('long-2.run.json')]).toEqual([2, 3]);
    program.shell('cp long.json variant.json; $ADJOINT run variant.json --set method.iterations=1');
    expect(iterationsOf('variant.run.json')).toBe(1);
  });
});

describe('an error', () => {
  it('is one message and status 2; --debug adds where it came from', async () => {
    const { code, out, err } = await program.start(['run', 'missing.json']).ended;
    expect([code, out, err]).toEqual([2, '', 'missing.json: cannot be read: no such file or folder\n']);
    expect((await program.start(['run', 'missing.json', '--debug']).ended).err).toContain('    at ');
  });
});
