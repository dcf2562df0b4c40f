import { compare, fromDecimal } from '../measure/rational.ts';
import { cargoMatrixFault } from './cargo/cargo-matrix.ts';
import { measuresOf } from './compile-condition.ts';
import { priceFault } from './price/check-price.ts';
import type { RatingFault } from './rating-fault.ts';
import type { RatingRule } from './rule.ts';
import type { StepTable } from './rule-parts.ts';

interface BandEnd {
  readonly below?: string | undefined;
  readonly upTo?: string | undefined;
}

/** Bands must rise and only the last may be open, or some weight would have two answers or none. */
function bandFault(bands: readonly BandEnd[]): { index: number; detail: string } | undefined {
  for (const [index, band] of bands.entries()) {
    const last = index === bands.length - 1;
    if (band.below !== undefined && band.upTo !== undefined) return { index, detail: 'has both below and upTo' };
    const end = band.below ?? band.upTo;
    if (end === undefined && !last) return { index, detail: 'only the last band may be open' };
    if (end !== undefined && last) return { index, detail: 'the last band must be open: leave out below and upTo' };
    const before = bands[index - 1];
    const previous = before?.below ?? before?.upTo;
    if (end !== undefined && previous !== undefined && compare(fromDecimal(end), fromDecimal(previous)) <= 0)
      return { index, detail: `ends at ${end}, not above ${previous}` };
  }
  return undefined;
}

/** What a rule says against itself, with the field; undefined where it is sound. Fields alone are checked by the schema. */
export function checkRule(rule: RatingRule): RatingFault | undefined {
  const no = (at: string, detail: string): RatingFault => ({ code: 'RULE_CONTRADICTORY', at: `rule.${at}`, detail });
  if (rule.effectiveFrom !== undefined && rule.effectiveTo !== undefined && rule.effectiveTo < rule.effectiveFrom)
    return no('effectiveTo', `${rule.effectiveTo} is before effectiveFrom ${rule.effectiveFrom}`);

  const conversions = (['divisor', 'density', 'divisorBands'] as const).filter((field) => rule[field] !== undefined);
  if (rule.weightUnit === 'cbm') {
    if (rule.kgPerCbm === undefined) return no('kgPerCbm', 'needed where weight is billed in cubic metres');
    if (conversions[0] !== undefined) return no(conversions[0], 'cubic metres need no divisor or density');
    if (rule.choice.mode === 'greatest-of-three')
      return no('choice', 'loading metres cannot be billed in cubic metres');
  } else if (rule.weightUnit === 'ft3') {
    if (conversions[0] !== undefined) return no(conversions[0], 'cubic feet need no divisor or density');
    if (rule.choice.mode !== 'volumetric') return no('choice', 'a tier in cubic feet is chosen by volume alone');
  } else {
    if (rule.kgPerCbm !== undefined) return no('kgPerCbm', 'belongs to weightUnit cbm; use density for kg per m³');
    if (conversions.length > 1) return no(conversions[1] ?? '', `stands beside ${conversions[0]}: which one divides?`);
    if (conversions.length === 0 && rule.choice.mode !== 'actual')
      return no('divisor', `choice ${rule.choice.mode} needs divisor, density or divisorBands`);
  }
  if (rule.divisorUnit !== undefined && rule.divisor === undefined && rule.divisorBands === undefined)
    return no('divisorUnit', 'there is no divisor');
  if (rule.divisorBands !== undefined) {
    const broken = bandFault(rule.divisorBands.bands);
    if (broken !== undefined) return no(`divisorBands.bands.${broken.index}`, broken.detail);
    if (/^(volumetric|excess|billable|pieces)$/.test(rule.divisorBands.measure))
      return no('divisorBands.measure', `${rule.divisorBands.measure} is known only after the division`);
  }
  const tables: Readonly<Record<string, StepTable | undefined>> = {
    volumeRounding: rule.volumeRounding,
    ...Object.fromEntries(Object.entries(rule.rounding ?? {}).map(([slot, table]) => [`rounding.${slot}`, table])),
  };
  for (const [slot, table] of Object.entries(tables))
    if (Array.isArray(table)) {
      const broken = bandFault(table);
      if (broken !== undefined) return no(`${slot}.${broken.index}`, broken.detail);
    }
  const cargo = rule.cargo === undefined ? undefined : cargoMatrixFault(rule.cargo);
  if (cargo !== undefined) return no(`cargo.${cargo.at}`, cargo.detail);
  const slotFault = unreachedSlot(rule);
  if (slotFault !== undefined) return no(slotFault.at, slotFault.detail);
  if (rule.choice.mode === 'split' && compare(fromDecimal(rule.choice.share), fromDecimal('1')) > 0)
    return no('choice.share', 'a share is between 0 and 1: 70 % is 0.7');
  if (rule.cap?.of === 'volumetric' && rule.choice.mode === 'actual')
    return no('cap.of', 'volumetric weight never counts here');
  const top = rule.cap?.of === 'chargeable' ? rule.cap.value : undefined;
  if (top !== undefined)
    for (const [field, floor] of floorsOf(rule))
      if (compare(fromDecimal(floor), fromDecimal(top)) > 0) return no(field, `${floor} is above the cap of ${top}`);
  if (
    rule.minimums?.ticketCbm !== undefined &&
    rule.divisor === undefined &&
    rule.density === undefined &&
    rule.weightUnit !== 'cbm'
  )
    return no('minimums.ticketCbm', 'needs one divisor or density to become a weight');
  return limitFault(rule, no);
}

