import {
  compare,
  divide,
  fromDecimal,
  fromInteger,
  multiply,
  roundToStep,
  type Rational,
  type RoundingMode,
} from '../measure/rational.ts';
import { massIn } from '../measure/mass.ts';
import { volumeIn, type VolumeUnit } from '../measure/volume.ts';
import type { MassUnit } from '../measure/quantity.ts';
import { AreaList, packAreas, textSource } from './areas/area-pack.ts';
import { checkRule } from './check-rule.ts';
import { compileCondition, measuresOf, type Test } from './compile-condition.ts';
import { firstIssue } from './first-issue.ts';
import { fault, rated, RatingStop, type Rated } from './rating-fault.ts';
import { ratingRuleSchema, ruleTemplateSchema, type RatingRule } from './rule.ts';
import type { Limit, NumericMeasure, Rounding, StepTable } from './rule-parts.ts';

interface Band<T> {
  readonly end: Rational | undefined;
  readonly inclusive: boolean;
  readonly of: T;
}
interface RoundingBand extends Rounding {
  readonly below?: string | undefined;
  readonly upTo?: string | undefined;
}
interface Step {
  readonly mode: RoundingMode;
  readonly step: Rational;
  readonly stepText: string;
}
/** A rounding ready to run. Returns the value itself where nothing is rounded. */
export type Rounder = ((value: Rational) => Rational) & { readonly stepFor: (value: Rational) => Step };

export interface CompiledRule {
  readonly rule: RatingRule;
  readonly sides:
    | { readonly mode: RoundingMode; readonly step: Rational; readonly least: readonly (Rational | undefined)[] }
    | undefined;
  readonly shapeFactors: ReadonlyMap<string, Rational>;
  readonly volumeRounding: Rounder | undefined;
  /** Weight (rule's unit) per lengthUnit³, as a divisor; undefined where volume never counts. */
  readonly divisor: { readonly value: Rational; readonly text: string } | undefined;
  readonly bands:
    | {
        readonly measure: NumericMeasure;
        readonly bands: readonly Band<{ value: Rational; text: string } | undefined>[];
      }
    | undefined;
  readonly gate: Test | undefined;
  readonly round: {
    readonly pieceVolumetric: Rounder | undefined;
    readonly pieceActual: Rounder | undefined;
    readonly piece: Rounder | undefined;
    readonly ticketVolumetric: Rounder | undefined;
    readonly ticketActual: Rounder | undefined;
    readonly final: Rounder | undefined;
  };
  readonly choiceFigures: {
    readonly ratio: Rational;
    readonly share: Rational;
    readonly allowance: Rational;
    readonly perMetre: Rational;
    readonly trailer: Rational;
  };
  readonly multipliers: readonly { readonly test: Test; readonly factor: Rational; readonly text: string }[];
  readonly minimum: {
    readonly piece: Rational | undefined;
    readonly ticket: Rational | undefined;
    readonly ticketCbm: Rational | undefined;
    readonly startWeights: ReadonlyMap<string, Rational> | undefined;
  };
  readonly areas: AreaList | undefined;
  readonly cap: { readonly of: 'volumetric' | 'chargeable'; readonly value: Rational } | undefined;
  readonly limits: readonly {
    readonly limit: Limit;
    readonly test: Test;
    readonly minimum: Rational | undefined;
    /** Looks at the billable weight, so it is asked once that is known. */
    readonly late: boolean;
  }[];
}

const inBand = <T>(bands: readonly Band<T>[], value: Rational): T | undefined =>
  bands.find(
    ({ end, inclusive }) => end === undefined || (inclusive ? compare(value, end) <= 0 : compare(value, end) < 0),
  )?.of;

