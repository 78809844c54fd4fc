import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Programs } from './programs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SETTLE_MS = 300;

/**
 * Restarts the services when a source changes, the other programs when one of theirs does, and keeps building the pages.
 */
export function watchSources(programs: Programs, report: (line: string) => void): { close(): void } {
  const vite = spawn(join(root, 'node_modules', '.bin', 'vite'), ['build', '--watch', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let restarting = Promise.resolve();

  async function restart(files: Set<string>): Promise<void> {
    const ofChain = [...files].some((file) => /^(chain|proof)[\\/]/.test(file));
    const all = [...programs.list];
    const ofSigners = [...files].some((file) => /^(signer|adapters[\\/]pki)[\\/]/.test(file));
    const affected = all.filter(
      ({ label }) => ofChain || label.endsWith('/service') || (ofSigners && label.includes('/signer-')),
    );
    report(`${[...files].join(', ')}: restarting ${affected.map(({ label }) => label).join(', ')}`);
    for (const program of affected) await program.stop();
    for (const program of affected.toReversed()) {
      await program.start().catch((error: Error) => report(error.message));
    }
  }

  const watcher = watch(join(root, 'service'), { recursive: true }, (_event, file) => {
    if (file === null || !/\.(ts|json)$/.test(file)) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = changed;
      changed = new Set();
      restarting = restarting.then(() => restart(files));
    }, SETTLE_MS);
  });
  return {
    close() {
      watcher.close();
      clearTimeout(timer);
      vite.kill();
    },
  };
}
