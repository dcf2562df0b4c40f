import { classifyScan } from '../identifiers/scan-code.ts';
import { massToMilligrams } from '../measure/mass.ts';
import { add, fromDecimal, toDecimal, ZERO } from '../measure/rational.ts';
import type { ParcelFinding } from '../parcel/check-parcel.ts';
import { BY_HAND } from '../parcel/parcel-operations.ts';
import { inCarton } from '../parcel/in-carton.ts';
import { isGeneralCargo } from '../rating/cargo/cargo-classes.ts';
import { billedSchema, type Billed } from '../rating/chargeable-result.ts';
import type { MergePlan } from '../rating/merge/merge-parcels.ts';
import type { Rated } from '../rating/rating-fault.ts';
import { toneOf } from '../errors/tone-of.ts';
import {
  type MergeBenchState,
  type MergeContext,
  type MergeEffect,
  type MergeEvent,
  type MergeParcel,
  type MergeRefusal,
  type MergeStep,
  type PlannedCarton,
} from './merge-bench-state.ts';

/** So many the search takes at most: with more, people wait for it longer than a second or two. */
export const MOST_PARCELS = 40;

const cue = (name: Extract<MergeEffect, { type: 'cue' }>['cue']): MergeEffect => ({ type: 'cue', cue: name });
const stay = (state: MergeBenchState, ...effects: MergeEffect[]): MergeStep => ({ state, effects });
const refuse = (state: MergeBenchState, refusal: MergeRefusal): MergeStep =>
  stay({ ...state, refusal }, cue(toneOf(refusal.code)));

/** 合箱: a customer's weighed parcels are scanned, the best carton is said, its number closes it, and it goes to the scale as one parcel. */
export function reduceMerge(state: MergeBenchState, event: MergeEvent, context: MergeContext): MergeStep {
  switch (event.type) {
    case 'scan':
      return onScan(state, event.text, event.aim, context);
    case 'scan-torn':
      return state.phase === 'booking' ? stay(state, cue('check')) : refuse(state, { code: 'SCAN_TORN' });
    case 'key':
      return onKey(state, event.key, context);
    case 'planned':
      return state.phase === 'planning' ? onPlanned(state, event.plan, context) : stay(state);
    case 'written':
      return onWritten(state, event.seq);
    case 'write-failed':
      return refuse(
        { ...state, phase: state.plan === undefined ? 'collecting' : 'planned', pending: undefined },
        event,
      );
    case 'undone':
      return state.last === undefined
        ? stay(state)
        : stay(
            {
              ...state,
              ...{ last: { ...state.last, undone: true }, refusal: undefined },
              toWeigh: state.toWeigh.filter((unit) => unit !== state.last?.unit),
            },
            cue('ok'),
          );
    case 'storage':
      return stay({ ...state, storageFull: event.full });
  }
}

const keyOfCommand: Readonly<Record<string, 'F1' | 'F6' | 'F8'>> = { '1': 'F1', HOLD: 'F6', UNDO: 'F8' };

function onScan(state: MergeBenchState, text: string, aim: string | undefined, context: MergeContext): MergeStep {
  const code = classifyScan(text, aim);
  if (code.kind === 'command')
    return keyOfCommand[code.command] === undefined
      ? stay(state, cue('check'))
      : onKey(state, keyOfCommand[code.command] ?? 'Escape', context);
  if (state.phase === 'booking' || state.phase === 'planning') return stay(state, cue('check'));
  if (state.storageFull) return stay(state, cue('stop'));
  if (code.kind !== 'waybill') return refuse(state, { code: 'SCAN_UNREADABLE', subject: text.slice(0, 24) });
  const { waybill } = code;
  if (state.parcels.some((parcel) => parcel.waybill === waybill)) return stay(state, cue('twice'));
  if (state.phase === 'planned' && !context.isTaken(waybill) && context.findParcel(waybill) === undefined)
    return closeCarton(state, waybill, context);
  return addParcel(state, waybill, context);
}

