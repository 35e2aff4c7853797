/** @file A fresh process that makes the Panda's gradient ready to run, and prints how long that took: ms by the clock asked for. */
import { clocks } from './measure.mjs';
import { panda } from './work/arm.mjs';

const arm = panda();
const clock = clocks[process.argv[2]];
const start = clock();
// the first call is part of it, should anything be put off until then; two members cost next to nothing
arm.gradient(200, 2)();
console.log(clock() - start);
