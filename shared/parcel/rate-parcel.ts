import { failure, type Result } from '../errors/catalog.ts';
import { isGeneralCargo } from '../rating/cargo/cargo-classes.ts';
import type { ChargeableResult } from '../rating/chargeable-result.ts';
import type { CompiledRule } from '../rating/compile-rule.ts';
import type { Rated } from '../rating/rating-fault.ts';
import type { TicketInput } from '../rating/rating-input.ts';
import { rateChargeable } from '../rating/rate-chargeable.ts';
import type { RatingRule } from '../rating/rule.ts';
import type { Line } from '../reference/reference-data.ts';
import type { ParcelToCheck } from './parcel-to-check.ts';

/** A parcel with what its line says where the parcel itself says nothing: the country it goes to, how it is packed. */
export const onLine = <T extends ParcelToCheck>(parcel: T, line: Line | undefined): T => ({
  ...parcel,
  country: parcel.country ?? line?.country,
  packaging: parcel.packaging ?? line?.packaging,
});

/**
 * The ticket of one parcel, or of the pieces of one consignment, as every engine call of the floor makes it: check, rating, label and
 * the cloud's own reckoning. Class and country are those of the first; pieces travel together.
 */
export function ticketOf(rule: RatingRule, parcels: readonly ParcelToCheck[]): TicketInput {
  const country = parcels[0]?.country;
  return {
    pieces: parcels.map(({ gross, declared, dimensions, cargoClass, packaging }) => ({
      // A rule that compares several weighings is told both; what the warehouse weighs is the inbound one.
      ...(gross === undefined
        ? {}
        : rule.sources === undefined
          ? { weight: gross }
          : { weights: { inbound: gross, ...(declared === undefined ? {} : { declared }) } }),
      ...(dimensions === undefined ? {} : { dimensions }),
      ...(packaging === undefined ? {} : { packaging }),
      cargoClass: isGeneralCargo(cargoClass) ? 'general' : cargoClass,
    })),
    ...(rule.service === undefined ? {} : { service: rule.service }),
    ...(country === undefined ? {} : { destination: { country } }),
  };
}

/** Where pieces billed together can come to another figure than each for itself. */
export const billsTogether = ({ rule }: CompiledRule): boolean =>
  rule.aggregation !== undefined && rule.aggregation !== 'per-parcel';

/**
 * What one parcel bills, or several as one ticket, by the rule of its line: weight, reason, lever. Errors: those of the rule (unknown,
 * expired, broken, contradictory) and RATING_INPUT_REFUSED with the field that is missing.
 */
export function rateParcels(rule: Rated<CompiledRule>, parcels: readonly ParcelToCheck[]): Result<ChargeableResult> {
  if (!rule.ok) return failure(rule.error.code, `${rule.error.at}: ${rule.error.detail}`);
  return rateChargeable(rule.value, ticketOf(rule.value.rule, parcels));
}
