import type { DurableFiles } from '../../../service/chain/durable-files.ts';

export type MemoryFiles = DurableFiles & {
  readonly content: Map<string, Uint8Array>;
  /** The next append writes so many of its bytes and then fails with this error code. */
  failNextAppend(code: string, written: number): void;
};

const failure = (code: string): Error => Object.assign(new Error(`${code}: the disk says no`), { code });

/** A disk in memory on which the next write can be made to fail. */
export function memoryFiles(initial: Record<string, Uint8Array> = {}): MemoryFiles {
  const content = new Map(Object.entries(initial));
  let fault: { code: string; written: number } | undefined;
  return {
    content,
    failNextAppend(code, written) {
      fault = { code, written };
    },
    async read(path) {
      const bytes = content.get(path);
      if (bytes === undefined) return undefined;
      return {
        size: bytes.length,
        chunks: (async function* () {
          // Chunks that end in the middle of lines, as a disk's do.
          for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
        })(),
      };
    },
    async replace(path, bytes) {
      content.set(path, bytes.slice());
    },
    async openAppend(path) {
      return {
        async append(bytes) {
          const current = fault;
          fault = undefined;
          const whole = current === undefined ? bytes : bytes.subarray(0, current.written);
          content.set(path, Buffer.concat([content.get(path) ?? new Uint8Array(), whole]));
          if (current !== undefined) throw failure(current.code);
        },
        close: async () => {},
      };
    },
    async truncate(path, length) {
      content.set(path, (content.get(path) as Uint8Array).slice(0, length));
    },
  };
}
