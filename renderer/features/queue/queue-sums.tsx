import type { ReactElement } from 'react';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import { openEntries, type QueueEntry } from '../../../shared/queue/queue-entries.ts';
import type { StationView } from '../../app/station-app.ts';
import { useSay } from '../../text/i18n.ts';
import { Check } from '../../ui/shapes.tsx';
import { ageText } from './queue-words.ts';

export interface QueueSumsProps {
  readonly counts: StationView['counts'];
  readonly sync: StationView['sync'];
  readonly entries: readonly QueueEntry[];
  readonly unknownLabels: number;
  readonly oldestMs: number | undefined;
  readonly nowMs: number;
}

/** Here − cloud = only here, with the reason and the age of the oldest; then what no network mends. Arithmetic that a person can redo. */
export function QueueSums({ counts, sync, entries, unknownLabels, oldestMs, nowMs }: QueueSumsProps): ReactElement {
  const { say, language } = useSay();
  const number = (value: number): string => value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB');
  const waiting = counts.here - counts.inCloud;
  const minutes = oldestMs === undefined ? 0 : Math.max(0, Math.floor((nowMs - oldestMs) / 60_000));
  const why =
    sync.held !== undefined
      ? say('qHeld', { why: errorCatalog[sync.held][language].verdict })
      : sync.online
        ? say('qSending')
        : say('qNoNetwork');
  const told = entries.filter(({ state }) => state === 'told').length;
  const conflicts = entries.filter(({ kind, state }) => kind === 'conflict' && state !== 'told').length;
  const open = openEntries(entries);
  return (
    <table className="sum">
      <tbody>
        <tr>
          <td />
          <th>{say('safeHere')}</th>
          <td className="n" data-count="here">
            {number(counts.here)}
          </td>
        </tr>
        <tr>
          <td>−</td>
          <th>{say('safeCloud')}</th>
          <td className="n" data-count="cloud">
            {number(counts.inCloud)}
          </td>
        </tr>
        <tr className="total">
          <td>=</td>
          <th>
            {say('onlyHere')}
            <small data-waits={waiting > 0 ? (sync.held ?? (sync.online ? 'sending' : 'network')) : ''}>
              {waiting > 0 ? `${say('oldest', { age: ageText(minutes, say) })}, ${why}` : ''}
            </small>
          </th>
          <td className="n" data-count="only-here">
            {number(waiting)}
          </td>
        </tr>
        {sync.quarantined === 0 ? null : (
          <tr className="part">
            <td>
              <Check />
            </td>
            <th>
              {say('qQuarantined')}
              <small>{say('qQuarantinedThen')}</small>
            </th>
            <td className="n" data-count="quarantined">
              {number(sync.quarantined)}
            </td>
          </tr>
        )}
        <tr className="part">
          <td>{open > 0 ? <Check /> : null}</td>
          <th>
            {say('qForLeadRow')}
            <small>
              {open > 0
                ? say('qForLeadParts', { parked: open - conflicts, conflicts })
                : told > 0
                  ? say('qToldRow', { n: told })
                  : ''}
            </small>
          </th>
          <td className="n" data-count="for-lead">
            {number(open)}
          </td>
        </tr>
        <tr className="part">
          <td>{unknownLabels > 0 ? <Check /> : null}</td>
          <th>
            {say('unknownLabels')}
            <small>{unknownLabels > 0 ? say('answerOnBench') : ''}</small>
          </th>
          <td className="n" data-count="unknown-labels">
            {number(unknownLabels)}
          </td>
        </tr>
      </tbody>
    </table>
  );
}
