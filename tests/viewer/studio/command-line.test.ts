/** @file The command that the page copies: a shell and the command line's own reader make the page's scene of it. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src/cli/arguments.ts';
import { run } from '../../../src/cli/commands/run.ts';
import { readScene } from '../../../src/scene/parse.ts';
import type { Scene } from '../../../src/scene/schema.ts';
import { withSettings } from '../../../src/scene/with-settings.ts';
import { commandLine, shellQuoted } from '../../../src/viewer/studio/command-line.ts';
import { testCases, testSeed } from '../../support/random.ts';
import { sceneText } from '../../support/robots.ts';
import { sceneNames } from '../../support/scenes.ts';

/** Words of a line, as a shell hands them to a program. */
function wordsOf(line: string): string[] {
  const script = `set -- ${line}\nfor word do printf '%s\\0' "$word"; done`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

const read = (name: string): Scene => readScene(sceneText(name));

/** The scene and restarts that the command line would run. */
function runBy(line: string) {
  const [program, command, ...rest] = wordsOf(line);
  const { positionals, values } = parseArguments(rest, run.options, run.operands);
  const file = positionals[0].replace(/^scenes\/(.*)\.json$/, '$1');
  return {
    program,
    command,
    scene: withSettings(read(file), (values.set ?? []) as string[]),
    restarts: values.restarts,
  };
}

const open = (name: string, scene: Scene, restarts = 1) =>
  commandLine({ sceneFile: `${name}.json`, scene, restarts, ownRobot: null });

describe('the command of a run', () => {
  it('is short for a scene as it is', () => {
    expect(open('panda-reach', read('panda-reach'))).toEqual({
      text: 'adjoint run scenes/panda-reach.json',
      needs: null,
    });
  });

  it('says what differs, in words that a shell takes as they are', () => {
    const changed = withSettings(read('two-link-reach'), [
      'seed=5',
      'method.type=lbfgs',
      'title=It\'s "mine" $(rm -rf /)',
    ]);
    const { text } = open('two-link-reach', changed, 16);
    expect(text).toContain('--set seed=5 ');
    expect(text).toMatch(/ --restarts 16$/);
    expect(runBy(text)).toEqual({ program: 'adjoint', command: 'run', scene: changed, restarts: '16' });
  });

  it('leads from any scene of the project to any other', () => {
    for (const from of sceneNames)
      for (const to of sceneNames) {
        const { $schema: ours, ...scene } = runBy(open(from, read(to)).text).scene;
        expect({ ...scene, $schema: ours }).toEqual({ ...read(to), $schema: ours });
      }
  });

  it('names the files that a run of one’s own needs', () => {
    const scene = { ...read('two-link-reach'), name: 'own-arm', robot: 'own-arm.urdf' };
    expect(commandLine({ sceneFile: '', scene, restarts: 4, ownRobot: 'own-arm.urdf' })).toEqual({
      text: 'adjoint run own-arm.json --restarts 4',
      needs: 'Save the scene as own-arm.json and the robot as own-arm.urdf in one folder first.',
    });
  });
});

it('a quoted word is one word, whatever stands in it', () => {
  const words = fc.array(
    fc.string({ unit: 'binary', minLength: 1 }).filter((word) => !word.includes('\0')),
    { minLength: 20, maxLength: 30 },
  );
  const property = fc.property(words, (given) => {
    expect(wordsOf(given.map(shellQuoted).join(' '))).toEqual(given);
  });
  fc.assert(property, { seed: testSeed, numRuns: testCases(3) });
});