function addParcel(state: MergeBenchState, waybill: string, context: MergeContext): MergeStep {
  const stops = (found: ParcelFinding | undefined): MergeStep | undefined =>
    found && refuse(state, { code: found.code, subject: waybill, facts: { zh: found.zh, en: found.en } });
  const inside = stops(inCarton(context.findUnit(waybill)));
  if (inside !== undefined) return inside;
  const letter = context.bagOf(waybill);
  if (letter !== undefined)
    return refuse(state, {
      ...{ code: 'MERGE_IN_BAG', subject: waybill },
      facts: { zh: `在袋 ${letter} 里`, en: `It is in bag ${letter}` },
    });
  const parcel = context.findParcel(waybill);
  if (parcel === undefined)
    return refuse(state, {
      code: state.phase === 'planned' ? 'MERGE_NUMBER_USED' : 'MERGE_NOT_WEIGHED',
      subject: waybill,
    });
  const against = stops(context.check(parcel).find(({ severity }) => severity === 'stop'));
  if (against !== undefined) return against;
  const [first] = state.parcels;
  const other = first === undefined ? undefined : difference(first, parcel);
  if (other !== undefined) return refuse(state, { code: 'MERGE_NOT_TOGETHER', subject: waybill, facts: other });
  if (state.parcels.length >= MOST_PARCELS) return refuse(state, { code: 'MERGE_FULL', subject: waybill });
  return stay(
    { ...state, phase: 'collecting', parcels: [...state.parcels, parcel], plan: undefined, refusal: undefined },
    cue('next'),
  );
}

/** Why two parcels may not travel in one carton; undefined: they may. */
function difference(a: MergeParcel, b: MergeParcel): MergeRefusal['facts'] {
  const cargo = ({ cargoClass }: MergeParcel): string => (isGeneralCargo(cargoClass) ? 'general' : cargoClass);
  const pairs: readonly (readonly [string, string, string | undefined, string | undefined])[] = [
    ['客户', 'Customer', a.customer, b.customer],
    ['线路', 'Line', a.line, b.line],
    ['品类', 'Cargo class', cargo(a), cargo(b)],
    ['国家', 'Country', a.country, b.country],
    ['税', 'Duty', a.dutyMode, b.dutyMode],
  ];
  const found = pairs.find(([, , one, two]) => one !== two);
  if (found === undefined) return undefined;
  const [zh, en, one = '–', two = '–'] = found;
  return { zh: `${zh}: ${one} / ${two}`, en: `${en}: ${one} / ${two}` };
}

function onKey(state: MergeBenchState, key: 'F1' | 'F6' | 'F8' | 'Escape', context: MergeContext): MergeStep {
  if (state.phase === 'booking' || state.phase === 'planning') return stay(state, cue('check'));
  switch (key) {
    case 'F1':
      return state.phase === 'collecting' && state.parcels.length >= 2
        ? stay({ ...state, phase: 'planning', refusal: undefined }, { type: 'plan', parcels: state.parcels })
        : stay(state, cue('check'));
    case 'Escape':
      return stay({ ...state, ...{ phase: 'collecting', parcels: [], plan: undefined, refusal: undefined } });
    case 'F6':
      return setAside(state, context);
    case 'F8':
      return undo(state, context);
  }
}

function onPlanned(planning: MergeBenchState, planned: Rated<MergePlan>, context: MergeContext): MergeStep {
  const state: MergeBenchState = { ...planning, phase: 'collecting' };
  if (!planned.ok)
    return refuse(state, { code: 'MERGE_NO_CARTON', facts: { zh: planned.error.detail, en: planned.error.detail } });
  const { groups, words, exact, unit } = planned.value;
  const cartons = groups
    .flatMap(({ carton, parcels, chargeable }): PlannedCarton[] => {
      const box = carton === undefined || parcels.length < 2 ? undefined : context.findBox(carton);
      return box === undefined ? [] : [{ box, parcels, chargeable: billedSchema.parse({ value: chargeable, unit }) }];
    })
    .sort((a, b) => b.parcels.length - a.parcels.length);
  if (cartons.length === 0) return refuse(state, { code: 'MERGE_NO_CARTON', facts: words });
  return stay({ ...state, phase: 'planned', plan: { words, exact, cartons, at: 0 } }, cue('next'));
}

/** The carton that is packed now. */
export const cartonInHand = ({ plan }: MergeBenchState): PlannedCarton | undefined => plan?.cartons[plan.at];

