import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from '../../../scripts/start/program.ts';
import type { Programs } from '../../../scripts/start/programs.ts';
import { canFillDisks, fillDisk, makeRoom } from './full-disk.ts';

export const TARGETS = ['service', 'chain', 'signer', 'attesters', 'all'] as const;
export type Target = (typeof TARGETS)[number];

export type Strikes = {
  /** How often SIGKILL hit, by what it was meant for. */
  kills: Record<Target, number>;
  /** How often a program's disk was full for a while. */
  fullDisks: number;
  /** For a moment programs die at random points and come back; resolves when all are up again. */
  round(most: number): Promise<void>;
};

const WINDOW_MS = 1200;
/** Work gets somewhere now and then, so that kills meet it in every state. */
const LONGEST_CALM_MS = 1500;
const LONGEST_DOWN_MS = 300;
const LONGEST_FULL_MS = 900;

function targetOf(draw: number): Target {
  if (draw < 0.35) return 'service';
  if (draw < 0.6) return 'chain';
  if (draw < 0.82) return 'signer';
  return draw < 0.9 ? 'attesters' : 'all';
}

/** Starts a program until it is ready; it may have been killed again while it started. @throws its own error */
async function bringUp(program: Program): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await program.start();
      return;
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

export function createStrikes(programs: Programs, random: () => number): Strikes {
  const kills: Record<Target, number> = { service: 0, chain: 0, signer: 0, attesters: 0, all: 0 };
  const victimsOf = (target: Target): readonly Program[] =>
    target === 'all' ? programs.list : programs.list.filter(({ label }) => label.split(/[/-]/)[1] === target);

  async function kill(target: Target): Promise<void> {
    const running = victimsOf(target).filter(({ pid }) => pid !== undefined);
    if (running.length > 0) kills[target]++;
    for (const victim of running) victim.kill('SIGKILL');
    await Promise.all(running.map((victim) => victim.exited()));
    await sleep(random() * LONGEST_DOWN_MS);
    // Whoever is killed again while it starts is brought up at the round's end.
    await Promise.all(running.map((victim) => victim.start().catch(() => undefined)));
  }

  async function fill(): Promise<void> {
    const draw = random();
    const [victim] = victimsOf(draw < 0.5 ? 'service' : draw < 0.8 ? 'signer' : 'chain');
    const pid = victim?.pid;
    if (pid === undefined || !fillDisk(pid)) return;
    strikes.fullDisks++;
    await sleep(random() * LONGEST_FULL_MS);
    makeRoom(pid); // dead meanwhile: nothing to be done
  }

  const strikes: Strikes = {
    kills,
    fullDisks: 0,
    async round(most) {
      const count = Math.min(most, 1 + Math.floor(random() * 3));
      const work = Array.from({ length: count }, () => ({ at: random() * WINDOW_MS, target: targetOf(random()) }));
      const full = canFillDisks && random() < 0.5 ? random() * WINDOW_MS : undefined;
      await Promise.all([
        ...work.map(({ at, target }) => sleep(at).then(() => kill(target))),
        ...(full === undefined ? [] : [sleep(full).then(fill)]),
      ]);
      await Promise.all(programs.list.map(bringUp));
      await sleep(random() * LONGEST_CALM_MS);
    },
  };
  return strikes;
}
