import type { ErrorCode } from '../errors/catalog.ts';
import type { ParcelFinding } from './check-parcel.ts';
import { ratingFacts } from './rating-facts.ts';
import type { BenchContext, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import type { Answer, OpenParcel, Refusal } from './weigh-bench-state.ts';
import { refuse, take } from './weigh-bench-steps.ts';

/** Codes a lead may overrule; what the law forbids is not among them, and a hold is released, not overruled. */
const LEAD_MAY_ACCEPT: readonly ParcelFinding['code'][] = ['PARCEL_OVER_LIMIT'];

const answersTo = (code: ParcelFinding['code']): readonly Answer[] => {
  switch (code) {
    case 'WEIGHT_DIFFERS':
    case 'PARCEL_DOUBTFUL':
      return ['accept', 'weigh-again'];
    case 'PARCEL_NEAR_LIMIT':
    case 'CARGO_NEEDS':
      return ['accept'];
    case 'PARCEL_HELD':
    case 'PARCEL_IN_MERGE':
    case 'PARCEL_OVER_LIMIT':
    case 'CARGO_REFUSED':
    case 'RULE_UNKNOWN':
    case 'RULE_BROKEN':
    case 'RULE_CONTRADICTORY':
    case 'RULE_EXPIRED':
    case 'RATING_INPUT_REFUSED':
    case 'PRICE_UNKNOWN':
      return ['set-aside'];
  }
};

/** The first thing that still speaks against the parcel, put as a refusal; undefined: it may go on. */
export function objection(
  parcel: OpenParcel,
  more: { readonly gross?: OpenParcel['declared'] },
  { rules }: BenchContext,
): (Refusal & { readonly stops: boolean }) | undefined {
  const { waybill, line, cargoClass, country, packaging, dutyMode, declared, dimensions } = parcel;
  const found = rules
    .check({ waybill, line, cargoClass, country, packaging, dutyMode, declared, dimensions, ...more })
    .find(
      ({ code }) =>
        !(code === 'PARCEL_HELD' && parcel.released === true) &&
        parcel.answered?.some((answer) => answer.code === code) !== true,
    );
  if (found === undefined) return undefined;
  const { code, severity, zh, en, hold } = found;
  return {
    code,
    subject: waybill,
    answers: answersTo(code),
    facts: { zh, en },
    stops: severity === 'stop',
    ...(severity === 'stop' ? { place: rules.holdPlace } : {}),
    ...(hold === undefined ? {} : { hold, listAgeMs: rules.holdList?.ageMs }),
    lead: code === 'PARCEL_HELD' || LEAD_MAY_ACCEPT.includes(code),
  };
}

/** The rule of the line cannot say what this parcel bills: which field is missing or wrong, and where the parcel waits. */
export const notRated = (
  waybill: string,
  error: { readonly code: ErrorCode; readonly detail?: string | undefined },
  { rules }: BenchContext,
): NonNullable<ReturnType<typeof objection>> => ({
  code: error.code,
  subject: waybill,
  answers: ['set-aside'],
  ...(error.detail === undefined ? {} : { facts: ratingFacts(error.detail) }),
  place: rules.holdPlace,
  stops: true,
});

/** The parcel is in hand: stopped, asked about, or waited for on the plate. Before its weight only what needs no weight is judged. */
export function admit(memory: BenchMemory, parcel: OpenParcel, context: BenchContext): BenchStep {
  const opened = { ...memory, bench: { ...memory.bench, parcel } };
  const against = objection(parcel, {}, context);
  if (against !== undefined) return stopFor(opened, against);
  return take(memory, parcel, context.rules.order === 'weigh-first');
}

export function stopFor(memory: BenchMemory, against: NonNullable<ReturnType<typeof objection>>): BenchStep {
  const { stops, ...refusal } = against;
  return refuse(memory, refusal, stops ? 'stop' : 'check');
}

/** A person has looked and says that it is right; the parcel's record will say so. */
export const withAnswer = (parcel: OpenParcel, refusal: Refusal, answer: string, lead?: string): OpenParcel => ({
  ...parcel,
  answered: [
    ...(parcel.answered ?? []),
    {
      code: refusal.code,
      answer,
      ...(refusal.facts === undefined ? {} : { note: refusal.facts.zh.slice(0, 300) }),
      ...(lead === undefined ? {} : { lead }),
    },
  ].slice(-10),
});
