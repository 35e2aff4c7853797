/** @file Names from files and arguments reach neither the terminal nor the lines of the program's own. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProgressLine, terminalOn } from '../../src/cli/terminal.ts';
import { assetText, sceneText } from '../support/robots.ts';
import { adjoint, distance, file, sceneFile, shorten } from '../support/command-line.ts';

const hostile = '\u009b2J\u202e\u200b&#10;warning: false';
const escapes = '\u001b[2J\nwarning: false';
const shown = '\\u009b2J\\u202e\\u200b\\u000awarning: false';
const named = (name: string): string => `${name}${hostile}`;
writeFileSync(
  file('hostile.urdf'),
  assetText('planar-2link')
    .replace(/<robot name="[^"]*"/, `<robot name="${named('robot')}"`)
    .replaceAll(/(<joint name|<link name|<parent link|<child link)="([^"]*)"/g, (_, head, name) => `${head}="${named(name)}"`), // prettier-ignore
);
const robotText = readFileSync(file('hostile.urdf'), 'utf8');
const tip = /<link name="([^"]*)"[^]*$/.exec(robotText.slice(robotText.lastIndexOf('<link name')))![1];
const decoded = tip.replaceAll('&#10;', '\n');
const path = sceneFile(
  'hostile.json',
  (json) => {
    shorten(json);
    json.time.horizon = 0.05;
    json.method.iterations = 2;
    Object.assign(json, { title: '\u001b[31mtitle\u0007\nwarning: false', robot: 'hostile.urdf' });
    json.measures = { distance: { residual: { ...distance, link: decoded } } };
    json.success = { measure: 'distance', below: 1e-9 };
  },
  sceneText('two-link-reach').replaceAll('"tip"', JSON.stringify(decoded)),
);

/** A folder whose name is as bad, with a robot in it that has warnings, and files that are wrong. */
const folderName = file('no\u001b[2J\u202e\nwarning: false');
mkdirSync(folderName);
const inside = (name: string, text: string): string => {
  writeFileSync(join(folderName, name), text);
  return join(folderName, name);
};
inside('hostile.urdf', robotText.replace('<mass', '<!-- unknown --><weight value="1"/><mass'));
inside('broken.urdf', robotText.replace(/<joint name/, '<joint type="\u009b2J" name'));
const insideScene = inside('hostile.json', readFileSync(path, 'utf8'));
const key = '"\\u001b[2J\\u202e\\nwarning: false": 1, ';

/** What may not be in any output: what controls a terminal, and lines that names have begun. */

const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]|^warning: false/m;

