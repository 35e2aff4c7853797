/** @file Order of a program's operations, and its cut into tiles: runs that are looped over a block of lanes each. */

const isOperation = (value) => value.operands !== undefined;

/** Depth first from the outputs, the deeper operand first: a value is used soon after it is made. */
function depthFirst({ operations, outputs }) {
  const depth = new Map();
  for (const operation of operations)
    depth.set(operation, 1 + Math.max(0, ...operation.operands.map((operand) => depth.get(operand) ?? 0)));
  const order = new Set();
  for (const output of outputs.filter(isOperation)) {
    const stack = [output];
    while (stack.length > 0) {
      const operation = stack.at(-1);
      const waiting = operation.operands
        .filter((operand) => isOperation(operand) && !order.has(operand))
        .sort((x, y) => depth.get(x) - depth.get(y));
      if (waiting.length > 0) stack.push(waiting.at(-1));
      else {
        order.add(operation);
        stack.pop();
      }
    }
  }
  return [...order];
}

export const orders = { traced: ({ operations }) => operations, 'depth first': depthFirst };

/** Tiles of at most `size` operations of an order, and the slots of the values that cross from one to another. */
export function cut(program, { order, size }) {
  const operations = orders[order](program);
  const tiles = [];
  for (let begin = 0; begin < operations.length; begin += size) tiles.push(operations.slice(begin, begin + size));
  const tileOf = new Map(tiles.flatMap((tile, k) => tile.map((operation) => [operation, k])));
  const lastUse = new Map();
  tiles.forEach((tile, k) => tile.forEach(({ operands }) => operands.forEach((operand) => lastUse.set(operand, k))));
  const slotOf = new Map();
  const free = [];
  let slots = 0;
  tiles.forEach((tile, k) => {
    for (const operation of tile) if ((lastUse.get(operation) ?? k) > k) slotOf.set(operation, free.pop() ?? slots++);
    // free only now: other lanes of this tile still read what earlier tiles left
    for (const [value, slot] of slotOf) if (lastUse.get(value) === k && tileOf.get(value) < k) free.push(slot);
  });
  return { tiles, slotOf, slots };
}
