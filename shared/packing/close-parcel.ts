import { massToMilligrams } from '../measure/mass.ts';
import { append, cue } from '../stock/floor-effect.ts';
import type { StockMove } from '../stock/stock-move.ts';
import { documentsRequired } from './documents-required.ts';
import {
  contentKey,
  explainDifference,
  judgeWeight,
  weightWindow,
  type Content,
  type WeightWindow,
} from './expected-weight.ts';
import type { OpenOrder, PackBenchState, PackContext } from './pack-bench-state.ts';
import { isComplete, refusePack, type PackStep } from './pack-step.ts';
import type { PackLabel } from './packing-operations.ts';

function contentOf(open: OpenOrder, context: PackContext): Content {
  const pieces = open.units.map(({ sku }) => {
    const weight = context.findSku(open.order.owner, sku)?.weight;
    return weight === undefined ? undefined : massToMilligrams(weight);
  });
  const tare = open.box === undefined ? undefined : context.findBox(open.box)?.tare;
  return {
    pieces,
    boxMilligrams: tare === undefined ? undefined : massToMilligrams(tare),
    scaleStepMilligrams: context.scaleStepMilligrams,
  };
}

const historyOf = (open: OpenOrder, context: PackContext): readonly number[] =>
  context.historyOf(contentKey(open.order.owner, open.box ?? '', open.units));

/** What the pieces in the box, and the box, should weigh. */
export const windowOf = (open: OpenOrder, context: PackContext): WeightWindow =>
  weightWindow(contentOf(open, context), historyOf(open, context));

/** The settled weight against what was packed: it closes, or says how far it is off and which article explains that. */
export function weigh(state: PackBenchState, context: PackContext): PackStep {
  const { open, settled } = state;
  if (open === undefined || settled === undefined) return { state, effects: [] };
  const content = contentOf(open, context);
  const window = windowOf(open, context);
  if (judgeWeight(window, content, settled.milligrams) !== 'off') return closeParcel(state, context, window, undefined);
  const counts = new Map<string, number>();
  for (const { sku } of open.units) counts.set(sku, (counts.get(sku) ?? 0) + 1);
  const articles = open.order.lines.map(({ sku }) => {
    const weight = context.findSku(open.order.owner, sku)?.weight;
    return {
      sku,
      pieces: counts.get(sku) ?? 0,
      milligrams: weight === undefined ? undefined : massToMilligrams(weight),
    };
  });
  const explained = explainDifference(window, settled.milligrams - window.expectedMilligrams, articles);
  return refusePack(state, 'PACK_WEIGHT_OFF', {
    subject: open.order.order,
    weight: { window, measuredMilligrams: settled.milligrams, explained },
  });
}

/** What leaves: the pieces of this parcel, from the bins that they were picked from, serial by serial. */
function movesOf(open: OpenOrder): StockMove[] {
  return open.order.lines.flatMap(({ sku, bin, lot, expiry, grade }, line): StockMove[] => {
    const units = open.units.filter((unit) => unit.line === line);
    if (units.length === 0) return [];
    const serials = units.flatMap(({ serial }) => serial ?? []);
    return [
      {
        ...{ owner: open.order.owner, sku, grade, pieces: units.length, from: bin },
        ...(lot === undefined ? {} : { lot }),
        ...(expiry === undefined ? {} : { expiry }),
        ...(serials.length === 0 ? {} : { serials }),
      },
    ];
  });
}

/** The carrier's label of the present address when it is here; else a plain route label, and the parcel waits by name. Nothing is made up. */
function labelOf(open: OpenOrder, context: PackContext): PackLabel {
  const { order, parcel } = open;
  const here = context.findLabel(order.order, parcel);
  if (here?.addressVersion === order.addressVersion) {
    const { carrier, tracking, document, bytes } = here;
    return { kind: 'carrier', carrier, tracking, document, bytes };
  }
  return {
    kind: 'route',
    label: {
      template: 'route-60x40',
      data: {
        ...{ waybill: `${order.order}/${parcel}`.slice(0, 40), line: order.line, lineName: order.country },
        ...{ chargeable: '', bag: 'WAITS FOR LABEL', station: context.station, time: context.timeText() },
      },
    },
  };
}

/** @param window undefined: this bench does not weigh. @param lead who let a weight pass that does not fit. */
export function closeParcel(
  state: PackBenchState,
  context: PackContext,
  window: WeightWindow | undefined,
  lead: string | undefined,
): PackStep {
  const { open, settled } = state;
  if (open?.box === undefined || open.units.length === 0) return { state, effects: [cue('check')] };
  const { order, parcel, box, fitting } = open;
  const weighed = window === undefined ? undefined : settled;
  const label = labelOf(open, context);
  const verdict =
    window === undefined || weighed === undefined
      ? 'not-weighed'
      : judgeWeight(window, contentOf(open, context), weighed.milligrams);
  const [proposed] = fitting;
  const none = { method: 'none', expectedMilligrams: 0, toleranceMilligrams: 0, samples: 0 } as const;
  const packed = append('orderPacked', `order:${order.order}`, {
    ...{ order: order.order, owner: order.owner, parcel, last: isComplete(open), box },
    units: open.units.map(({ sku, serial, toldBy }) => ({ sku, toldBy, ...(serial === undefined ? {} : { serial }) })),
    ...(proposed === undefined || proposed === box ? {} : { proposed }),
    ...(weighed === undefined ? {} : { gross: weighed.mass, evidence: weighed.evidence }),
    weight: { ...(window ?? none), verdict },
    ...(lead === undefined ? {} : { lead }),
    label,
    ...(label.kind === 'route' ? { waits: 'carrier-label' as const } : {}),
    documents: documentsRequired(order, weighed?.mass, context.sdrRate),
    addressVersion: order.addressVersion,
    moves: movesOf(open),
    practice: context.practice,
  });
  return { state: { ...state, phase: 'booking' }, effects: [packed] };
}