function compileSteps(table: StepTable | undefined): Rounder | undefined {
  if (table === undefined) return undefined;
  const list: readonly RoundingBand[] = Array.isArray(table) ? table : [table];
  const bands = list.map((row): Band<Step> => {
    const { below, upTo } = row;
    const end = below ?? upTo;
    return {
      end: end === undefined ? undefined : fromDecimal(end),
      inclusive: upTo !== undefined,
      of: { mode: row.mode, step: fromDecimal(row.step), stepText: row.step },
    };
  });
  const only = bands.length === 1 ? bands[0]?.of : undefined;
  const none: Step = { mode: 'none', step: fromInteger(1), stepText: '1' };
  const stepFor = (value: Rational): Step => only ?? inBand(bands, value) ?? none;
  const round = (value: Rational): Rational => {
    const { mode, step } = stepFor(value);
    return roundToStep(value, step, mode);
  };
  return Object.assign(round, { stepFor });
}

/** lengthUnit³ per weightUnit, from whatever unit the rule states its divisor in. */
function divisorInRuleUnits(rule: RatingRule, text: string): Rational {
  const figure = fromDecimal(text);
  const [volumeUnit, weightUnit] = (rule.divisorUnit ?? '').split('/');
  if (volumeUnit === undefined || weightUnit === undefined || rule.weightUnit === 'cbm' || rule.weightUnit === 'ft3')
    return figure;
  const volume = volumeIn(figure, volumeUnit as VolumeUnit, `${rule.lengthUnit}3`);
  return divide(volume, massIn({ value: '1', unit: weightUnit as MassUnit }, rule.weightUnit));
}

const cubicMetre = (rule: RatingRule): Rational => volumeIn(fromInteger(1), 'm3', `${rule.lengthUnit}3`);

function mainDivisor(rule: RatingRule): CompiledRule['divisor'] {
  if (rule.weightUnit === 'cbm') return { value: cubicMetre(rule), text: '1 m³' };
  if (rule.weightUnit === 'ft3')
    return { value: volumeIn(fromInteger(1), 'ft3', `${rule.lengthUnit}3`), text: '1 ft³' };
  if (rule.density !== undefined)
    return {
      value: divide(cubicMetre(rule), massIn({ value: rule.density, unit: 'kg' }, rule.weightUnit)),
      text: `${rule.density} kg/m³`,
    };
  return rule.divisor === undefined ? undefined : { value: divisorInRuleUnits(rule, rule.divisor), text: rule.divisor };
}

function compileAreas(rule: RatingRule): AreaList | undefined {
  if (rule.areas === undefined) return undefined;
  const packed = packAreas(rule.areas);
  if (packed.ok) return new AreaList(textSource(packed.text));
  const { row, field, problem } = packed.fault;
  throw new RatingStop('RULE_CONTRADICTORY', `rule.areas.${row - 1}.${field}`, problem);
}

