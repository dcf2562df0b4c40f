/** What we use of the Windows spooler. Calls are short; `writePrinter` copies into the spool file. Each throws with the Win32 error. */
export interface Winspool {
  list(): readonly string[];
  openPrinter(name: string): bigint;
  closePrinter(handle: bigint): void;
  /** PRINTER_INFO_2.Status and .Attributes. */
  printerState(handle: bigint): { readonly status: number; readonly attributes: number };
  /** DRIVER_INFO_8.dwPrinterDriverAttributes. */
  driverAttributes(handle: bigint): number;
  /** Gives the job's number. */
  startDoc(handle: bigint, document: string, dataType: 'RAW' | 'XPS_PASS'): number;
  startPage(handle: bigint): void;
  /** How many bytes were taken; may be fewer than were given. */
  write(handle: bigint, bytes: Uint8Array): number;
  endPage(handle: bigint): void;
  endDoc(handle: bigint): void;
  abort(handle: bigint): void;
  /** JOB_INFO_1.Status; undefined when the spooler has forgotten the job, which it does once it is printed. */
  jobStatus(handle: bigint, job: number): number | undefined;
  cancelJob(handle: bigint, job: number): void;
}
