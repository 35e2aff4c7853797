/** @file The directions of the house: a file imports from its own folder or from the lines below it, and from nowhere else. */
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** From the programs down to the core; folders of one line do not know each other. */
const lines: readonly (readonly string[])[] = [
  ['src/cli', 'src/viewer'],
  ['src/platform'],
  ['src/lab', 'src/senses'],
  ['src/figures'],
  ['src/scene'],
  ['src/train', 'src/plan', 'src/identify'],
  ['src/learning'],
  ['src/estimation'],
  ['src/run', 'src/sim2sim'],
  ['src/optimize'],
  ['src/parallel'],
  ['src/rollout'],
  ['src/task'],
  ['src/simulation'],
  ['controllers'],
  ['src/dynamics'],
  ['src/robot'],
  ['src/spatial'],
  ['src/core'],
  ['src/formats'],
  ['src/settings'],
  ['src/text'],
];

/** Files that every folder may use. */
const common = ['src/errors.ts', 'src/version.ts'];

const anyOf = (paths: readonly string[]): string => `^(${paths.join('|').replaceAll('.', '\\.')})(/|$)`;

const directions: IForbiddenRuleType[] = lines.flatMap((folders, line) =>
  folders.map((folder) => ({
    name: `${folder} imports from itself or from below`,
    severity: 'error' as const,
    from: { path: anyOf([folder]) },
    to: { path: '^(src|controllers|tests)/', pathNot: anyOf([folder, ...lines.slice(line + 1).flat(), ...common]) },
  })),
);

const ruleOfIslands: IForbiddenRuleType[] = [
  {
    name: 'errors know nothing but how text is shown',
    severity: 'error',
    from: { path: anyOf(common) },
    to: { path: '^(src|controllers)/', pathNot: anyOf([...common, 'src/text']) },
  },
  {
    name: 'the public API is for users',
    severity: 'error',
    from: { path: '^(src|controllers)/' },
    to: { path: '^src/index\\.ts$' },
  },
  {
    name: 'figures know numbers and words',
    severity: 'error',
    from: { path: '^src/figures/' },
    to: { path: '^(src|controllers)/', pathNot: anyOf(['src/figures', 'src/formats', 'src/text', ...common]) },
  },
  {
    name: 'panels never import the world',
    severity: 'error',
    from: { path: '^src/viewer/panels/' },
    to: { path: '^src/viewer/world/' },
  },
  {
    name: 'no circles',
    severity: 'error',
    from: { path: '^(src|controllers)/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'only programs and platforms know where they run',
    severity: 'error',
    from: { path: '^(src|controllers)/', pathNot: '^src/(cli|viewer|platform)/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'what is imported exists',
    severity: 'error',
    from: { path: '^(src|controllers)/' },
    to: { couldNotResolve: true },
  },
];

describe('layers', () => {
  let result: ICruiseResult;

  beforeAll(async () => {
    const { output } = await cruise(['src', 'controllers'], {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: [...directions, ...ruleOfIslands] },
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
      moduleSystems: ['es6'],
      enhancedResolveOptions: {
        extensions: ['.ts', '.tsx', '.js', '.json', '.css'],
        exportsFields: ['exports'],
        conditionNames: ['import', 'types'],
      },
    });
    result = output as ICruiseResult;
  });

  it('reads every module and its imports', () => {
    const sources = result.modules.map(({ source }) => source);
    expect(sources.filter((source) => source.startsWith('src/')).length).toBeGreaterThan(100);
    expect(sources.filter((source) => source.startsWith('controllers/')).length).toBeGreaterThan(1);
    expect(result.summary.totalDependenciesCruised).toBeGreaterThan(300);
  });

  it('has a line for every folder of src', () => {
    const folders = result.modules
      .map(({ source }) => /^src\/[^/]+(?=\/)/.exec(source)?.[0])
      .filter((folder) => folder !== undefined);
    expect(folders.filter((folder) => !lines.flat().includes(folder))).toEqual([]);
  });

  it('goes in one direction', () => {
    const violations = result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
    expect(violations).toEqual([]);
  });
});
