/** @file The reference interpreter: runs a scalar program over a block of lanes. Its meaning is the instruction table's. */
import type { Program } from '../program/program.ts';
import * as scalar from '../scalar/basic.ts';
import type { ScalarInstruction } from '../scalar/instruction.ts';
import type { Kernel } from './kernel.ts';

/** Lanes that are run together: enough to hide the dispatch, few enough to stay in the cache. */
export const blockLanes = 64;

/** Opcodes with loops of their own; every other instruction goes through its `value`. */
const direct: readonly ScalarInstruction[] = [scalar.add, scalar.sub, scalar.mul, scalar.div, scalar.neg];

/** A program with registers for a block of lanes: `registers[slot * lanes + lane]`. */
export class Interpreter implements Kernel {
  readonly program: Program;
  readonly stride: number;
  readonly outputs: Int32Array;
  readonly registers: Float64Array;
  readonly #opcodes: Uint8Array;

  constructor(program: Program, lanes: number) {
    this.program = program;
    this.stride = lanes;
    this.outputs = program.outputs;
    this.registers = new Float64Array(program.slots * lanes);
    for (const { slot, value } of program.constants) this.registers.fill(value, slot * lanes, (slot + 1) * lanes);
    const opcodeOf = program.instructions.map((instruction) => direct.indexOf(instruction) + 1);
    this.#opcodes = Uint8Array.from(program.code, (code) => opcodeOf[code]);
  }

  /** Runs all operations on whatever the input slots hold. */
  run(): void {
    const { program, stride: lanes, registers } = this;
    const { code, results, operands, instructions } = program;
    const opcodes = this.#opcodes;
    for (let k = 0; k < code.length; k++) {
      const out = results[k] * lanes;
      const x = operands[3 * k] * lanes;
      const y = operands[3 * k + 1] * lanes;
      switch (opcodes[k]) {
        case 1:
          for (let lane = 0; lane < lanes; lane++) registers[out + lane] = registers[x + lane] + registers[y + lane];
          break;
        case 2:
          for (let lane = 0; lane < lanes; lane++) registers[out + lane] = registers[x + lane] - registers[y + lane];
          break;
        case 3:
          for (let lane = 0; lane < lanes; lane++) registers[out + lane] = registers[x + lane] * registers[y + lane];
          break;
        case 4:
          for (let lane = 0; lane < lanes; lane++) registers[out + lane] = registers[x + lane] / registers[y + lane];
          break;
        case 5:
          for (let lane = 0; lane < lanes; lane++) registers[out + lane] = -registers[x + lane];
          break;
        default: {
          const { value } = instructions[code[k]];
          const z = operands[3 * k + 2] * lanes;
          for (let lane = 0; lane < lanes; lane++)
            registers[out + lane] = value(registers[x + lane], registers[y + lane], registers[z + lane]);
        }
      }
    }
  }
}
