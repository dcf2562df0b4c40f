import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import type { CountState } from '../../../shared/stock/count-bench.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay, type Language, type Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';
import { credentialBand, CredentialPanel } from '../../ui/credential-panel.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { itemWords } from '../../ui/item-plate.tsx';
import { CountStage } from './stock-count.tsx';
import { LookStage } from './stock-look.tsx';
import type { Found } from './stock-store.ts';

type Band = Omit<BandViewProps, 'codeWord'>;

function lookBand(found: Found | undefined, say: Say, language: Language): Band {
  const act = say('stkReadyAct');
  switch (found?.kind) {
    case undefined:
      return { tone: 'idle', shape: 'scan', verdict: say('stkAsk'), act };
    case 'nothing':
      return { tone: 'check', shape: 'check', verdict: say('stkNotKnown'), act, subject: found.asked };
    case 'owners':
      return { tone: 'busy', shape: 'scan', verdict: say('stkOwners'), act: say('stkOwnersAct') };
    case 'sku':
      return {
        ...{ tone: 'idle', shape: 'scan', verdict: itemWords(found.sku, language), act },
        facts: [[found.sku.owner, found.sku.sku.slice(-6)]],
      };
    case 'bin':
      return { tone: 'idle', shape: 'scan', verdict: found.bin.code, act };
    case 'order':
      return { tone: 'idle', shape: 'scan', verdict: say('stkOrder'), act, subject: found.order.order };
  }
}

function countBand(state: CountState, storageFull: boolean, say: Say, language: Language): Band {
  const { phase, refusal, bin, piles, last } = state;
  const code = storageFull ? 'DISK_FULL' : refusal?.code;
  const facts = bin === undefined ? undefined : [[say('putBin'), bin.code] as const];
  const about = facts === undefined ? {} : { facts };
  if (code !== undefined) {
    const tone = toneOf(code);
    const { verdict, act } = errorCatalog[code][language];
    return { ...about, tone, shape: tone, verdict, act, subject: refusal?.subject, code };
  }
  switch (phase) {
    case 'quantity':
      return { ...about, tone: 'busy', shape: 'scan', verdict: say('recQuantity'), act: say('recQuantityAct') };
    case 'counting': {
      const n = piles.reduce((sum, { counted }) => sum + counted, 0);
      return { ...about, tone: 'busy', shape: 'look', verdict: say('stkCounting', { n }), act: say('stkCountingAct') };
    }
    case 'booking':
      return { ...about, tone: 'busy', shape: 'scan', verdict: say('saving'), act: say('wait') };
    case 'done':
      return { tone: 'ok', shape: 'ok', verdict: say('stkCounted'), act: say('stkCountedAct'), subject: last?.bin };
    case 'idle':
      return { tone: 'idle', shape: 'scan', verdict: say('stkCountReady'), act: say('stkCountReadyAct') };
  }
}

export function StockScreen({ app }: { readonly app: StationApp }): ReactElement {
  const flow = app.flows.stock;
  const { mode, found } = useStore(flow.view);
  const { bench, asksLead, storageFull } = useStore(flow.count);
  const credential = useStore(flow.lead.store);
  const practice = useStore(app.view, (view) => view.mode === 'practice');
  const { say, language } = useSay();
  const counting = mode === 'count';
  const band = asksLead
    ? credentialBand(credential, { verdict: say('leadAsked'), act: say('leadAskedAct') }, say, language)
    : counting
      ? countBand(bench, storageFull, say, language)
      : lookBand(found, say, language);
  const free = !counting || (bench.bin === undefined && bench.phase !== 'booking');
  const keys: Partial<Record<KeyName, string>> = {
    ...(counting && bench.phase === 'counting' && bench.piles.length > 0 ? { F5: say('keyQuantity') } : {}),
    ...(free && found?.kind !== 'owners' ? { F2: say(counting ? 'keyLook' : 'keyCount') } : {}),
    ...((counting ? bench.bin !== undefined : found !== undefined) ? { F8: say('keyUndo') } : {}),
    ...(bench.refusal?.code === 'COUNT_NEEDS_LEAD' ? { F9: say('keyLead') } : {}),
    ...(practice ? { F11: say('keyPractice') } : {}),
    F10: say('keyQueue'),
    F12: say('keyHome'),
  };
  return (
    <StationFrame app={app} band={band} keys={keys}>
      {asksLead ? (
        <CredentialPanel entry={flow.lead} />
      ) : counting ? (
        <CountStage app={app} state={bench} />
      ) : (
        <LookStage app={app} found={found} />
      )}
    </StationFrame>
  );
}
