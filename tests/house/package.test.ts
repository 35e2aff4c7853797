/** @file The package as its users get it: exports that resolve, with types, and a README that tells the truth. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
};
const node = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
const tsc = join(root, 'node_modules/@typescript/native/bin/tsc');

describe('the package', () => {
  beforeAll(() => {
    if (!existsSync(join(root, 'dist/src/platform/web/worker-pool.js'))) node(tsc, '-p', 'tsconfig.build.json');
  });

  it('has no complaint of publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: root, strict: true, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('is imported by its name', () => {
    const program = "import { grad, sin, tensor } from 'adjoint'; console.log(grad(sin)(tensor(0)).item());";
    expect(node('--input-type=module', '--eval', program).trim()).toBe('1');
  });

  it('has all that its entries name, and nothing of the page', () => {
    const [{ files }] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ) as [{ readonly files: readonly { readonly path: string }[] }];
    const packed = new Set(files.map(({ path }) => path));
    const entries = Object.values(manifest.exports)
      .flatMap((entry) => (typeof entry === 'string' ? [] : Object.values(entry)))
      .map((path) => path.replace('./', ''));
    expect(entries).toContain('dist/src/platform/web/worker-pool.js');
    expect(entries.filter((path) => !packed.has(path))).toEqual([]);
    expect([...packed].filter((path) => /^(src|tests|dist\/(page|src\/viewer))\//.test(path))).toEqual([]);
  });

  it('says in Node that its pool for pages is none for Node', () => {
    const program = `import { createWorkerPool } from 'adjoint/web';
      try { createWorkerPool(); } catch ({ name, message }) { console.log(name, message); }`;
    expect(node('--input-type=module', '--eval', program)).toContain(
      "AdjointError adjoint/web needs Web Workers; found none; fix: in Node, import from 'adjoint/node'",
    );
  });

  it('starts as a command', () => {
    const help = node(join(root, manifest.bin.adjoint), '--help');
    for (const command of ['run', 'dynamics', 'gradcheck']) expect(help).toContain(command);
  });

  it("gives a user's program types, and the examples of the README compile", () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const examples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code);
    expect(examples.length).toBeGreaterThan(0);
    const folder = mkdtempSync(join(root, 'dist/example-'));
    try {
      const files = examples.map((code, i) => {
        const path = join(folder, `example-${i}.ts`);
        writeFileSync(path, `declare const urdfText: string;\n${code}`);
        return path;
      });
      node(
        tsc,
        '--ignoreConfig',
        '--noEmit',
        '--strict',
        '--module',
        'nodenext',
        '--target',
        'es2022',
        '--types',
        '',
        ...files,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');

  it('names only scripts that exist', () => {
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it('names only files that exist', () => {
    const named = [...readme.matchAll(/\b(?:scenes|assets)\/[\w./-]+\.(?:json|urdf)\b/g)].map(([path]) => path);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('opens with the two commands that do everything', () => {
    const commands = [...readme.matchAll(/^ {4}(npm .*)$/gm)].map(([, command]) => command);
    expect(commands.slice(0, 2)).toEqual(['npm ci && npm run reach', 'npm ci && npm test']);
  });
});
