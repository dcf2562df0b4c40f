import type { Winspool } from './winspool.ts';

const PRINTER_ENUM_LOCAL_AND_CONNECTIONS = 0x2 | 0x4;
const ERROR_INVALID_PARAMETER = 87;
const JOB_CONTROL_DELETE = 5;
/** Offsets on 64-bit Windows, natural alignment (winspool.h). */
const PRINTER_INFO_2 = { attributes: 104, status: 124 } as const;
const PRINTER_INFO_4 = { size: 24, name: 0 } as const;
/**
 * DRIVER_INFO_8W: cVersion, six strings (8–55), pDependentFiles 56, pMonitorName 64, pDefaultDataType 72, pszzPreviousNames 80,
 * ftDriverDate 88, dwlDriverVersion 96, pszMfgName 104, pszOEMUrl 112, pszHardwareID 120, pszProvider 128, pszPrintProcessor 136,
 * pszVendorSetup 144, pszzColorProfiles 152, pszInfPath 160, dwPrinterDriverAttributes 168.
 */
const DRIVER_INFO_8_ATTRIBUTES = 168;
/** JOB_INFO_1W: JobId 0, six strings 8–55 with pStatus, Status 56. */
const JOB_INFO_1_STATUS = 56;

/**
 * winspool.drv by koffi. Only called on 64-bit Windows; nothing of it was run on Windows by us (docs/labels.md). Structures come as bytes
 * and are read at their documented offsets: no structure of ours can disagree with the compiler's.
 */
export async function loadWinspool(): Promise<Winspool> {
  if (process.platform !== 'win32') throw new Error('the Windows spooler is on Windows only');
  const { default: koffi } = await import('koffi');
  const library = koffi.load('winspool.drv');
  const kernel = koffi.load('kernel32.dll');
  const lastError = kernel.func('uint32_t __stdcall GetLastError()') as () => number;
  koffi.struct('WeighhouseDocInfo1', { pDocName: 'str16', pOutputFile: 'str16', pDatatype: 'str16' });
  const declare = (text: string): ((...parameters: unknown[]) => number) =>
    library.func(text) as (...parameters: unknown[]) => number;
  const open = declare('int __stdcall OpenPrinterW(str16 name, _Out_ uint64_t *handle, void *defaults)');
  const close = declare('int __stdcall ClosePrinter(uint64_t handle)');
  const getPrinter = declare(
    'int __stdcall GetPrinterW(uint64_t handle, uint32_t level, void *buffer, uint32_t size, _Out_ uint32_t *needed)',
  );
  const getDriver = declare(
    'int __stdcall GetPrinterDriverW(uint64_t handle, str16 environment, uint32_t level, void *buffer, uint32_t size, _Out_ uint32_t *needed)',
  );
  const enumerate = declare(
    'int __stdcall EnumPrintersW(uint32_t flags, str16 name, uint32_t level, void *buffer, uint32_t size, _Out_ uint32_t *needed, _Out_ uint32_t *count)',
  );
  const startDoc = declare(
    'uint32_t __stdcall StartDocPrinterW(uint64_t handle, uint32_t level, WeighhouseDocInfo1 *info)',
  );
  const startPage = declare('int __stdcall StartPagePrinter(uint64_t handle)');
  const endPage = declare('int __stdcall EndPagePrinter(uint64_t handle)');
  const endDoc = declare('int __stdcall EndDocPrinter(uint64_t handle)');
  const abort = declare('int __stdcall AbortPrinter(uint64_t handle)');
  const write = declare(
    'int __stdcall WritePrinter(uint64_t handle, void *bytes, uint32_t size, _Out_ uint32_t *written)',
  );
  const getJob = declare(
    'int __stdcall GetJobW(uint64_t handle, uint32_t job, uint32_t level, void *buffer, uint32_t size, _Out_ uint32_t *needed)',
  );
  const setJob = declare(
    'int __stdcall SetJobW(uint64_t handle, uint32_t job, uint32_t level, void *info, uint32_t command)',
  );

  const must = (call: string, ok: number): void => {
    if (ok === 0) throw new Error(`${call}: Windows error ${lastError()}`);
  };
  /** Asks for the size, then for the bytes. undefined with the error number when the call fails. */
  const sized = (call: string, ask: (buffer: Buffer | null, size: number, needed: number[]) => number): Buffer => {
    const needed = [0];
    ask(null, 0, needed);
    const size = needed[0] ?? 0;
    if (size === 0) throw new WindowsError(call, lastError());
    const buffer = Buffer.alloc(size);
    if (ask(buffer, size, needed) === 0) throw new WindowsError(call, lastError());
    return buffer;
  };
  return {
    list() {
      const count = [0];
      let buffer: Buffer;
      try {
        buffer = sized('EnumPrinters', (into, size, needed) =>
          enumerate(PRINTER_ENUM_LOCAL_AND_CONNECTIONS, null, 4, into, size, needed, count),
        );
      } catch (error) {
        if (error instanceof WindowsError && error.number === 0) return [];
        throw error;
      }
      return Array.from({ length: count[0] ?? 0 }, (_, index) =>
        String(koffi.decode(buffer, index * PRINTER_INFO_4.size + PRINTER_INFO_4.name, 'str16')),
      );
    },
    openPrinter(name) {
      const handle = [0n];
      must('OpenPrinter', open(name, handle, null));
      return BigInt(handle[0] ?? 0);
    },
    closePrinter: (handle) => void close(handle),
    printerState(handle) {
      const info = sized('GetPrinter', (into, size, needed) => getPrinter(handle, 2, into, size, needed));
      return {
        status: info.readUInt32LE(PRINTER_INFO_2.status),
        attributes: info.readUInt32LE(PRINTER_INFO_2.attributes),
      };
    },
    driverAttributes: (handle) =>
      sized('GetPrinterDriver', (into, size, needed) => getDriver(handle, null, 8, into, size, needed)).readUInt32LE(
        DRIVER_INFO_8_ATTRIBUTES,
      ),
    startDoc(handle, document, dataType) {
      const job = startDoc(handle, 1, { pDocName: document, pOutputFile: null, pDatatype: dataType });
      must('StartDocPrinter', job);
      return job;
    },
    startPage: (handle) => must('StartPagePrinter', startPage(handle)),
    write(handle, bytes) {
      const written = [0];
      must('WritePrinter', write(handle, Buffer.from(bytes), bytes.length, written));
      return written[0] ?? 0;
    },
    endPage: (handle) => must('EndPagePrinter', endPage(handle)),
    endDoc: (handle) => must('EndDocPrinter', endDoc(handle)),
    abort: (handle) => void abort(handle),
    jobStatus(handle, job) {
      try {
        return sized('GetJob', (into, size, needed) => getJob(handle, job, 1, into, size, needed)).readUInt32LE(
          JOB_INFO_1_STATUS,
        );
      } catch (error) {
        if (error instanceof WindowsError && error.number === ERROR_INVALID_PARAMETER) return undefined;
        throw error;
      }
    },
    cancelJob: (handle, job) => must('SetJob', setJob(handle, job, 0, null, JOB_CONTROL_DELETE)),
  };
}

class WindowsError extends Error {
  readonly number: number;
  constructor(call: string, number: number) {
    super(`${call}: Windows error ${number}`);
    this.number = number;
  }
}
