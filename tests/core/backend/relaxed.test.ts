/** @file Relaxed SIMD: multiply-adds are fused where that is asked for and there, and never inside of an elementary function. */
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { Executable } from '../../../src/core/backend/executable.ts';
import { emitProgram } from '../../../src/core/backend/wasm/emit-program.ts';
import { hasRelaxedSimd } from '../../../src/core/backend/wasm/relaxed-simd.ts';
import { compile } from '../../../src/core/compile.ts';
import { trace } from '../../../src/core/graph.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { ProgramBuilder } from '../../../src/core/program/record/builder.ts';
import type { Precision } from '../../../src/core/program/record/number-format.ts';
import type { Value } from '../../../src/core/program/record/values.ts';
import { add, mul, neg, sub } from '../../../src/core/scalar/basic.ts';
import { elementaryFunctions } from '../../../src/core/scalar/table.ts';
import type { Engine } from '../../fixtures/engine/page.ts';
import { expectClose, expectEqual } from '../../support/check.ts';
import { launchChromium, withoutWebGl } from '../../support/chromium.ts';
import { buildFixturePage, strictPolicy } from '../../support/fixture-page.ts';
import { drawGiven, pandaWork } from '../../support/panda-work.ts';
import { assetText } from '../../support/robots.ts';
import { programOf, type Recipe } from '../../support/scalar-programs.ts';
import { zeros } from '../../../src/core/population-tensor.ts';

declare const engine: Engine;

const { readWasm } = await wabt();

/** The module's text, which it has only where it is valid. */
function textOf(bytes: Uint8Array, relaxed: boolean): string {
  const module = readWasm(bytes, { simd: true, bulk_memory: true, relaxed_simd: relaxed });
  module.validate();
  const text = module.toText({});
  module.destroy();
  return text;
}

const emit = (recipe: Recipe, fuses: boolean, precision?: Precision): Uint8Array<ArrayBuffer> =>
  emitProgram(programOf(recipe, 3, 'wasm', 4, precision), { fuses }).bytes;

/** Multiply-adds in the order of the code. */
const multiplyAdds = (recipe: Recipe, precision?: Precision): string[] =>
  textOf(emit(recipe, true, precision), true).match(/f\d+x\d\.relaxed_\w+/g) ?? [];

const product =
  (f: (b: ProgramBuilder, xy: Value, z: Value) => readonly Value[]): Recipe =>
  (b, [x, y, z]) =>
    f(b, b.apply(mul, x, y), z);

describe('a module', () => {
  const recipe = product((b, xy, z) => [b.apply(add, xy, z)]);

  it('with fused multiply-adds takes relaxed SIMD, and one without does not', () => {
    expect(() => textOf(emit(recipe, true), false)).toThrow();
    expect(() => textOf(emit(recipe, false), false)).not.toThrow();
  });

  it('with them is valid here just where relaxed SIMD is said to be there', () => {
    expect(WebAssembly.validate(emit(recipe, true))).toBe(hasRelaxedSimd());
  });
});

describe('a product that is read once', () => {
  it.each([
    ['x y + z', product((b, xy, z) => [b.apply(add, xy, z)]), 'madd'],
    ['z + x y', product((b, xy, z) => [b.apply(add, z, xy)]), 'madd'],
    ['z - x y', product((b, xy, z) => [b.apply(sub, z, xy)]), 'nmadd'],
    ['z + (-x y)', product((b, xy, z) => [b.apply(add, z, b.apply(neg, xy))]), 'nmadd'],
    ['x y + x z', (b, [x, y, z]) => [b.apply(add, b.apply(mul, x, y), b.apply(mul, x, z))], 'madd'],
  ] as readonly [string, Recipe, string][])('is fused in %s', (_, recipe, name) => {
    expect(multiplyAdds(recipe)).toEqual([`f64x2.relaxed_${name}`]);
    expect(multiplyAdds(recipe, 'float32')).toEqual([`f32x4.relaxed_${name}`]);
  });

  it('is fused in a product of matrices', () => {
    const graph = trace(matmul, zeros([40, 40]), zeros([40, 40], 4));
    const [factory] = new Executable(graph).factories;
    const [plain, fused] = [false, true].map((fuses) =>
      textOf(emitProgram(factory.laidOut('wasm'), { fuses }).bytes, fuses),
    );
    const count = (text: string, name: string): number => text.split(`f64x2.${name}`).length - 1;
    expect(count(plain, 'relaxed_madd')).toBe(0);
    expect(count(fused, 'relaxed_madd')).toBeGreaterThan(0);
    // what is left are the sums by which results are seen to be finite
    expect(count(plain, 'add') - count(fused, 'add')).toBe(count(fused, 'relaxed_madd'));
  });
});

