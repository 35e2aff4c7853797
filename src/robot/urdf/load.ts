/** @file loadRobot: a URDF file to a RobotModel, or to the list of everything that is wrong with it. */
import { ArgumentError, limits, type RobotFinding } from '../../errors.ts';
import { described } from '../../text/described.ts';
import { buildModel } from '../build-model.ts';
import type { JointDescription, LinkDescription } from '../description.ts';
import type { RobotModel } from '../model.ts';
import { decode } from './decode.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { Findings } from '../findings.ts';
import type { Repair } from '../judge-bodies.ts';
import { lex, type XmlElement } from './lex.ts';
import { readJoint } from './read-joint.ts';
import { readLink } from './read-link.ts';
import { type Materials, readMaterial } from './read-shape.ts';
import { buildTree, byName, refuseMimics } from '../link-tree.ts';
import { ElementReader } from './values.ts';
import { isXacroCall } from './xacro.ts';

export type { Repair } from '../judge-bodies.ts';

/** How a robot file is read. */
export interface LoadOptions {
  /** Name to show in messages. Default `robot.urdf`. */
  readonly file?: string;
  /** Moving joints to treat as fixed. */
  readonly weld?: readonly string[];
  /** Take the nearest possible inertia for bodies that have an impossible one; every change is listed. Default false. */
  readonly repair?: boolean;
  /** Most links that are accepted. Default 1000. */
  readonly maxLinks?: number;
}

/** A robot that can be simulated, and what is to be said of its file. */
export interface LoadedRobot {
  readonly model: RobotModel;
  /** Warnings: what is suspicious, but can be simulated. */
  readonly findings: readonly RobotFinding[];
  readonly repairs: readonly Repair[];
}

interface Description {
  readonly name: string;
  readonly links: Map<string, LinkDescription>;
  readonly joints: Map<string, JointDescription>;
  /** Whether every link and joint of the file could be read, each under its own name. */
  readonly complete: boolean;
}

/**
 * The model of a robot whose root link is fixed to the world. Throws a RobotFormatError that carries every finding where
 * the robot cannot be simulated; never yields a half-built model.
 */
export function loadRobot(input: string | Uint8Array, options: LoadOptions = {}): LoadedRobot {
  const { file, weld, repair, maxLinks } = checked(input, options);
  const findings = new Findings(file);
  const text = decode(input, findings);
  const root = text === undefined ? undefined : lex(text, findings);
  const description = root ? readRobot(root, maxLinks, findings) : undefined;
  if (description) weldJoints(description, weld, findings);
  const joints = description ? [...description.joints.values()] : [];
  const tree = description && buildTree(description.links, joints, description.complete, findings);
  if (!description || !tree) {
    findings.throwIfErrors();
    throw new Error('a robot file without a tree has findings');
  }
  const built = buildModel(description.name, tree, repair, findings);
  findings.throwIfErrors();
  return { ...built, findings: findings.sorted() };
}

/** A text that no element begins in, and that ends as names of robot files do. */
const isPath = (input: string): boolean => /^[^<\n]*\.(urdf|xacro|xml)\s*$/i.test(input);

/** The options with their defaults, after refusing arguments that are not of the documented form. */
function checked(input: unknown, options: LoadOptions): Required<LoadOptions> {
  const kind = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value);
  if (typeof input !== 'string' && !(input instanceof Uint8Array))
    throw new ArgumentError('input', kind(input), 'the text of a URDF file, or its bytes');
  if (typeof input === 'string' && isPath(input))
    throw new ArgumentError(
      'input',
      'the path of a file',
      'the text of a URDF file, or its bytes',
      'read the file first',
    );
  if (kind(options) !== 'object')
    throw new ArgumentError('options', kind(options), 'an object like { file, weld, repair, maxLinks }');
  const defaults = { file: 'robot.urdf', weld: [], repair: false, maxLinks: limits.links };
  for (const name of Object.keys(options)) {
    const remedy = didYouMean(name, Object.keys(defaults), 'leave it out');
    if (!Object.hasOwn(defaults, name)) throw new ArgumentError('options', `"${name}"`, 'a known option', remedy);
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { file, weld, repair, maxLinks }: Required<LoadOptions> = { ...defaults, ...given };
  if (typeof file !== 'string') throw new ArgumentError('file', kind(file), 'the name of the file as a string');
  if (!Array.isArray(weld) || !weld.every((name) => typeof name === 'string'))
    throw new ArgumentError('weld', kind(weld), 'an array of joint names', 'write weld: ["joint"]');
  if (typeof repair !== 'boolean') throw new ArgumentError('repair', kind(repair), 'true or false');
  if (!Number.isInteger(maxLinks) || maxLinks < 1)
    throw new ArgumentError('maxLinks', described(maxLinks), 'a positive integer');
  return { file, weld, repair, maxLinks };
}

