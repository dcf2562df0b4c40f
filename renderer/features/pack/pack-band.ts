import { errorCatalog, type ErrorCode } from '../../../shared/errors/catalog.ts';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import type { OpenOrder, PackBenchState } from '../../../shared/packing/pack-bench-state.ts';
import { isComplete, nextNeeded, piecesIn } from '../../../shared/packing/pack-step.ts';
import { dueText } from '../../text/time-text.ts';
import type { Language, Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';
import { itemName } from '../../ui/item-plate.tsx';
import type { PackFlow } from './pack-store.ts';

type Band = Omit<BandViewProps, 'codeWord'>;

/** What an order is called at the bench: its tote, else the end of its number. */
const knownAs = ({ order }: OpenOrder, say: Say): readonly [string, string] =>
  order.tote === undefined ? [say('packOrder'), order.order.slice(-6)] : [say('packTote'), order.tote];

/** Verdict, next act and what the order is known by, from the state. */
export function packBand(
  state: PackBenchState,
  storageFull: boolean,
  flow: Pick<PackFlow, 'nameOf' | 'wallMs' | 'papersMissing'>,
  say: Say,
  language: Language,
): Band {
  const { open, last, phase, refusal } = state;
  const facts =
    open === undefined
      ? undefined
      : ([knownAs(open, say), [say('packShipBy'), dueText(open.order.shipByMs, flow.wallMs())]] as const);
  const subject = open?.order.order ?? refusal?.subject ?? last?.order;
  const refused = (code: ErrorCode): Band => {
    const { verdict, act } = errorCatalog[code][language];
    const tone = toneOf(code);
    const known = facts?.slice(0, 1);
    return { tone, shape: tone, verdict, act, subject, code, ...(known === undefined ? {} : { facts: known }) };
  };
  const busy = (verdict: string, act: string, shape: Band['shape'] = 'scan'): Band => ({
    ...{ tone: 'busy', shape, verdict, act, subject },
    ...(facts === undefined ? {} : { facts }),
  });
  if (storageFull) return refused('DISK_FULL');
  if (refusal !== undefined) return refused(refusal.code);
  switch (phase) {
    case 'booking':
      return busy(say('saving'), say('wait'));
    case 'await-serial':
      return busy(say('packSerial'), say('packSerialAct'));
    case 'await-weight':
      return busy(say('packWeigh'), say('packWeighAct'), 'weigh');
    case 'closed':
      if (last === undefined) break;
      if (last.voided)
        return { tone: 'idle', shape: 'scan', verdict: say('packVoided'), act: say('packVoidedAct'), subject };
      // A parcel must not leave without a form that its way wants.
      if (!last.waits && flow.papersMissing(last.job))
        return {
          tone: 'check',
          shape: 'check',
          verdict: say('packPapersMissing'),
          act: say('packPapersMissingAct'),
          subject,
        };
      return {
        ...{ tone: 'ok', shape: 'ok', verdict: say('packDone'), subject },
        act: say(last.waits ? 'packWaitsAct' : 'packDoneAct'),
      };
    case 'items': {
      if (open === undefined) break;
      if (isComplete(open)) return busy(say('packBoxNeeded'), say('packBoxNeededAct'));
      const { lines, owner } = open.order;
      const line = lines[nextNeeded(open)];
      const item = itemName(flow.nameOf(owner, line?.sku ?? ''), language, line?.sku);
      const lot = line?.lot;
      const act = lot === undefined ? say('packTake', { item }) : say('packTakeLot', { item, lot });
      return busy(say('packChecked', countOf(open)), act);
    }
    case 'idle':
    case 'refused':
      break;
  }
  return { tone: 'idle', shape: 'scan', verdict: say('ready'), act: say('packReadyAct') };
}

/** Pieces checked of all pieces of the order. */
export function countOf(open: OpenOrder): { n: number; of: number } {
  const sums = open.order.lines.map(({ pieces }, line) => [piecesIn(open, line), pieces] as const);
  return { n: sums.reduce((sum, [have]) => sum + have, 0), of: sums.reduce((sum, [, of]) => sum + of, 0) };
}
