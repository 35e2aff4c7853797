/** @file Buttons for what findings about a robot file offer. */
import type { RobotFinding, RobotOffer } from '../../errors.ts';
import { printable } from '../../text/printable.ts';
import { remediesFor } from '../studio/remedies.ts';

export function Remedies({
  findings,
  onTake,
}: {
  readonly findings: readonly RobotFinding[];
  readonly onTake: (offer: RobotOffer) => void;
}) {
  const remedies = remediesFor(findings);
  if (remedies.length === 0) return null;
  return (
    <div class="remedies" role="group" aria-label="Remedies">
      {remedies.map(({ label, title, offer }) => (
        <button key={label} type="button" class="secondary" data-tip={printable(title)} onClick={() => onTake(offer)}>
          {printable(label)}
        </button>
      ))}
    </div>
  );
}