/** The new carton's own number: it is full and taped. What is in it is said on the disk before it goes on. */
function closeCarton(state: MergeBenchState, unit: string, context: MergeContext): MergeStep {
  const carton = cartonInHand(state);
  const inside = state.parcels.filter(({ waybill }) => carton?.parcels.includes(waybill));
  const [first] = inside;
  if (carton === undefined || first === undefined) return stay(state, cue('check'));
  const payload = {
    ...{ unit, customer: first.customer, line: first.line, cargoClass: first.cargoClass },
    parcels: inside.map(({ waybill, gross }) => ({ waybill, grossMilligrams: massToMilligrams(gross) })),
    ...{ box: carton.box.code, dimensions: carton.box.dimensions, planned: carton.chargeable },
    ...apart(inside, carton.chargeable.unit, context),
    practice: context.practice,
  };
  return stay({ ...state, phase: 'booking', pending: payload, refusal: undefined }, { type: 'merge', payload });
}

/** What the same parcels bill each for itself; absent where one of them cannot travel so. */
function apart(
  inside: readonly MergeParcel[],
  unit: Billed['unit'],
  context: MergeContext,
): { readonly apart?: Billed } {
  const alone = inside.map((parcel) => context.plan([parcel]));
  const values = alone.flatMap((plan) => (plan.ok ? [fromDecimal(plan.value.chargeable)] : []));
  if (values.length < alone.length) return {};
  return { apart: billedSchema.parse({ value: toDecimal(values.reduce(add, ZERO), 6), unit }) };
}

function onWritten(state: MergeBenchState, seq: number): MergeStep {
  const { pending, plan } = state;
  if (pending === undefined) return stay(state);
  const { unit, box, parcels } = pending;
  const last = { unit, box, parcels: parcels.length, seq, undone: false };
  const left = state.parcels.filter(({ waybill }) => !parcels.some((one) => one.waybill === waybill));
  const closed = { ...state, pending: undefined, last, toWeigh: [...state.toWeigh, unit] };
  if (plan !== undefined && plan.at + 1 < plan.cartons.length)
    return stay({ ...closed, phase: 'planned', parcels: left, plan: { ...plan, at: plan.at + 1 } }, cue('next'));
  // What no carton takes goes on as it is.
  return stay({ ...closed, phase: 'collecting', parcels: [], plan: undefined }, cue('ok'), { type: 'weigh', unit });
}

/** The parcel that was refused, else the one scanned last: it goes to the hold shelf and into no carton. */
function setAside(state: MergeBenchState, { findParcel, practice, holdPlace }: MergeContext): MergeStep {
  const { refusal, parcels } = state;
  const refused = findParcel(refusal?.subject ?? '')?.waybill;
  const waybill = refused ?? parcels.at(-1)?.waybill;
  if (waybill === undefined) return stay(state, cue('check'));
  const payload = { waybill, code: refused === undefined ? BY_HAND : (refusal?.code ?? BY_HAND), place: holdPlace };
  const left = parcels.filter((parcel) => parcel.waybill !== waybill);
  return stay(
    { ...state, phase: 'collecting', plan: undefined, refusal: undefined, parcels: left },
    { type: 'aside', payload: { ...payload, scanned: false, practice } },
    cue('next'),
  );
}

/** The last scanned parcel is put back; with none in hand the last carton is opened again, unless it is weighed already. */
function undo(state: MergeBenchState, context: MergeContext): MergeStep {
  if (state.phase === 'planned') return stay({ ...state, phase: 'collecting', plan: undefined }, cue('next'));
  // They go apart: all of them are put back.
  if (state.refusal?.code === 'MERGE_NO_CARTON')
    return stay({ ...state, parcels: [], refusal: undefined }, cue('next'));
  if (state.refusal !== undefined) return stay({ ...state, refusal: undefined }, cue('next'));
  if (state.parcels.length > 0) return stay({ ...state, parcels: state.parcels.slice(0, -1) }, cue('next'));
  const { last } = state;
  if (last === undefined || last.undone) return stay(state, cue('check'));
  if (context.findParcel(last.unit) !== undefined) return refuse(state, { code: 'MERGE_WEIGHED', subject: last.unit });
  return stay(state, {
    type: 'undo',
    payload: { unit: last.unit, undoes: last.seq, reason: 'opened again at the bench' },
  });
}
