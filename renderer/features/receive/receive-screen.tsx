import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import type { ReceiveBenchState } from '../../../shared/receiving/receive-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay, type Language, type Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { TypedNumber } from '../../ui/stage-views.tsx';
import { CountView, ReceivedView, RestView } from './receive-count.tsx';
import { MarksView, ReceiveQuestion } from './receive-questions.tsx';

type Band = Omit<BandViewProps, 'codeWord'>;

/** Announced pieces and those counted. of undefined: blind. */
export function countOf({ lines, announced }: NonNullable<ReceiveBenchState['carton']>): {
  n: number;
  of: number | undefined;
} {
  const sum = (all: readonly { readonly pieces: number }[]): number =>
    all.reduce((total, { pieces }) => total + pieces, 0);
  return { n: sum(lines), of: announced === undefined ? undefined : sum(announced.carton.lines) };
}

function receiveBand(state: ReceiveBenchState, storageFull: boolean, say: Say, language: Language): Band {
  const { carton, phase, refusal, wanted, last } = state;
  const subject = carton?.code ?? refusal?.subject ?? (phase === 'done' ? last?.payload.carton : undefined);
  const code = storageFull ? 'DISK_FULL' : refusal?.code;
  if (code !== undefined) {
    const tone = toneOf(code);
    const { verdict, act } = errorCatalog[code][language];
    return { tone, shape: tone, verdict, act, subject, code };
  }
  const busy = (verdict: string, act: string, shape: Band['shape'] = 'scan'): Band => ({
    ...{ tone: 'busy', shape, verdict, act, subject },
  });
  switch (phase) {
    case 'marks':
      if (wanted !== undefined) return busy(say(`recMark_${wanted}`), say(`recMarkAct_${wanted}`));
      break;
    case 'quantity':
      return busy(say('recQuantity'), say('recQuantityAct'));
    case 'damage':
      return busy(say('recDamage'), say('recDamageAct'), 'look');
    case 'photo':
      return busy(say('recPhoto'), say('recPhotoAct'), 'look');
    case 'booking':
      return busy(say('saving'), say('wait'));
    case 'done':
      return last?.voided === true
        ? { tone: 'idle', shape: 'scan', verdict: say('recVoided'), act: say('recVoidedAct'), subject }
        : { tone: 'ok', shape: 'ok', verdict: say('recDone'), act: say('recDoneAct'), subject };
    case 'counting': {
      if (carton === undefined) break;
      const { n, of } = countOf(carton);
      const verdict = of === undefined ? say('recCountedBlind', { n }) : say('recCounted', { n, of });
      return busy(verdict, say(n === 0 ? 'recFirstAct' : 'recCountAct'));
    }
    case 'idle':
      break;
  }
  return { tone: 'idle', shape: 'scan', verdict: say('ready'), act: say('recReadyAct') };
}

export function ReceiveScreen({ app }: { readonly app: StationApp }): ReactElement {
  const { bench, storageFull } = useStore(app.flows.receive.store);
  const practice = useStore(app.view, (view) => view.mode === 'practice');
  const { say, language } = useSay();
  const { carton, phase, last, refusal } = bench;
  const counting = phase === 'counting' && refusal === undefined && (carton?.lines.length ?? 0) > 0;
  const canUndo =
    phase !== 'booking' && phase !== 'photo' && (carton !== undefined || (last !== undefined && !last.voided));
  const keys: Partial<Record<KeyName, string>> = {
    ...(counting ? { F5: say('keyQuantity'), F6: say('keyDamaged') } : {}),
    ...(phase === 'photo' ? { F7: say('keyPhoto') } : practice ? { F11: say('keyPractice') } : {}),
    ...(canUndo ? { F8: say('keyUndo') } : {}),
    F10: say('keyQueue'),
    F12: say('keyHome'),
  };
  return (
    <StationFrame app={app} band={receiveBand(bench, storageFull, say, language)} keys={keys}>
      <Stage app={app} state={bench} />
    </StationFrame>
  );
}

function Stage({ app, state }: { readonly app: StationApp; readonly state: ReceiveBenchState }): ReactElement {
  const { say } = useSay();
  const { phase, carton, refusal, last } = state;
  if (refusal !== undefined || phase === 'damage' || phase === 'photo')
    return <ReceiveQuestion app={app} state={state} />;
  if (phase === 'marks') return <MarksView app={app} state={state} />;
  if (phase === 'quantity')
    return (
      <TypedNumber
        label={say('recQuantity')}
        typed={state.typed}
        unit={say('pcs')}
        onKey={(key) => app.flows.receive.onKey(key)}
      />
    );
  if (carton !== undefined) return <CountView app={app} carton={carton} phase={phase} />;
  if (phase === 'done' && last?.voided === false) return <ReceivedView app={app} last={last} />;
  return <RestView app={app} phase={phase} />;
}