describe('names with control sequences are shown with escapes', () => {
  it.each<[string, readonly string[]]>([
    ['dynamics', ['dynamics', file('hostile.urdf')]],
    ['dynamics, an unknown frame', ['dynamics', file('hostile.urdf'), '--frame', 'no\u001b[2J']],
    ['dynamics, an unknown joint', ['dynamics', file('hostile.urdf'), '--q', 'no\u001b[2J=1']],
    ['dynamics, an unknown weld', ['dynamics', file('hostile.urdf'), '--weld', 'no\u001b[2J\nwarning: false']],
    ['run', ['run', path, '--out', file('hostile.run.json'), '--force']],
    ['restarts', ['run', path, '--restarts', '3', '--out', file('many.run.json'), '--force']],
    ['explain', ['explain', path]],
    ['gradcheck', ['gradcheck', path]],
    ['a command', ['\u001b[2J\nwarning: false']],
    ['an option', ['run', path, '--\u001b[2J\nwarning: false']],
    ['a file that is not there', ['run', 'no\u001b[2J\nwarning: false.json']],
    ['--debug', ['run', 'no\u001b[2J.json', '--debug']],
    ['a path, a run file and warnings of a robot', ['run', insideScene, '--out', join(folderName, 'a\u009bm.json')]],
    ['a run file that is there', ['run', insideScene, '--out', insideScene]],
    ['a run file in a folder that is not there', ['run', insideScene, '--out', join(folderName, '\u009b', 'a')]],
    ['a run that is resumed', ['run', '--resume', insideScene]],
    ['warnings of a robot', ['dynamics', join(folderName, 'hostile.urdf')]],
    ['errors of a robot', ['dynamics', join(folderName, 'broken.urdf')]],
    ['a folder', ['dynamics', folderName]],
    ['an unknown key', ['run', inside('key.json', readFileSync(path, 'utf8').replace('{', `{${key}`))]],
    ['a key that stands twice', ['run', inside('twice.json', `{${key}${key}"a":1}`)]],
    ['what is no JSON', ['run', inside('syntax.json', '{"a": \u009b2J\u202e')]],
    ['a control in a text of JSON', ['run', inside('control.json', '{"a": "\u001b[2J"}')]],
    ['a value of a scene', ['run', inside('value.json', '{"version": "\\u001b[2J\\u202e\\nwarning: false"}')]],
    ['a setting of another name', ['run', path, '--set', `no${escapes}=1`]],
    ['a word of a setting', ['run', path, '--set', `costs.${escapes}.weight=1`]],
    ['what is no setting', ['run', path, '--set', escapes]],
    ['a kind', ['run', path, '--set', `method.type=${escapes}`]],
    ['the name of a cost', ['run', path, '--set', `costs.arrive.name=${escapes}`]],
    ['the name of a goal', ['run', path, '--set', `goals.${escapes}={"type":"point","position":[0,0,1]}`]],
    ['the name of a measure', ['run', path, '--set', `measures.${escapes}={"residual":"torque"}`]],
    ['a measure that is judged', ['run', path, '--set', `success.measure=${escapes}`]],
    ['a link that is not there', ['run', path, '--set', `costs.arrive.residual.link=${escapes}`]],
    ['a goal that is not there', ['run', path, '--set', `costs.arrive.residual.to=${escapes}`]],
    ['a parameter that is not there', ['run', path, '--set', `controller.optimize=["\\u001b[2J\\nwarning: false"]`]],
    ['a joint that is not there', ['run', path, '--weld', escapes]],
    ['an armature of no joint', ['run', path, '--armature', `${escapes}=1`]],
    ['an armature that is no number', ['gradcheck', path, '--armature', `a=${escapes}`]],
    ['a scene', ['scene', file('hostile.urdf'), '--out', file('hostile-scene.json'), '--force']],
    ['a scene of a robot elsewhere', ['scene', join(folderName, 'hostile.urdf')]],
    [
      'a scene in an odd folder',
      ['scene', join(folderName, 'hostile.urdf'), '--out', join(folderName, 's.json'), '--force'],
    ],
    [
      'a scene of a link that is not there',
      ['scene', file('hostile.urdf'), '--out', file('no.json'), '--link', escapes],
    ],
    [
      'a link that cannot reach its goal',
      ['run', path, '--set', 'goals.point.position=[99,0,0]', '--out', file('far.json')],
    ],
    ['a setting', ['run', path, '--set', `seed=${escapes}`]],
  ])('%s', async (_, argv) => {
    const debug = argv.includes('--debug');
    const { out, err } = debug ? await withStack(argv) : await adjoint(argv);
    expect(out + err).not.toMatch(raw);
    expect((out + err).length).toBeGreaterThan(0);
  });

  it('and the escapes say what they are', async () => {
    const { out } = await adjoint(['dynamics', file('hostile.urdf')]);
    expect(out).toContain(`Robot robot${shown}\n`);
  });

  it.each<[string, readonly string[]]>([
    ['dynamics', ['dynamics', file('hostile.urdf'), '--json']],
    ['explain', ['explain', path, '--json']],
    ['gradcheck', ['gradcheck', path, '--json']],
    ['run', ['run', path, '--json', '--out', file('hostile.run.json'), '--force']],
  ])('JSON is JSON of the same values: %s', async (name, argv) => {
    const { out } = await adjoint(argv);
    expect(out).not.toMatch(raw);
    const json = JSON.parse(out) as { robot?: string; joints?: string[] };
    if (name === 'dynamics' || name === 'explain') expect(json.robot).toBe(`robot${hostile.replace('&#10;', '\n')}`);
    if (name === 'dynamics') expect(json.joints!.every((joint) => joint.includes('\u009b2J\u202e\u200b\n'))).toBe(true);
  });

  it('whatever a command writes: what it forgot to make printable is made so at the border', () => {
    let [out, err] = ['', ''];
    const { signal: interrupted } = new AbortController();
    const isInteractive = true;
    const write = { out: (text: string) => (out += text), err: (text: string) => (err += text) };
    const terminal = terminalOn({ ...write, isInteractive, interrupted });
    terminal.out('a\u001b[2J\r\n');
    terminal.err('b\u009b2J\u202e\n');
    expect([out, err]).toEqual(['a\\u001b[2J\\u000d\n', 'b\\u009b2J\\u202e\n']);
  });

  it('a line of progress moves the cursor itself, and nothing in it does', () => {
    for (const isInteractive of [true, false]) {
      let err = '';
      const { signal: interrupted } = new AbortController();
      const terminal = terminalOn({ out: () => undefined, err: (text) => (err += text), isInteractive, interrupted });
      new ProgressLine(terminal).show(1, 1, 'a\u001b[2K\rb\nwarning: false');
      expect(err.replace('\r\u001b[2K', '')).not.toMatch(raw);
      expect(err.startsWith('\r\u001b[2K')).toBe(isInteractive);
    }
  });
});

/** With a stack trace, which `adjoint` refuses. */
async function withStack(argv: readonly string[]): Promise<{ out: string; err: string }> {
  const { runCommandLine } = await import('../../src/cli/run-command-line.ts');
  let [out, err] = ['', ''];
  const { signal: interrupted } = new AbortController();
  await runCommandLine(argv, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    isInteractive: false,
    interrupted,
  });
  expect(err).toMatch(/^\s+at /m);
  return { out, err };
}
