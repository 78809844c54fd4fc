import { spawnSync } from 'node:child_process';

/** Sets how large the files of a running process may become (RLIMIT_FSIZE): beyond it every write fails with EFBIG. */
const limitFiles = (pid: number, bytes: '1' | 'unlimited'): boolean =>
  spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]).status === 0;

/** Whether this machine lets a test fill a process's disk (Linux, util-linux). */
export const canFillDisks = spawnSync('prlimit', ['--version']).status === 0;

/** From now on the process can write to no file, as if its disk were full; undone by {@link makeRoom} or its death. */
export const fillDisk = (pid: number): boolean => limitFiles(pid, '1');

export const makeRoom = (pid: number): boolean => limitFiles(pid, 'unlimited');
