/** @file The library as it is built, and its robots. */
import { readFileSync } from 'node:fs';

export * from '../../dist/src/index.js';

/** Pools of workers in Node, which know where they run. */
export const workerPools = () => import('../../dist/src/platform/node/worker-pool.js');

/** URDF text of a robot of assets. */
export const robotText = (name) => readFileSync(new URL(`../../assets/robots/${name}.urdf`, import.meta.url), 'utf8');
