/** @file Kernels of one stage, made when they are needed: for the backend that is active and the lanes that fit. */
import {
  compileProgram,
  defaultTileSize,
  type LaidOutProgram,
  layOutProgram,
  type Program,
  singleOperations,
} from '../program/compile-program.ts';
import type { KernelStage } from '../program/stages.ts';
import { activeBackend, type Backend } from './choose-backend.ts';
import { Interpreter } from './interpreter.ts';
import type { Kernel } from './kernel.ts';
import { createWasmImage, type WasmImage, WasmKernel } from './wasm/wasm-kernel.ts';

/** Lanes of a block: enough to pay for the calls, few enough for the cache. */
export const blockLanes = 32;

/** Memory that a block may take before it gets fewer lanes, bytes. */
const blockMemory = 512 * 2 ** 20;

export class KernelFactory {
  readonly stage: KernelStage;
  /** Members of the widest output. */
  readonly population: number;
  readonly #programs = new Map<Backend, Program>();
  readonly #laidOut = new Map<string, LaidOutProgram>();
  readonly #images = new Map<number, WasmImage>();
  readonly #kernels = new Map<string, Kernel>();

  constructor(stage: KernelStage) {
    this.stage = stage;
    this.population = Math.max(1, ...stage.graph.outputs.map(({ population }) => population));
  }

  /** The scalar program, made once a backend. */
  program(backend: Backend): Program {
    let program = this.#programs.get(backend);
    if (!program) {
      const { graph, captured } = this.stage;
      program =
        backend === 'wasm'
          ? compileProgram(graph, { expands: true, captured, tileSize: defaultTileSize })
          : compileProgram(graph, { expands: false, captured, tileSize: singleOperations });
      this.#programs.set(backend, program);
    }
    return program;
  }

  /** The program in memory: as many lanes as the members need, fewer where a block would take too much. */
  laidOut(backend: Backend): LaidOutProgram {
    const least = backend === 'wasm' ? 2 : 1;
    let lanes = least;
    while (lanes < Math.min(blockLanes, this.population)) lanes *= 2;
    for (;;) {
      const program = this.#layOut(backend, lanes);
      if (lanes <= least || 8 * program.layout.size <= blockMemory) return program;
      lanes /= 2;
    }
  }

  #layOut(backend: Backend, lanes: number): LaidOutProgram {
    const key = `${backend} ${lanes}`;
    let program = this.#laidOut.get(key);
    if (!program) {
      program = layOutProgram(this.program(backend), lanes);
      this.#laidOut.set(key, program);
    }
    return program;
  }

  /** What workers instantiate; `null` where WebAssembly SIMD is missing. */
  image(): WasmImage | null {
    if (activeBackend() !== 'wasm') return null;
    const program = this.laidOut('wasm');
    const { lanes } = program.layout;
    let image = this.#images.get(lanes);
    if (!image) {
      image = createWasmImage(program);
      this.#images.set(lanes, image);
    }
    return image;
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