const skippedElements = [
  'transmission',
  'gazebo',
  'sensor',
  'mujoco',
  'drake',
  'safety_controller',
  'group',
  'loop_joint',
  'ros2_control',
];

function readRobot(root: XmlElement, maxLinks: number, findings: Findings): Description | undefined {
  const reader = new ElementReader(root, '', findings);
  if (root.name !== 'robot') {
    findings.error('U017', root, reader.path, `root element is <${root.name}>`, {
      expected: '<robot>',
      remedy: didYouMean(root.name, ['robot'], 'choose a URDF file'),
    });
    return undefined;
  }
  const name = root.attributes.get('name')?.value ?? '';
  if (name.trim() === '') findings.warning('U017', root, reader.path, 'robot has no name', { remedy: 'add name="…"' });
  // a name that is only shown may be one that xacro was to make
  reader.asPicture().optional('name');
  reader.knows('name', 'version');
  reader.expectsChildren(['link', 'joint', 'material'], skippedElements);
  // reported; what links and joints there are is not known before it is expanded
  if (root.children.some(isXacroCall)) return undefined;
  const linkReaders = reader.all('link');
  if (linkReaders.length === 0) {
    findings.error('U017', root, reader.path, 'robot has no links', { remedy: 'add at least one <link>' });
    return undefined;
  }
  const jointReaders = reader.all('joint');
  // a tree has fewer joints than links, so one limit serves both
  for (const [kind, { length, [maxLinks]: first }] of [
    ['links', linkReaders],
    ['joints', jointReaders],
  ] as const) {
    if (length <= maxLinks) continue;
    const problem = `${length} ${kind} > limit ${maxLinks}`;
    findings.error('U016', first.element, reader.path, problem, { remedy: 'raise it with maxLinks' });
    return undefined;
  }
  const materials: Materials = new Map();
  for (const material of reader.all('material')) readMaterial(material, materials);
  const links = linkReaders.flatMap((link) => {
    const linkName = link.name();
    return linkName === undefined ? [] : [readLink(link, linkName, materials)];
  });
  const joints = jointReaders.flatMap((joint) => {
    const jointName = joint.name();
    return (jointName === undefined ? undefined : readJoint(joint, jointName)) ?? [];
  });
  const [linkOf, jointOf] = [byName('link', links, findings), byName('joint', joints, findings)];
  const complete = linkOf.size === linkReaders.length && jointOf.size === jointReaders.length;
  return { name, links: linkOf, joints: jointOf, complete };
}

function weldJoints({ joints }: Description, weld: readonly string[], findings: Findings): void {
  for (const name of weld) {
    const joint = joints.get(name);
    if (!joint) {
      if (findings.hasErrors) continue;
      throw new ArgumentError(
        'weld',
        `"${name}"`,
        'a joint of the robot',
        didYouMean(name, joints.keys(), `use one of ${[...joints.keys()].slice(0, 20).join(', ')}`),
      );
    }
    const welded = { ...joint, type: 'fixed' as const };
    delete (welded as { mimics?: unknown }).mimics;
    joints.set(name, welded);
  }
  refuseMimics(joints, findings);
}
