import type { ReactElement } from 'react';
import { choiceOf } from '../../../shared/returns/checklist.ts';
import { binsFor, dispositions, overrideReasons } from '../../../shared/returns/disposition.ts';
import { conditions } from '../../../shared/returns/return-conditions.ts';
import type { ReturnsBenchState } from '../../../shared/returns/returns-bench-state.ts';
import { binUses } from '../../../shared/stock/bin.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay } from '../../text/i18n.ts';
import { Rows, Tile, type Row } from '../../ui/stage-views.tsx';
import { useRecord } from '../../ui/use-record.ts';

/** The grade with what cost it, the rule that disposes of the piece, and its bin. */
export function GradeView({
  app,
  state,
}: {
  readonly app: StationApp;
  readonly state: ReturnsBenchState;
}): ReactElement {
  const { say, language } = useSay();
  const { piece, graded, open, proposedBin, phase } = state;
  const { label } = useRecord(app.operations, app.view, open?.job ?? '');
  if (piece === undefined || graded === undefined) return <section className="stage" data-phase={phase} />;
  const failed = piece.answers.flatMap((answer) => {
    const choice = choiceOf(piece.checklist, answer);
    return choice === undefined || choice.atBest === 'A' ? [] : [choice];
  });
  const worst = failed.find(({ atBest }) => atBest === graded.grade) ?? failed[0];
  const others = failed.filter((choice) => choice !== worst).map((choice) => choice[language].toLowerCase());
  const photos = piece.answers.reduce((sum, answer) => sum + answer.photos.length, piece.photos.length);
  const reason =
    piece.condition === 'expected'
      ? (worst?.[language] ?? say('retNothingLost'))
      : conditions[piece.condition][language];
  const more = [...others, ...(photos === 0 ? [] : [say('retPhotos', { n: photos })])].join(', ');
  const [use] = binsFor(graded.disposition, graded.grade);
  const rows: Row[] = [
    [
      say('retGoesTo'),
      say('retGoesToOf', {
        use: use === undefined ? '' : language === 'zh' ? binUses[use].zh : binUses[use].en.toLowerCase(),
        owner: piece.owner,
      }),
    ],
    graded.override === undefined
      ? [say('retRule'), graded.rule[language]]
      : [
          say('retOverride'),
          `${dispositions[graded.override.from][language]} → ${dispositions[graded.disposition][language]}, ${overrideReasons[graded.override.reason][language]}`,
        ],
    [
      say('retPlate'),
      <span key="plate" data-label={label?.state ?? ''}>
        {graded.plate ?? open?.payload.plate ?? '–'},{' '}
        {say(open?.scannedBack === true ? 'retScannedBack' : 'retScanBack')}
      </span>,
    ],
  ];
  return (
    <section className="stage retbin" data-phase={phase} data-grade={graded.grade} data-job={open?.job ?? ''}>
      <div className="split">
        <div className="panel verdict">
          <div className="gradebox">
            <b>{graded.grade}</b>
          </div>
          <div className="how">
            <div className="label">{say('retWhy')}</div>
            <h2>{reason}</h2>
            <p>{more}</p>
          </div>
          <Rows rows={rows} />
        </div>
        {phase === 'await-bin' || phase === 'booking' ? (
          <Tile
            above={say('retBin')}
            main={proposedBin ?? '–'}
            below={say(proposedBin === undefined ? 'retNoBin' : 'retStockMoves')}
          />
        ) : (
          <Tile
            above={say('retPlate')}
            main={(graded.plate ?? open?.payload.plate ?? '–').slice(-4)}
            below={say('retScanBack')}
            look="find"
          />
        )}
      </div>
    </section>
  );
}
