/** Link-OS printers only; others ignore it, because outside `^XA … ^XZ` it is no command. */
export const ZPL_ODOMETER = '! U1 getvar "odometer.total_label_count"\r\n';

/** Labels printed in the printer's life. undefined: no number between quotes yet, "?" is what a printer says that does not count. */
export function parseZplOdometer(text: string): number | undefined {
  const match = /"(\d{1,12})(?: [A-Za-z]+)?"/.exec(text);
  return match === null ? undefined : Number(match[1]);
}
