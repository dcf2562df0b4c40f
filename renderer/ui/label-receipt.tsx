import type { ReactElement } from 'react';
import type { LabelState } from '../../shared/devices/print-job.ts';
import { useSay } from '../text/i18n.ts';
import { Check, Half, Ok } from './shapes.tsx';

const words = {
  queued: 'labelQueued',
  sending: 'labelSending',
  sent: 'labelSent',
  confirmed: 'labelConfirmed',
  unknown: 'labelUnknown',
  failed: 'labelFailed',
  voided: 'labelVoided',
} as const;

/** Saved here, label, cloud: what has become of a record. label undefined: it asks for none. */
export function Receipt({
  label,
  inCloud,
}: {
  readonly label: LabelState | undefined;
  readonly inCloud: boolean;
}): ReactElement {
  const { say } = useSay();
  return (
    <div className="receipt" data-label={label ?? ''} data-cloud={inCloud}>
      <div className="ticket">
        <Ok />
        <span>{say('savedHere')}</span>
      </div>
      {label === undefined ? null : (
        <div className="ticket">
          {label === 'sent' || label === 'confirmed' ? (
            <Ok />
          ) : label === 'queued' || label === 'sending' ? (
            <Half />
          ) : (
            <Check />
          )}
          <span>{say(words[label])}</span>
        </div>
      )}
      <div className="ticket">
        {inCloud ? <Ok /> : <Half />}
        <span>{say(inCloud ? 'inCloud' : 'cloudLater')}</span>
      </div>
    </div>
  );
}
