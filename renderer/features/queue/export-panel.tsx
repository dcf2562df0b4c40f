import type { ReactElement } from 'react';
import { EXPORTS, type ExportBoard } from '../../../shared/queue/export-board.ts';
import type { TextKey } from '../../text/en.ts';
import { useSay } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';

const SLOTS = [1, 2, 3] as const;
const titles: Readonly<Record<(typeof EXPORTS)[number], readonly [TextKey, TextKey]>> = {
  xlsx: ['exXlsx', 'exXlsxThen'],
  csv: ['exCsv', 'exCsvThen'],
  journal: ['exJournal', 'exJournalThen'],
};
const GIGABYTE = 1_000_000_000;

/** Which stick, what to write there, and what was written. */
export function ExportPanel({
  board,
  onKey,
}: {
  readonly board: ExportBoard;
  readonly onKey: (name: string) => void;
}): ReactElement {
  const { say } = useSay();
  const { targets, at, written } = board;
  const target = targets?.[at];
  return (
    <div className="panel parked export" data-export={board.writing ?? written?.what ?? ''}>
      <div className="label entry-head">
        <span>{say('exTo')}</span>
        {(targets?.length ?? 0) > 1 ? <b>{say('qPlace', { at: at + 1, of: targets?.length ?? 0 })}</b> : null}
      </div>
      <h2>
        {target === undefined ? say(targets === undefined ? 'exLooking' : 'exNone') : target.label}
        {target === undefined ? null : <small>{say('exFree', { n: (target.freeBytes / GIGABYTE).toFixed(1) })}</small>}
      </h2>
      <div className="answers">
        {EXPORTS.map((what, index) => {
          const [slot, [title, then]] = [SLOTS[index] ?? 3, titles[what]];
          return (
            <Answer key={what} slot={slot} title={say(title)} then={say(then)} onAnswer={() => onKey(`F${slot}`)} />
          );
        })}
      </div>
      {written === undefined ? null : (
        <p className="dim" data-written={written.file}>
          {say('exWritten', { n: written.records })}
          <small className="mono">{written.file.split(/[\\/]/).at(-1)}</small>
        </p>
      )}
    </div>
  );
}
