/** @file loadRobot: a URDF file to a RobotModel, or to the list of everything that is wrong with it. */
import { ArgumentError, type RobotFinding } from '../../errors.ts';
import { buildModel } from '../build-model.ts';
import type { JointDescription, LinkDescription, ResolvedJoint } from '../description.ts';
import type { RobotModel } from '../model.ts';
import { decode } from './decode.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { Findings } from '../findings.ts';
import type { Estimate } from '../estimate-inertia.ts';
import type { Repair } from '../judge-bodies.ts';
import { lex, type XmlElement } from './lex.ts';
import { readJoint } from './read-joint.ts';
import { readLink } from './read-link.ts';
import { type Materials, readMaterial } from './read-shape.ts';
import { buildTree, byName } from '../link-tree.ts';
import { resolveMimics } from '../mimic.ts';
import { type LoadOptions, type LoadSettings, requireRobotText, settingsFrom } from './load-options.ts';
import { ElementReader } from './values.ts';
import { isXacroCall } from './xacro.ts';

export type { Estimate } from '../estimate-inertia.ts';
export type { Repair } from '../judge-bodies.ts';
export type { LoadOptions } from './load-options.ts';

/** A robot that can be simulated, and what is to be said of its file. */
export interface LoadedRobot {
  readonly model: RobotModel;
  /** Warnings: what is suspicious, but can be simulated. */
  readonly findings: readonly RobotFinding[];
  readonly repairs: readonly Repair[];
  /** Links whose inertia was estimated, and of what. */
  readonly estimates: readonly Estimate[];
}

interface Description {
  readonly name: string;
  readonly links: Map<string, LinkDescription>;
  readonly joints: Map<string, JointDescription>;
  /** Names of joints that could not be read. */
  readonly unread: ReadonlySet<string>;
  /** Whether every link and joint of the file could be read, each under its own name. */
  readonly complete: boolean;
}

/**
 * The model of a robot whose root link is fixed to the world. Throws a RobotFormatError that carries every finding where
 * the robot cannot be simulated; never yields a half-built model.
 */
export function loadRobot(input: string | Uint8Array, options: LoadOptions = {}): LoadedRobot {
  requireRobotText(input);
  const settings = settingsFrom(options);
  const findings = new Findings(settings.file);
  const text = decode(input, findings);
  const root = text === undefined ? undefined : lex(text, findings);
  const description = root ? readRobot(root, settings, findings) : undefined;
  if (description && !findings.hasErrors) requireKnownJoints(description, settings);
  const joints = description && resolveMimics(description.joints, description.unread, findings);
  if (joints) warnOfIdleRotors(joints, settings, findings);
  const tree = description && buildTree(description.links, [...joints!.values()], description.complete, findings);
  if (!description || !tree) {
    findings.throwIfErrors();
    throw new Error('a robot file without a tree has findings');
  }
  const built = buildModel(description.name, tree, settings, findings);
  findings.throwIfErrors();
  return { ...built, findings: findings.sorted() };
}

function requireKnownJoints({ joints }: Description, { weld, armature }: LoadSettings): void {
  for (const name of weld) requireJoint('weld', name, joints);
  for (const name of Object.keys(armature)) requireJoint('armature', name, joints);
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

function readRobot(
  root: XmlElement,
  { weld, ignoreZeroEffort, maxLinks }: LoadSettings,
  findings: Findings,
): Description | undefined {
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
    findings.error('U016', first.element, reader.path, problem, {
      remedy: `raise it (--max-links ${length}, maxLinks of loadRobot)`,
      offers: [{ maxLinks: length }],
    });
    return undefined;
  }
  const materials: Materials = new Map();
  for (const material of reader.all('material')) readMaterial(material, materials);
  const links = linkReaders.flatMap((link) => {
    const linkName = link.name();
    return linkName === undefined ? [] : [readLink(link, linkName, materials)];
  });
  const reading = { weld: new Set(weld), ignoreZeroEffort };
  const unread = new Set<string>();
  const joints = jointReaders.flatMap((reader) => {
    const jointName = reader.name();
    if (jointName === undefined) return [];
    const joint = readJoint(reader, jointName, reading);
    if (!joint) unread.add(jointName);
    return joint ?? [];
  });
  const [linkOf, jointOf] = [byName('link', links, findings), byName('joint', joints, findings)];
  const complete = linkOf.size === linkReaders.length && jointOf.size === jointReaders.length;
  return { name, links: linkOf, joints: jointOf, unread, complete };
}

/** A welded or fixed joint turns no rotor. */
function warnOfIdleRotors(
  joints: ReadonlyMap<string, ResolvedJoint>,
  { armature }: LoadSettings,
  findings: Findings,
): void {
  for (const name of Object.keys(armature)) {
    const joint = joints.get(name);
    if (joint?.type === 'fixed')
      findings.warning('U041', joint, joint.path, 'its armature has no effect: the joint does not move', {
        found: name,
        remedy: 'leave its armature out',
      });
  }
}

/** Refuses the name of a joint that the robot does not have. */
function requireJoint(argument: string, name: string, joints: ReadonlyMap<string, unknown>): void {
  if (joints.has(name)) return;
  const known = `use one of ${[...joints.keys()].slice(0, 20).join(', ')}`;
  throw new ArgumentError(argument, `"${name}"`, 'a joint of the robot', didYouMean(name, joints.keys(), known));
}
