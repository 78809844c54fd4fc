import type { KeyObject } from 'node:crypto';
import type { Packed } from '../../domain/bulk/packed.ts';
import type { WorkThreads } from './work-threads.ts';

/** ES256 over payloads (base64url) under one header (base64url): 64 bytes r ‖ s each, in their order. It may take the payloads' bytes over. */
export type ManySigner = (key: KeyObject, header: string, payloads: Packed) => Promise<Uint8Array>;

/** Signs on the threads that are free; who asks for much asks for parts of it side by side. */
export function signOnThreads(threads: WorkThreads): ManySigner {
  return (key, header, payloads) => {
    const buffers = [payloads.bytes.buffer, payloads.ends.buffer] as ArrayBuffer[];
    return threads.run<Uint8Array>({ sign: { key, header, payloads } }, buffers);
  };
}
