import type { ReactElement } from 'react';
import type { Sealing } from '../../../shared/consolidation/bag-bench-state.ts';
import { kilogramText } from '../../../shared/measure/kg-text.ts';
import { useSay } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { timeText } from '../../text/time-text.ts';

/** gross − tare − Σ as a sum that can be done again by hand, and the parcel that explains it best. */
export function BagSum({
  sealing,
  onWeighAgain,
}: {
  readonly sealing: Sealing;
  readonly onWeighAgain: () => void;
}): ReactElement {
  const { say } = useSay();
  const { weighing, bag } = sealing;
  if (weighing === undefined) return <section className="stage sums" data-phase="sum" />;
  const over = weighing.differenceMilligrams > 0;
  return (
    <section className="stage sums answered" data-phase="sum">
      <div className="split">
        <div className="panel">
          <table className="sum">
            <tbody>
              <Row sign="" word={say('bagOnScale')} milligrams={weighing.grossMilligrams} name="gross" />
              <Row sign="−" word={say('bagEmpty')} milligrams={weighing.tareMilligrams} name="tare" />
              <Row sign="−" word={say('bagSum', { n: bag.pieces })} milligrams={weighing.sumMilligrams} name="sum" />
              <tr className="total">
                <td>=</td>
                <th>
                  {say(over ? 'bagTooMuch' : 'bagTooLittle')}
                  <small>{say('bagLimit', { limit: kilogramText(weighing.toleranceMilligrams) })}</small>
                </th>
                <td className="n" data-number="difference" data-value={weighing.differenceMilligrams}>
                  {kilogramText(Math.abs(weighing.differenceMilligrams))}
                  <i>kg</i>
                </td>
              </tr>
            </tbody>
          </table>
          <div className="answers">
            <Answer
              slot={1}
              title={say('ansBagWeighAgain')}
              then={say('ansBagWeighAgainThen')}
              onAnswer={onWeighAgain}
            />
          </div>
        </div>
        <Likeliest sealing={sealing} />
      </div>
    </section>
  );
}

function Row({
  sign,
  word,
  milligrams,
  name,
}: {
  readonly sign: string;
  readonly word: string;
  readonly milligrams: number;
  readonly name: string;
}): ReactElement {
  return (
    <tr>
      <td>{sign}</td>
      <th>{word}</th>
      <td className="n" data-number={name} data-value={milligrams}>
        {kilogramText(milligrams)}
        <i>kg</i>
      </td>
    </tr>
  );
}

function Likeliest({ sealing }: { readonly sealing: Sealing }): ReactElement {
  const { say } = useSay();
  const { explanation, bag } = sealing;
  if (explanation === undefined)
    return (
      <div className="dest" data-likeliest="">
        <span>
          {say('bagNobody')}
          <br />
          {say('bagNobodyAct')}
        </span>
        <span>{say('bagAnswers')}</span>
      </div>
    );
  const { kind, parcels, others } = explanation;
  return (
    <div className="dest find" data-likeliest={parcels.map(({ waybill }) => waybill).join(' ')}>
      <span>{say(kind === 'missed' ? 'bagMissed' : 'bagNotInside')}</span>
      {parcels.map(({ waybill }) => (
        <b key={waybill}>{waybill.slice(-4)}</b>
      ))}
      {parcels.map(({ waybill, milligrams, wallMs }) => (
        <span key={waybill} className="lines">
          {kind === 'missed'
            ? say('bagMissedWhere', { mass: kilogramText(milligrams), time: timeText(wallMs) })
            : say('bagNotInsideWhere', { mass: kilogramText(milligrams), letter: bag.letter })}
        </span>
      ))}
      {others === 0 ? null : <span className="dim">{say('bagOthers', { n: others })}</span>}
    </div>
  );
}
