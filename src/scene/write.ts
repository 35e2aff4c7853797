/** @file Scene -> text as people write it: the robot in the fewest words, and on one line what fits there. */
import { unusual } from '../robot/robot-fields.ts';
import { robotOf } from './robot.ts';
import type { Scene } from './schema.ts';

/** Characters of a line. */
const width = 120;

/** The text of a scene's file. */
export function writeScene(scene: Scene): string {
  const robot = robotOf(scene);
  const more = unusual(robot);
  const said = Object.keys(more).length > 0 ? { file: robot.file, ...more } : robot.file;
  return `${pretty({ ...scene, robot: said }, '', 0)}\n`;
}

/** JSON of a value that stands `before` characters into a line. */
function pretty(value: unknown, indent: string, before: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const line = onOneLine(value);
  if (before > 0 && indent.length + before + line.length < width) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => pretty(item, inner, 1))
    : Object.entries(value).map(([key, part]) => {
        const name = `${JSON.stringify(key)}: `;
        return name + pretty(part, inner, name.length);
      });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${onOneLine(part)}`);
  return parts.length > 0 ? `{ ${parts.join(', ')} }` : '{}';
}
