/** @file A block of members, and the copying of their numbers between tensors and registers. */
import type { PopulationTensor } from '../population-tensor.ts';

export class LaneWindow {
  readonly first: number;
  readonly lanes: number;
  /** Lanes from one slot to the next. */
  readonly stride: number;

  constructor(first: number, lanes: number, stride: number) {
    this.first = first;
    this.lanes = lanes;
    this.stride = stride;
  }

  /** Elements [begin, begin + size) into consecutive slots; a shared value goes to every lane. */
  load(
    { data, population }: PopulationTensor,
    begin: number,
    size: number,
    registers: Float64Array,
    slot: number,
  ): void {
    const { first, lanes, stride } = this;
    for (let i = 0; i < size; i++) {
      const to = (slot + i) * stride;
      if (population === 1) registers.fill(data[begin + i], to, to + lanes);
      else {
        const from = (begin + i) * population + first;
        for (let lane = 0; lane < lanes; lane++) registers[to + lane] = data[from + lane];
      }
    }
  }

  /** One slot into an element; of a shared value one lane is as good as another. */
  store(registers: Float64Array, slot: number, { data, population }: PopulationTensor, element: number): void {
    const from = slot * this.stride;
    if (population === 1) data[element] = registers[from];
    else {
      const to = element * population + this.first;
      for (let lane = 0; lane < this.lanes; lane++) data[to + lane] = registers[from + lane];
    }
  }
}
