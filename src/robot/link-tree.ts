/** @file Links and joints to a tree: what is doubled, dangling, looped or without a root is reported with both places. */
import { didYouMean } from '../text/did-you-mean.ts';
import type { JointDescription, LinkDescription, ResolvedJoint } from './description.ts';
import type { Findings } from './findings.ts';

export interface LinkTree {
  /** One, unless the tree is broken. */
  readonly roots: readonly LinkDescription[];
  readonly links: ReadonlyMap<string, LinkDescription>;
  /** Joints that leave each link, in file order. */
  readonly children: ReadonlyMap<string, readonly ResolvedJoint[]>;
}

/** Items by name; a second one of the same name is refused. */
export function byName<T extends LinkDescription | JointDescription>(
  kind: string,
  items: readonly T[],
  findings: Findings,
): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    const first = map.get(item.name);
    if (first)
      findings.error(
        'U020',
        item,
        item.path,
        `duplicate ${kind} name "${item.name}", first used at line ${first.line}`,
        { remedy: 'rename one of them' },
      );
    else map.set(item.name, item);
  }
  return map;
}

const noLoops = { remedy: 'URDF is a tree: closed chains need another format' };

/**
 * The tree. Where it is broken, that is reported, and what hangs together is returned, so that its bodies can be judged in
 * the same pass; `undefined` where parts are lost without which a body cannot be judged.
 * `complete` says whether every link and joint of the file is there.
 */
export function buildTree(
  links: ReadonlyMap<string, LinkDescription>,
  joints: readonly ResolvedJoint[],
  complete: boolean,
  findings: Findings,
): LinkTree | undefined {
  const children = new Map<string, ResolvedJoint[]>();
  const parentOf = new Map<string, ResolvedJoint>();
  const lost: ResolvedJoint[] = [];
  for (const joint of joints) {
    if (!canJoin(joint, links, parentOf, findings)) {
      lost.push(joint);
      continue;
    }
    parentOf.set(joint.child, joint);
    const siblings = children.get(joint.parent);
    if (siblings) siblings.push(joint);
    else children.set(joint.parent, [joint]);
  }
  const cycle = findCycle(links, parentOf);
  if (cycle) {
    const joint = parentOf.get(cycle[1])!;
    findings.error('U019', joint, joint.path, `loop: ${cycle.join(' -> ')}`, noLoops);
  }
  const roots = [...links.values()].filter(({ name }) => !parentOf.has(name));
  // a lost joint leaves a second root behind, which is no finding of its own
  if (complete && lost.length === 0 && !cycle && roots.length > 1) reportRoots(roots, findings);
  return complete && lost.every(({ type }) => type !== 'fixed') ? { roots, links, children } : undefined;
}

/** Whether the joint's ends exist, differ, and the child has no parent yet; reports what is not so. */
function canJoin(
  joint: ResolvedJoint,
  links: ReadonlyMap<string, LinkDescription>,
  parentOf: ReadonlyMap<string, ResolvedJoint>,
  findings: Findings,
): boolean {
  const { parent, child, path } = joint;
  if (!checkEnds(joint, links, findings)) return false;
  if (parent === child) {
    const remedy = 'URDF is a tree: a link cannot hang on itself';
    findings.error('U019', joint, path, `loop: ${child} -> ${child}`, { remedy });
    return false;
  }
  const other = parentOf.get(child);
  if (!other) return true;
  const both = `"${parent}" and "${other.parent}" (joint "${other.name}", line ${other.line})`;
  findings.error('U019', joint.childAt, path, `link "${child}" has two parents, ${both}`, noLoops);
  return false;
}

function reportRoots(roots: readonly LinkDescription[], findings: Findings): void {
  const [first, second] = roots;
  const listed = roots.slice(0, 5).map(({ name, line }) => `"${name}" (line ${line})`);
  const remedy = `add a joint between "${first.name}" and "${second.name}"`;
  findings.error('U018', second, second.path, `${roots.length} root links: ${listed.join(', ')}`, { remedy });
}

function checkEnds(joint: ResolvedJoint, links: ReadonlyMap<string, LinkDescription>, findings: Findings): boolean {
  let known = true;
  for (const [end, name, at] of [
    ['parent', joint.parent, joint.parentAt],
    ['child', joint.child, joint.childAt],
  ] as const) {
    if (links.has(name)) continue;
    known = false;
    findings.error('U021', at, joint.path, `${end} link "${name}" does not exist`, {
      found: name,
      remedy: didYouMean(name, links.keys(), 'add the link'),
    });
  }
  return known;
}

/** A cycle of link names, first repeated at the end, walking towards the root from every link once. */
function findCycle(
  links: ReadonlyMap<string, unknown>,
  parentOf: ReadonlyMap<string, ResolvedJoint>,
): string[] | undefined {
  const done = new Set<string>();
  for (const start of links.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    for (
      let name: string | undefined = start;
      name !== undefined && !done.has(name);
      name = parentOf.get(name)?.parent
    ) {
      if (onPath.has(name)) {
        const cycle = path.slice(path.indexOf(name)).reverse();
        return [cycle.at(-1)!, ...cycle];
      }
      onPath.add(name);
      path.push(name);
    }
    for (const name of path) done.add(name);
  }
  return undefined;
}
