/** @file The causes that a doctor of filters knows. */
import { bias } from './causes/bias.ts';
import type { Cause } from './causes/cause.ts';
import { delay } from './causes/delay.ts';
import { processNoise } from './causes/process-noise.ts';
import { sensorNoise } from './causes/sensor-noise.ts';
import { start } from './causes/start.ts';

export const filterCauses: readonly Cause[] = [sensorNoise, processNoise, start, bias, delay];
