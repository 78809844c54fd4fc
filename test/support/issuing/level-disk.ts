import { createLevelBackend } from '../../../service/adapters/level/level-backend.ts';
import type { Backend } from '../../../service/adapters/level/backend.ts';

/** LevelDB in a folder, whose process can die: nothing it began is answered, and the next process opens it again. */
export function createLevelDisk(folder: string): Backend & { crash(): void } {
  const backend = createLevelBackend(folder);
  return {
    ...backend,
    // Opening first closes what is open: the lock of a dead process is free, too.
    crash: () => undefined,
  };
}