/** Every minimum of a rule in its own unit, by field. */
const floorsOf = (rule: RatingRule): readonly (readonly [string, string])[] => [
  ...(rule.minimums?.piece === undefined ? [] : [['minimums.piece', rule.minimums.piece] as const]),
  ...(rule.minimums?.ticket === undefined ? [] : [['minimums.ticket', rule.minimums.ticket] as const]),
  ...Object.entries(rule.minimums?.startWeights ?? {}).map(
    ([country, weight]) => [`minimums.startWeights.${country}`, weight] as const,
  ),
  ...(rule.limits ?? []).flatMap(({ minimumBillable }, i) =>
    minimumBillable === undefined ? [] : [[`limits.${i}.minimumBillable`, minimumBillable] as const],
  ),
];

/** A rounding that the order of evaluation never reaches would look as if it were applied. */
function unreachedSlot(rule: RatingRule): { at: string; detail: string } | undefined {
  const { aggregation, rounding = {} } = rule;
  const sums = aggregation === 'sum-compare' || aggregation === 'sum-compare-round';
  const compares = aggregation === 'compare-sum' || aggregation === 'compare-round-sum';
  if (sums && rounding.piece !== undefined)
    return { at: 'rounding.piece', detail: `${aggregation} compares totals: a piece has no result to round` };
  if (aggregation === 'compare-sum' && rounding.piece !== undefined)
    return { at: 'rounding.piece', detail: 'compare-sum does not round the pieces; compare-round-sum does' };
  for (const slot of ['ticketVolumetric', 'ticketActual'] as const)
    if (compares && rounding[slot] !== undefined)
      return { at: `rounding.${slot}`, detail: `${aggregation} compares pieces: totals are not compared` };
  if (aggregation === 'compare-round-sum' && rounding.piece === undefined)
    return { at: 'rounding.piece', detail: 'compare-round-sum needs it' };
  if (aggregation === 'sum-compare-round' && rounding.final === undefined)
    return { at: 'rounding.final', detail: 'sum-compare-round needs it' };
  if (rule.gate?.on === 'ticket' && !sums)
    return { at: 'gate.on', detail: 'a gate on the ticket needs an aggregation that sums first' };
  return undefined;
}

function limitFault(rule: RatingRule, no: (at: string, detail: string) => RatingFault): RatingFault | undefined {
  const limits = rule.limits ?? [];
  const ids = new Set<string>();
  const ranks = new Set<string>();
  for (const [i, limit] of limits.entries()) {
    if (ids.has(limit.id)) return no(`limits.${i}.id`, `${limit.id} stands twice`);
    ids.add(limit.id);
    if (limit.group !== undefined) {
      if (limit.rank === undefined) return no(`limits.${i}.rank`, 'a group needs ranks: which one is the highest?');
      const rank = `${limit.group} ${limit.rank}`;
      if (ranks.has(rank)) return no(`limits.${i}.rank`, `rank ${limit.rank} stands twice in group ${limit.group}`);
      ranks.add(rank);
    }
    if (limit.minimumBillable !== undefined && measuresOf(limit.when).includes('billable'))
      return no(`limits.${i}.when`, 'a minimum cannot depend on the billable weight it makes');
  }
  for (const [i, limit] of limits.entries())
    for (const other of limit.suppresses ?? [])
      if (!ids.has(other) || other === limit.id) return no(`limits.${i}.suppresses`, `${other} is no other limit`);
  const early = [
    ['gate.when', rule.gate?.when],
    ...(rule.multipliers ?? []).map(({ when }, i) => [`multipliers.${i}.when`, when] as const),
  ] as const;
  for (const [at, when] of early)
    if (when !== undefined && measuresOf(when).includes('billable'))
      return no(at, 'the billable weight is not known yet');
  if (rule.gate?.when !== undefined && rule.gate.on === 'piece' && measuresOf(rule.gate.when).includes('pieces'))
    return no('gate.when', 'a piece does not know how many there are; use a gate on the ticket');
  const price = rule.price === undefined ? undefined : priceFault(rule.price, ids);
  if (price !== undefined) return no(`price.${price.at}`, price.detail);
  return undefined;
}
