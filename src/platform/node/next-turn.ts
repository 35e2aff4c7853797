/** @file Lets the event loop turn in Node: signals and timers get their chance between two pieces of work. */
export { setImmediate as nextTurn } from 'node:timers/promises';