function compile(rule: RatingRule): CompiledRule {
  const optional = (text: string | undefined): Rational | undefined =>
    text === undefined ? undefined : fromDecimal(text);
  const least = rule.sides?.minimum;
  const { choice } = rule;
  const figure = (text: string | undefined): Rational => fromDecimal(text ?? '0');
  return {
    rule,
    sides:
      rule.sides === undefined
        ? undefined
        : {
            mode: rule.sides.mode,
            step: fromDecimal(rule.sides.step),
            least:
              least === undefined
                ? []
                : typeof least === 'string'
                  ? [fromDecimal(least), fromDecimal(least), fromDecimal(least)]
                  : [optional(least.longest), optional(least.second), optional(least.shortest)],
          },
    shapeFactors: new Map(Object.entries(rule.shapeFactors ?? {}).map(([shape, text]) => [shape, fromDecimal(text)])),
    volumeRounding: compileSteps(rule.volumeRounding),
    divisor: mainDivisor(rule),
    bands:
      rule.divisorBands === undefined
        ? undefined
        : {
            measure: rule.divisorBands.measure,
            bands: rule.divisorBands.bands.map((band) => ({
              end: optional(band.below ?? band.upTo),
              inclusive: band.upTo !== undefined,
              of:
                band.divisor === null
                  ? undefined
                  : { value: divisorInRuleUnits(rule, band.divisor), text: band.divisor },
            })),
          },
    gate: rule.gate === undefined ? undefined : compileCondition(rule, rule.gate.when, 'rule.gate.when'),
    round: {
      pieceVolumetric: compileSteps(rule.rounding?.pieceVolumetric),
      pieceActual: compileSteps(rule.rounding?.pieceActual),
      piece: compileSteps(rule.rounding?.piece),
      ticketVolumetric: compileSteps(rule.rounding?.ticketVolumetric),
      ticketActual: compileSteps(rule.rounding?.ticketActual),
      final: compileSteps(rule.rounding?.final),
    },
    choiceFigures: {
      ratio: figure(choice.mode === 'ratio' ? choice.ratio : undefined),
      share: figure(choice.mode === 'split' ? choice.share : undefined),
      allowance: figure(choice.mode === 'free-allowance' ? choice.allowance : undefined),
      perMetre:
        choice.mode === 'greatest-of-three' && rule.weightUnit !== 'cbm' && rule.weightUnit !== 'ft3'
          ? massIn({ value: choice.kgPerLoadingMetre, unit: 'kg' }, rule.weightUnit)
          : figure(undefined),
      trailer: figure(choice.mode === 'greatest-of-three' ? choice.trailerWidth : undefined),
    },
    multipliers: (rule.multipliers ?? []).map(({ when, factor }, i) => ({
      test: compileCondition(rule, when, `rule.multipliers.${i}.when`),
      factor: fromDecimal(factor),
      text: factor,
    })),
    minimum: {
      piece: optional(rule.minimums?.piece),
      ticket: optional(rule.minimums?.ticket),
      ticketCbm:
        rule.minimums?.ticketCbm === undefined
          ? undefined
          : multiply(fromDecimal(rule.minimums.ticketCbm), cubicMetre(rule)),
      startWeights:
        rule.minimums?.startWeights === undefined
          ? undefined
          : new Map(Object.entries(rule.minimums.startWeights).map(([country, text]) => [country, fromDecimal(text)])),
    },
    areas: compileAreas(rule),
    cap: rule.cap === undefined ? undefined : { of: rule.cap.of, value: fromDecimal(rule.cap.value) },
    limits: (rule.limits ?? []).map((limit, i) => ({
      limit,
      test: compileCondition(rule, limit.when, `rule.limits.${i}.when`),
      minimum: optional(limit.minimumBillable),
      late: measuresOf(limit.when).includes('billable'),
    })),
  };
}

const compiled = new WeakMap<RatingRule, Rated<CompiledRule>>();

/** A checked rule, ready to run. Compiled once for each rule object; the rule must not be changed afterwards. */
export function compileRule(rule: RatingRule): Rated<CompiledRule> {
  const known = compiled.get(rule);
  if (known !== undefined) return known;
  let answer: Rated<CompiledRule>;
  const contradiction = checkRule(rule);
  if (contradiction !== undefined) answer = { ok: false, error: contradiction };
  else
    try {
      answer = rated(compile(rule));
    } catch (error) {
      if (!(error instanceof RatingStop)) throw error;
      answer = { ok: false, error: error.fault };
    }
  compiled.set(rule, answer);
  return answer;
}

/** Reads one rule from outside. RULE_UNKNOWN for an empty template, RULE_BROKEN for a field that is unknown, missing or unreadable. */
export function readRule(value: unknown, at = 'rule'): Rated<RatingRule> {
  if (ruleTemplateSchema.safeParse(value).success)
    return fault('RULE_UNKNOWN', at, 'this is an empty template: fill in the figures of your own contract first');
  const parsed = ratingRuleSchema.safeParse(value);
  if (parsed.success) return rated(parsed.data);
  const { path, message } = firstIssue(parsed.error.issues);
  return fault('RULE_BROKEN', [at, ...path].join('.'), message);
}
