/** @file Work on whole arrays as plain C loops; it is a thousandth of a rollout. */
import { expressions } from './emit.mjs';

/** C text for element `k`, lane `j` of a place: shared arrays hold one number an element. */
function element({ array, offset = 0, anchor = 'fixed' }, layout, k) {
  const { base, stream, shared } = layout.addressOf({ array, offset, anchor });
  const position = `${base}${stream ? ` + p${stream.id}` : ''}`;
  return `M[${position} + (${k}) * ${shared ? 1 : layout.lanes}${shared ? '' : ' + j'}]`;
}

const loop = (variable, count, body) => `for (long ${variable} = 0; ${variable} < ${count}; ${variable}++) ${body}`;

const table = (indices) => `static const int index[] = {${Array.from(indices).join(', ')}};`;

export function emitArrayOperation(operation, layout) {
  const at = (place, k) => element(place, layout, k);
  const over = (array, count, body) => loop('k', count, loop('j', array.shared ? 1 : layout.lanes, body));
  switch (operation.kind) {
    case 'copy': {
      const { from, stride, to, toStride, count } = operation;
      return `${over(to.array, count, `${at(to, `k * ${toStride}`)} = ${at(from, `k * ${stride}`)};`)}\n`;
    }
    case 'gather': {
      const { from, result, indices } = operation;
      const body = `${at({ array: result }, 'k')} = ${at(from, 'index[k]')};`;
      return `{ ${table(indices)}\n${over(result, indices.length, body)} }\n`;
    }
    case 'scatterAdd': {
      const { from, result, indices } = operation;
      // the first of an element is taken as it is: -0 stays -0
      const first = Array.from(indices, (target, k) => (indices.indexOf(target) === k ? 1 : 0));
      const to = at({ array: result }, 'index[k]');
      const clear = over(result, result.size, `${at({ array: result }, 'k')} = 0;`);
      const body = `${to} = first[k] ? ${at(from, 'k')} : ${to} + ${at(from, 'k')};`;
      return `{ ${table(indices)} static const char first[] = {${first.join(', ')}};\n${clear}\n${over(result, indices.length, body)} }\n`;
    }
    case 'map': {
      const { result, instruction, operands } = operation;
      if (!['add', 'sub', 'mul', 'div', 'neg'].includes(instruction.name))
        throw new Error(`no C for ${instruction.name} of whole arrays`);
      const value = expressions[instruction.name](...operands.map((operand) => at(operand, 'k')));
      return `${over(result, result.size, `${at({ array: result }, 'k')} = ${value};`)}\n`;
    }
    case 'matmul': {
      const { result, left, right, batch, rows, inner, columns } = operation;
      const entry = ({ place, steps }, row, column) =>
        at(place, `b * ${steps[0]} + ${row} * ${steps[1]} + ${column} * ${steps[2]}`);
      const term = `${entry(left, 'r', 'k')} * ${entry(right, 'k', 'c')}`;
      const sum = `{ double total = 0; for (long k = 0; k < ${inner}; k++) total = k == 0 ? ${term} : total + ${term}; ${at({ array: result }, `(b * ${rows} + r) * ${columns} + c`)} = total; }`;
      return `${loop('b', batch, loop('r', rows, loop('c', columns, loop('j', layout.lanes, sum))))}\n`;
    }
    default:
      throw new Error(`no C for ${operation.kind}`);
  }
}
