/** @file One case in a process of its own: no garbage, no type feedback and no code from other cases. */
import { quick, thorough } from './measure.mjs';

const [name, mode, clock] = process.argv.slice(2);
const { title, run } = await import(new URL(`./cases/${name}.mjs`, import.meta.url).href);
const result = await run({ settings: { ...(mode === 'quick' ? quick : thorough), clock }, quick: mode === 'quick' });
process.send({ name, title, tables: [], figures: [], notes: [], ...result }, () => process.exit(0));