describe('nothing is fused', () => {
  it.each([
    ['where the product is read again', product((b, xy, z) => [b.apply(sub, b.apply(add, xy, z), xy)])],
    ['where the product is a result', product((b, xy, z) => [b.apply(add, xy, z), xy])],
    ['where the product is added to itself', product((b, xy) => [b.apply(add, xy, xy)])],
    ['in x y - z', product((b, xy, z) => [b.apply(sub, xy, z)])],
  ] as readonly [string, Recipe][])('%s', (_, recipe) => {
    expect(multiplyAdds(recipe)).toEqual([]);
  });

  it.each(elementaryFunctions.map((instruction) => [instruction.name, instruction] as const))(
    'inside of %s, nor with its result',
    (_, instruction) => {
      const recipe: Recipe = (b, [x, y, z]) => [b.apply(add, z, b.apply(instruction, x, y))];
      expect(multiplyAdds(recipe)).toEqual([]);
      expect(multiplyAdds(recipe, 'float32')).toEqual([]);
    },
  );

  it('that an elementary function shares with the code around it', () => {
    const builder = new ProgramBuilder({ expands: true });
    const [x, y] = [0, 1].map((offset) => builder.load({ array: builder.array(2), offset, anchor: 'fixed' }));
    const half = builder.apply(mul, y, builder.constant(0.5));
    expect(half).toMatchObject({ exact: false });
    builder.apply(
      elementaryFunctions.find(({ name }) => name === 'pow')!,
      x,
      y,
    );
    expect(half).toMatchObject({ exact: true });
  });

  it('where relaxed SIMD is missing, or not asked for: the bits are those of the plain kernel', () => {
    const given = drawGiven(5, 3);
    const work = pandaWork(assetText('panda'));
    const plain = compile(work, [given])(given);
    const asked = compile(work, [given], { relaxed: true })(given);
    if (!hasRelaxedSimd()) expectEqual(asked.gradient.torques, plain.gradient.torques);
    else expectClose(asked.gradient.torques, plain.gradient.torques, 1e-12);
  });
});

describe('Chromium, which has relaxed SIMD', () => {
  let browser: Browser;
  let close: () => Promise<void>;
  let url: string;

  beforeAll(async () => {
    const fixture = await buildFixturePage(fileURLToPath(new URL('../../fixtures/engine/', import.meta.url)));
    const server = await fixture.serve(strictPolicy());
    ({ url } = server);
    browser = await launchChromium(withoutWebGl);
    close = async () => {
      await browser.close();
      await server.close();
      fixture.remove();
    };
  }, 60_000);
  afterAll(() => close());

  it('gives fused rollouts of an arm the losses and gradients of plain ones, up to last bits', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'engine' in globalThis);
    const call = [assetText('panda'), [20, 33, 1]] as const;
    const { plain, fused, isThere } = await page.evaluate(([urdf, given]) => engine.fused(urdf, [...given]), call);
    expect(isThere).toBe(true);
    expect(fused).not.toEqual(plain);
    fused.forEach((numbers, i) => {
      const scale = Math.max(...plain[i].map(Math.abs));
      expectClose(numbers, plain[i], 1e-12, scale);
    });
  });
});
