/** @file Kernels of one stage, made when they are needed: for the backend that is active and the lanes that fit. */
import { largest } from '../largest.ts';
import {
  compileProgram,
  defaultTileSize,
  type LaidOutProgram,
  layOutProgram,
  type Program,
  singleOperations,
} from '../program/compile-program.ts';
import { groupMembers, type NumberFormat, numberFormats, type Precision } from '../program/record/number-format.ts';
import type { KernelStage } from '../program/stages.ts';
import { contentOf, outlineOf } from '../program/content.ts';
import { activeBackend, type Backend } from './choose-backend.ts';
import { ContentCache, hashOf } from './content-cache.ts';
import { Interpreter } from './interpreter.ts';
import type { Kernel } from './kernel.ts';
import { hasRelaxedSimd } from './wasm/relaxed-simd.ts';
import { createWasmImage, type WasmImage, WasmKernel } from './wasm/wasm-kernel.ts';

/** Vectors of a block's lanes: enough to pay for the calls, few enough for the cache. */
const blockVectors = 16;

/** Vectors of lanes below which calls cost more than memory that is far away, and than making records again. */
const quickVectors = 8;
const fewestVectors = 4;

/** Memory of a block that is still quick to reach, bytes: some megabytes of a core's share of the caches. */
const defaultCacheMemory = 4 * 2 ** 20;

/** Memory that a block may take, bytes. */
const defaultBlockMemory = 256 * 2 ** 20;

const images = new ContentCache<WasmImage>();

export interface KernelOptions {
  /** Bytes that a block may take. */
  readonly blockMemory?: number;
  /** Bytes that are quick to reach. */
  readonly cacheMemory?: number;
  /** Default float64. */
  readonly precision?: Precision;
  /** Multiply-adds are fused where relaxed SIMD is there. */
  readonly relaxed?: boolean;
}

/** How a loop's records lie in memory. */
type Mode = 'plain' | 'windows' | 'segments';

export class KernelFactory {
  readonly stage: KernelStage;
  /** Members of the widest input or output: what all members share may be made beside what differs among them. */
  readonly population: number;
  readonly #programs = new Map<Backend, Program>();
  readonly #laidOut = new Map<string, LaidOutProgram>();
  #image: WasmImage | null = null;
  readonly #kernels = new Map<string, Kernel>();

  readonly #options: KernelOptions;
  #unsummed: KernelFactory | null = null;
  readonly #blockMemory: number;
  readonly #cacheMemory: number;
  readonly #format: NumberFormat;
  readonly #isRelaxed: boolean;

  constructor(stage: KernelStage, options: KernelOptions = {}) {
    const {
      blockMemory = defaultBlockMemory,
      cacheMemory = defaultCacheMemory,
      precision = 'float64',
      relaxed = false,
    } = options;
    this.stage = stage;
    this.#options = options;
    this.#blockMemory = blockMemory;
    this.#cacheMemory = cacheMemory;
    this.#format = numberFormats[precision];
    this.#isRelaxed = relaxed;
    const { graph, captured } = stage;
    this.population = largest(
      1,
      [...graph.inputs, ...captured, ...graph.outputs].map(({ population }) => population),
    );
  }

