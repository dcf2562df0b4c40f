import type { ErrorCode } from '../errors/catalog.ts';
import { preprintedMark, type PreprintedMark } from '../labels/preprinted-marks.ts';
import { judgeParcel, type PlausibilitySettings } from '../plausibility/judge-parcel.ts';
import { cargoWord, isGeneralCargo } from '../rating/cargo/cargo-classes.ts';
import { judgeCargo, type CargoAction } from '../rating/cargo/cargo-matrix.ts';
import type { CompiledRule } from '../rating/compile-rule.ts';
import { evaluateTicket } from '../rating/evaluate-ticket.ts';
import type { Flag } from '../rating/raise-flags.ts';
import type { Rated } from '../rating/rating-fault.ts';
import { holdReasons, type Held } from '../reference/hold.ts';
import type { Line } from '../reference/reference-data.ts';
import type { ParcelToCheck } from './parcel-to-check.ts';
import { onLine, ticketOf } from './rate-parcel.ts';
import { ratingFacts } from './rating-facts.ts';

export type { ParcelToCheck } from './parcel-to-check.ts';

/** Look-ups and choices that the rules need. All of them are local. */
export interface ParcelChecks {
  readonly findHold: (waybill: string) => Held | undefined;
  /** The rule of a line, valid today. */
  readonly ruleOf: (line: string) => Rated<CompiledRule>;
  /** What a line says for parcels that do not say it themselves. */
  readonly lineOf?: ((line: string) => Line | undefined) | undefined;
  /** undefined: stated and measured figures are not compared at this step. */
  readonly plausibility?: PlausibilitySettings | undefined;
}

/** One thing against a parcel. stop: it may not go on; check: a person looks and may say that it is right. */
export interface ParcelFinding {
  readonly code: Extract<
    ErrorCode,
    | 'PARCEL_HELD'
    | 'PARCEL_IN_MERGE'
    | 'RULE_UNKNOWN'
    | 'RULE_BROKEN'
    | 'RULE_CONTRADICTORY'
    | 'RULE_EXPIRED'
    | 'RATING_INPUT_REFUSED'
    | 'PRICE_UNKNOWN'
    | 'CARGO_REFUSED'
    | 'CARGO_NEEDS'
    | 'PARCEL_OVER_LIMIT'
    | 'PARCEL_NEAR_LIMIT'
    | 'WEIGHT_DIFFERS'
    | 'PARCEL_DOUBTFUL'
  >;
  readonly severity: 'stop' | 'check';
  /** The facts: which limit, both numbers, what is missing. */
  readonly zh: string;
  readonly en: string;
  readonly hold?: Held | undefined;
}

/**
 * Whether a parcel may go on: hold, cargo class on its line, limits of the line, stated against measured figures. The same function at
 * weighing, bagging, merging and handover, so that no step is milder than another. Worst first; empty: nothing speaks against it.
 */
export function checkParcel(given: ParcelToCheck, checks: ParcelChecks): readonly ParcelFinding[] {
  const parcel = given.line === undefined ? given : onLine(given, checks.lineOf?.(given.line));
  const found: ParcelFinding[] = [];
  const hold = checks.findHold(parcel.waybill);
  if (hold !== undefined) found.push(heldFinding(hold));
  if (parcel.line !== undefined) {
    const rule = checks.ruleOf(parcel.line);
    if (rule.ok) found.push(...cargoFindings(parcel, parcel.line, rule.value), ...limitFindings(parcel, rule.value));
    else
      found.push({ code: rule.error.code, severity: 'stop', ...ratingFacts(`${rule.error.at}: ${rule.error.detail}`) });
  }
  if (checks.plausibility !== undefined) found.push(...doubtFindings(parcel, checks.plausibility));
  return [
    ...found.filter(({ severity }) => severity === 'stop'),
    ...found.filter(({ severity }) => severity !== 'stop'),
  ];
}

const withNote = (words: string, note: string | undefined): string =>
  note === undefined ? words : `${words}: ${note}`;

function heldFinding(hold: Held): ParcelFinding {
  const { zh, en } = holdReasons[hold.reason];
  return { code: 'PARCEL_HELD', severity: 'stop', zh: withNote(zh, hold.note), en: withNote(en, hold.note), hold };
}

// ── cargo class ──────────────────────────────────────────────────────────────────────────────────────────────────────

