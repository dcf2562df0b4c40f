import type { ReactElement } from 'react';
import type { LabelState } from '../../shared/devices/print-job.ts';
import { useSay, type Say } from '../text/i18n.ts';
import { Check, Half, Ok } from './shapes.tsx';

/** Saved here, what became of the label, whether the cloud has it: never one for the other. */
export function LabelReceipt({
  label,
  inCloud,
}: {
  readonly label: LabelState;
  readonly inCloud: boolean;
}): ReactElement {
  const { say } = useSay();
  return (
    <div className="receipt" data-label={label} data-cloud={inCloud}>
      <div className="ticket">
        <Ok />
        <span>{say('savedHere')}</span>
      </div>
      <div className="ticket">
        {label === 'sent' || label === 'confirmed' ? (
          <Ok />
        ) : label === 'queued' || label === 'sending' ? (
          <Half />
        ) : (
          <Check />
        )}
        <span>{labelWord(label, say)}</span>
      </div>
      <div className="ticket">
        {inCloud ? <Ok /> : <Half />}
        <span>{say(inCloud ? 'inCloud' : 'cloudLater')}</span>
      </div>
    </div>
  );
}

function labelWord(state: LabelState, say: Say): string {
  const keys = {
    queued: 'labelQueued',
    sending: 'labelSending',
    sent: 'labelSent',
    confirmed: 'labelConfirmed',
    unknown: 'labelUnknown',
    failed: 'labelFailed',
    voided: 'labelVoided',
  } as const;
  return say(keys[state]);
}
