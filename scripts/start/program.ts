import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eachLine, openLog } from './log-file.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Halves the time a program takes to load. Node checks the sources' contents by itself. */
const compileCache = join(root, 'node_modules', '.cache', 'zhenglian');

/** A program said why it cannot run: no use in starting it again. */
export class ProgramFailed extends Error {
  override readonly name = 'ProgramFailed';
  readonly code: string;
  constructor(label: string, code: string, message: string) {
    super(`${label}: ${message}`);
    this.code = code;
  }
}

export type ProgramSpec = {
  /** Before its lines, such as `dongying/chain`. */
  readonly label: string;
  /** V8's options for it beside those of all programs. */
  readonly v8?: readonly string[];
  /** The source file, from the project's root, and its arguments. */
  readonly script: string;
  readonly args: readonly string[];
  readonly logFile: string;
  /** Takes what a person should read: what it writes to standard error, and news about it. */
  readonly report: (line: string) => void;
  /** After a death without a word it is started again, but not more than five times a minute. */
  readonly restart: boolean;
  /** Called once if it stays down although nobody stopped it. */
  readonly onFailed: (error: Error) => void;
};

/** One program in a process group of its own, on a leash: an IPC channel whose end is its end. */
export type Program = {
  readonly label: string;
  readonly pid: number | undefined;
  /** Its address once it was ready for the first time. */
  readonly url: string | undefined;
  /** Resolves with its address when the present or next run is ready. */
  ready(): Promise<string>;
  /** Starts it unless it runs. @throws ProgramFailed */
  start(): Promise<string>;
  /** Sends a signal to its process group. Without {@link Program.stop} it is then started again. */
  kill(signal?: NodeJS.Signals): void;
  /** Resolves when no process of it runs. */
  exited(): Promise<void>;
  /** SIGTERM, and SIGKILL if that does not help within ten seconds. It stays down until `start`. */
  stop(): Promise<void>;
};

/** V8 lets a heap grow with what it may have; a city's programs run on small machines, and small heaps are as quick. */
const HEAP = ['--max-semi-space-size=8', '--max-old-space-size=512'];
/**
 * glibc gives each of a program's dozen threads an arena of its own, and puts large buffers into them once some were freed: both
 * hold tens of megabytes that nobody uses. A set threshold keeps buffers of 128 KiB and more outside, where freeing is giving back.
 */
const MALLOC = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '1048576' };
const STOP_LIMIT = 10_000;
const RESTARTS = 5;
const RESTART_WINDOW = 60_000;
const RESTART_DELAY = 200;

type Message = { ready?: boolean; url?: string; failed?: { code: string; message: string } };

/** A promise that can be made anew once it is settled. */
function createReadiness(): {
  promise(): Promise<string>;
  resolve(url: string): void;
  reject(error: Error): void;
  renew(): void;
} {
  let settled = true;
  let current: PromiseWithResolvers<string>;
  const renew = (): void => {
    if (!settled) return;
    settled = false;
    current = Promise.withResolvers<string>();
    current.promise.catch(() => undefined); // heard by whoever awaits it
  };
  renew();
  return {
    promise: () => current.promise,
    resolve(url) {
      settled = true;
      current.resolve(url);
    },
    reject(error) {
      renew();
      settled = true;
      current.reject(error);
    },
    renew,
  };
}

export function createProgram(spec: ProgramSpec): Program {
  const { label, report } = spec;
  const log = openLog(spec.logFile);
  const readiness = createReadiness();
  let child: ChildProcess | undefined;
  let exit = Promise.resolve();
  let url: string | undefined;
  let stopping = false;
  let dying = false;
  let restartTimer: NodeJS.Timeout | undefined;
  let deaths: number[] = [];

  function launch(): void {
    readiness.renew();
    dying = false;
    const started = spawn(process.execPath, [...HEAP, ...(spec.v8 ?? []), spec.script, ...spec.args], {
      cwd: root,
      env: { NODE_COMPILE_CACHE: compileCache, ...MALLOC, ...process.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: process.platform !== 'win32', // Ctrl-C in the terminal is for the supervisor, which stops in order
      windowsHide: true,
    });
    child = started;
    let failed: Message['failed'];
    log.write(`-- started, process ${started.pid}`);
    eachLine(started.stdout as NodeJS.ReadableStream, (line) => log.write(line));
    eachLine(started.stderr as NodeJS.ReadableStream, (line) => {
      log.write(line);
      if (!stopping) report(line);
    });
    started.on('message', (message: Message) => {
      if (message.failed !== undefined) failed = message.failed;
      if (message.ready === true && message.url !== undefined) {
        url = message.url;
        readiness.resolve(message.url);
      }
    });
    exit = new Promise((resolve) => {
      const onEnd = (how: string): void => {
        if (child !== started) return;
        child = undefined;
        log.write(`-- ended: ${how}`);
        resolve();
        ended(failed, how);
      };
      started.once('error', (error) => {
        if (started.pid === undefined) onEnd(error.message);
      });
      started.once('close', (code, signal) => onEnd(signal ?? `exit code ${code}`));
    });
  }

  /** Why it stays down, or undefined if it is to be started again. */
  function cause(failed: Message['failed'], how: string): Error | undefined {
    if (failed !== undefined) return new ProgramFailed(label, failed.code, failed.message);
    if (!spec.restart) return new ProgramFailed(label, 'ended', `ended (${how}); its log: ${spec.logFile}`);
    const now = Date.now();
    deaths = [...deaths.filter((time) => now - time < RESTART_WINDOW), now];
    if (deaths.length <= RESTARTS) return undefined;
    const text = `ended ${deaths.length} times within a minute, last with ${how}; its log: ${spec.logFile}`;
    return new ProgramFailed(label, 'endedTooOften', text);
  }

  function ended(failed: Message['failed'], how: string): void {
    if (stopping) return readiness.reject(new ProgramFailed(label, 'stopped', 'it was stopped'));
    const error = cause(failed, how);
    if (error !== undefined) {
      readiness.reject(error);
      spec.onFailed(error);
      return;
    }
    report(`ended (${how}); starting it again`);
    readiness.renew();
    restartTimer = setTimeout(launch, RESTART_DELAY * deaths.length);
  }

  function kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    const pid = child?.pid;
    if (pid === undefined) return;
    dying = true;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  return {
    label,
    get pid() {
      return child?.pid;
    },
    get url() {
      return url;
    },
    ready: readiness.promise,
    async start() {
      if (dying) await exit;
      stopping = false;
      if (child === undefined) {
        clearTimeout(restartTimer);
        launch();
      }
      return readiness.promise();
    },
    kill,
    exited: () => exit,
    async stop() {
      stopping = true;
      clearTimeout(restartTimer);
      kill('SIGTERM');
      const limit = setTimeout(kill, STOP_LIMIT);
      await exit;
      clearTimeout(limit);
    },
  };
}
