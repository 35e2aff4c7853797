/** @file The robot's joints as a tree: each lights up everywhere when the pointer is on it, and stays lit when it is pressed. */
import { useEffect, useRef } from 'preact/hooks';
import type { RobotModel } from '../../../../robot/model.ts';
import { oneLine } from '../../../../text/printable.ts';
import { NoteLink } from '../../notes/note-link.tsx';
import { useRow } from '../figures/shared-selection.ts';
import { jointColours } from '../joint-colours.ts';
import { type JointNode, robotTree } from './robot-tree.ts';

interface NodeProps {
  readonly node: JointNode;
  readonly colours: Readonly<Record<string, string>>;
}

function Joint({ node, colours }: NodeProps) {
  const { name, type, facts, isOwn, links } = node;
  const row = useRow({ kind: 'joint', id: name });
  const place = useRef<HTMLDivElement>(null);
  const isPinned = isOwn && row['aria-pressed'];
  useEffect(() => {
    if (isPinned) place.current!.scrollIntoView({ block: 'nearest' });
  }, [isPinned]);
  const words = (
    <>
      <span class="joint-name">{oneLine(name)}</span>
      <span class="joint-facts">{facts}</span>
      {links.length > 0 && <span class="joint-links">{links.map(oneLine).join(', ')}</span>}
    </>
  );
  return (
    <div class="joint-row" ref={place}>
      {isOwn ? (
        <button type="button" class="joint" style={{ '--lit': colours[name] }} {...row}>
          {words}
        </button>
      ) : (
        <div class="joint follower">{words}</div>
      )}
      <NoteLink of={{ kind: 'joint', id: type }} label={`${type} joints`} />
    </div>
  );
}

/** A chain stays at one depth: only where the tree branches does it go deeper. */
function Branch({ nodes, colours }: { readonly nodes: readonly JointNode[]; readonly colours: NodeProps['colours'] }) {
  if (nodes.length === 0) return null;
  if (nodes.length > 1)
    return (
      <>
        {nodes.map((node) => (
          <li key={node.name}>
            <ul class="joint-branch">
              <Branch nodes={[node]} colours={colours} />
            </ul>
          </li>
        ))}
      </>
    );
  const [node] = nodes;
  return (
    <>
      <li>
        <Joint node={node} colours={colours} />
      </li>
      <Branch nodes={node.children} colours={colours} />
    </>
  );
}

export function JointTree({ model }: { readonly model: RobotModel }) {
  const { base, children } = robotTree(model);
  return (
    <div class="joint-tree" role="group" aria-label="Joints and links">
      {base.length > 0 && <p class="joint-links">Fixed: {base.map(oneLine).join(', ')}</p>}
      <ul>
        <Branch nodes={children} colours={jointColours(model)} />
      </ul>
    </div>
  );
}
