/**
 * Density of parcels as they cross a floor, kg per cubic metre of their box, by cargo class. Below the window a parcel is mostly air, above
 * it denser than packed goods of the class get; outside it is asked about, never corrected. Own estimates from material densities
 * (loose textile 100–250, paper 800, water 1000, steel 7850 packed with air); a site sets its own.
 */
export interface DensityWindow {
  /** kg/m³. */
  readonly least: string;
  readonly most: string;
}

export const densityWindows: Readonly<Record<string, DensityWindow>> = {
  general: { least: '15', most: '1500' },
  'battery-in': { least: '30', most: '2000' },
  'battery-with': { least: '30', most: '2000' },
  'battery-alone': { least: '100', most: '3000' },
  liquid: { least: '100', most: '1400' },
  'liquid-over-100ml': { least: '150', most: '1400' },
  powder: { least: '80', most: '1800' },
  cream: { least: '80', most: '1400' },
  cosmetics: { least: '50', most: '1400' },
  magnetic: { least: '50', most: '5000' },
  'magnetic-strong': { least: '100', most: '5000' },
  blade: { least: '50', most: '4000' },
  food: { least: '40', most: '1400' },
};