  /** The scalar program, made once a backend. */
  program(backend: Backend): Program {
    let program = this.#programs.get(backend);
    if (!program) {
      const { graph, captured, sums } = this.stage;
      const expands = backend === 'wasm';
      const tileSize = expands ? defaultTileSize : singleOperations;
      program = compileProgram(graph, { expands, format: this.#format, captured, sums: sums.keys(), tileSize });
      this.#programs.set(backend, program);
    }
    return program;
  }

  /**
   * The program in memory: as many lanes as the members need, or fewer where a block then stays in the cache. Where it does
   * not, its loops work in windows; where it takes too much memory, records of long loops are kept in segments.
   */
  laidOut(backend: Backend): LaidOutProgram {
    const { bytes, vectorLanes } = this.#format;
    const isCompiled = backend === 'wasm';
    const one = isCompiled ? vectorLanes : 1;
    const quick = quickVectors * vectorLanes;
    // groups of members that are added up are not cut
    const group = this.program(backend).kernel.present ? groupMembers(this.#format) : 1;
    const [few, least] = [fewestVectors * vectorLanes, one].map((lanes) => Math.max(lanes, group));
    let most = one;
    while (most < Math.min(blockVectors * vectorLanes, this.population)) most *= 2;
    // twice the lanes pay where they take half of the cache (measured: 5 to 20 % between half and all of it)
    const quickMemory = (lanes: number): number => this.#cacheMemory * Math.min(1, quick / lanes);
    const first = (
      fewest: number,
      mode: Mode,
      memoryOf = (_lanes: number): number => Infinity,
    ): LaidOutProgram | undefined => {
      for (let lanes = most; lanes >= Math.min(most, fewest); lanes /= 2) {
        const program = this.#layOut(backend, lanes, mode);
        const { size, segments, windows } = program.layout;
        const isSo = { plain: true, windows: windows.length > 0, segments: segments.length > 0 }[mode];
        if (bytes * size <= Math.min(memoryOf(lanes), this.#blockMemory) && isSo) return program;
      }
      return undefined;
    };
    return (
      first(quick, 'plain', quickMemory) ??
      (isCompiled ? first(few, 'windows') : undefined) ??
      first(few, 'plain') ??
      first(least, 'segments') ??
      first(least, 'plain') ??
      this.#layOut(backend, Math.min(most, least), 'segments')
    );
  }

  #layOut(backend: Backend, lanes: number, mode: Mode): LaidOutProgram {
    const key = `${backend} ${lanes} ${mode}`;
    let program = this.#laidOut.get(key);
    if (!program) {
      program = layOutProgram(this.program(backend), lanes, {
        inSegments: mode === 'segments',
        ...(mode === 'windows' && { cacheMemory: this.#cacheMemory }),
      });
      this.#laidOut.set(key, program);
    }
    return program;
  }

  /** Whether multiply-adds are fused in what runs on WebAssembly. */
  get fuses(): boolean {
    return this.#isRelaxed && hasRelaxedSimd();
  }

  /** What workers instantiate; `null` where WebAssembly SIMD is missing. */
  image(): WasmImage | null {
    if (activeBackend() !== 'wasm') return null;
    return (this.#image ??= this.#makeImage());
  }

  /** From the cache, where a program of this content was made before. */
  #makeImage(): WasmImage {
    const { fuses } = this;
    const make = (): WasmImage => createWasmImage(this.laidOut('wasm'), { fuses });
    const { graph, sums } = this.stage;
    const settings = [this.#format.bytes, fuses ? 1 : 0, this.#blockMemory, this.#cacheMemory];
    const numbers = [...settings, sums.size, ...sums.keys()];
    return images.get(hashOf([...numbers, ...outlineOf(graph)]), contentOfStage(this.stage, numbers), make);
  }

  /** The same stage with all members of what it adds up. */
  unsummed(): KernelFactory {
    const { stage } = this;
    return stage.sums.size === 0
      ? this
      : (this.#unsummed ??= new KernelFactory({ ...stage, sums: new Map() }, this.#options));
  }

  /** One kernel is used at a time, so its memory is reserved once. */
  kernel(): Kernel {
    const backend = activeBackend();
    const known = this.#kernels.get(backend);
    if (known) return known;
    const image = this.image();
    const kernel = image ? new WasmKernel(image, this.population) : new Interpreter(this.laidOut('interpreter'));
    this.#kernels.set(backend, kernel);
    return kernel;
  }
}

/** What tells the numbers and the content of a stage; it holds the stage, and none of what was made of it. */
const contentOfStage =
  ({ graph, captured }: KernelStage, numbers: readonly number[]): (() => Float64Array | null) =>
  () => {
    const content = contentOf(graph, captured);
    if (!content) return null;
    const all = new Float64Array(numbers.length + content.length);
    all.set(numbers);
    all.set(content, numbers.length);
    return all;
  };