function cargoFindings(parcel: ParcelToCheck, line: string, { rule }: CompiledRule): ParcelFinding[] {
  const cargoClass = isGeneralCargo(parcel.cargoClass) ? 'general' : parcel.cargoClass;
  const words = { zh: cargoWord(cargoClass, 'zh'), en: cargoWord(cargoClass, 'en') };
  if (rule.cargoClasses !== undefined && !rule.cargoClasses.includes(cargoClass))
    return [refusedCargo(`${line} 不收${words.zh}`, `${line} does not take ${words.en}`)];
  if (rule.cargo === undefined) return [];
  const judged = judgeCargo(rule.cargo, {
    line: rule.service ?? rule.id,
    destination: parcel.country,
    classes: [cargoClass],
    also: parcel.dutyMode === undefined ? [] : [parcel.dutyMode.toLowerCase()],
  });
  // A class that the matrix does not name is no class that it allows.
  if (!judged.ok)
    return judged.error.code === 'RULE_UNKNOWN'
      ? [refusedCargo(`${line} 的品类表里没有${words.zh}`, `${words.en} is not on the list of ${line}`)]
      : [{ code: judged.error.code, severity: 'stop', ...ratingFacts(`${judged.error.at}: ${judged.error.detail}`) }];
  const actions = judged.value.flatMap((verdict) => verdict.actions);
  const blocked = actions.find(({ type }) => type === 'block');
  if (blocked !== undefined)
    return [
      refusedCargo(
        withNote(`${line} 不收${words.zh}`, blocked.zh),
        withNote(`${line} does not take ${words.en}`, blocked.en),
      ),
    ];
  const needs = actions.filter(({ type }) => type === 'document' || type === 'mark');
  const list = (language: 'zh' | 'en'): string =>
    needs.map((need: CargoAction) => need[language] ?? stockOf(need)?.[language] ?? need.what ?? '').join(', ');
  return needs.length === 0
    ? []
    : [
        {
          code: 'CARGO_NEEDS',
          severity: 'check',
          zh: `${words.zh}要: ${list('zh')}`,
          en: `${words.en} needs: ${list('en')}`,
        },
      ];
}

/** A mark that comes from the roll of preprinted ones, not from the label printer. */
const stockOf = ({ type, what = '' }: CargoAction): PreprintedMark | undefined =>
  type === 'mark' ? preprintedMark(what) : undefined;

const refusedCargo = (zh: string, en: string): ParcelFinding => ({ code: 'CARGO_REFUSED', severity: 'stop', zh, en });

// ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function limitFindings(parcel: ParcelToCheck, compiled: CompiledRule): ParcelFinding[] {
  const { gross, dimensions, country } = parcel;
  const { lane } = compiled.rule;
  if (lane?.destinations !== undefined && country !== undefined && !lane.destinations.includes(country))
    return [overLimit(`这条线路不去 ${country}`, `The line does not go to ${country}`)];
  if (gross === undefined || dimensions === undefined) return [];
  const evaluation = evaluateTicket(compiled, ticketOf(compiled.rule, [parcel]));
  // That a ticket cannot be rated is said by the one who rates it.
  if (!evaluation.ok) return [];
  const size = `${gross.value} ${gross.unit}, ${dimensions.length} × ${dimensions.width} × ${dimensions.height} ${dimensions.unit}`;
  const words = (flags: readonly Flag[], language: 'zh' | 'en'): string =>
    `${flags.map(({ limit }) => limit[language] ?? limit.id).join(', ')} (${size})`;
  const of = (severity: 'block' | 'warn'): Flag[] =>
    evaluation.value.flags.filter(({ limit }) => limit.severity === severity);
  const [blocks, warnings] = [of('block'), of('warn')];
  return [
    ...(blocks.length === 0 ? [] : [overLimit(words(blocks, 'zh'), words(blocks, 'en'))]),
    ...(warnings.length === 0
      ? []
      : [
          {
            code: 'PARCEL_NEAR_LIMIT' as const,
            severity: 'check' as const,
            zh: words(warnings, 'zh'),
            en: words(warnings, 'en'),
          },
        ]),
  ];
}

const overLimit = (zh: string, en: string): ParcelFinding => ({ code: 'PARCEL_OVER_LIMIT', severity: 'stop', zh, en });

// ── stated against measured ──────────────────────────────────────────────────────────────────────────────────────────

function doubtFindings(parcel: ParcelToCheck, settings: PlausibilitySettings): ParcelFinding[] {
  const { gross, declared, dimensions, cargoClass } = parcel;
  if (gross === undefined) return [];
  const doubts = judgeParcel(
    {
      measured: gross,
      ...(declared === undefined ? {} : { declared }),
      ...(dimensions === undefined ? {} : { dimensions }),
      cargoClass: isGeneralCargo(cargoClass) ? 'general' : cargoClass,
    },
    settings,
  );
  const stated = doubts.filter(({ about }) => about === 'declared' || about === 'upstream');
  const figures = doubts.filter(({ about }) => about === 'dimensions' || about === 'measured');
  const [first] = figures;
  return [
    ...stated.map(({ zh, en }) => ({ code: 'WEIGHT_DIFFERS' as const, severity: 'check' as const, zh, en })),
    ...(first === undefined
      ? []
      : [{ code: 'PARCEL_DOUBTFUL' as const, severity: 'check' as const, zh: first.zh, en: first.en }]),
  ];
}
