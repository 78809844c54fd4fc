/** One certificate the harness asked for: what was acknowledged is what must be there in the end. */
export type Asked = { key: string; body: string; id?: string; revoke: boolean; revokeAcknowledged: boolean };

/** A register the harness handed over; `id` once the service had acknowledged all of its rows. */
export type AskedRegister = { key: string; rows: number; body: string; id?: string };

/** The harness's own list of what it asked for and what was acknowledged; never read from the service. */
export class Ledger {
  readonly asked: Asked[] = [];
  readonly registers: AskedRegister[] = [];

  ask(body: (serial: number) => Record<string, unknown>): Asked {
    const serial = this.asked.length;
    const asked: Asked = {
      key: `kill-rounds-${String(serial).padStart(6, '0')}`,
      body: JSON.stringify(body(serial)),
      revoke: serial % 7 === 3,
      revokeAcknowledged: false,
    };
    this.asked.push(asked);
    return asked;
  }

  askRegister(rows: number, row: (register: number, n: number) => Record<string, unknown>): AskedRegister {
    const register = this.registers.length;
    const lines = Array.from({ length: rows }, (_, n) => `${JSON.stringify(row(register, n))}\n`);
    const asked = { key: `kill-register-${String(register).padStart(6, '0')}`, rows, body: lines.join('') };
    this.registers.push(asked);
    return asked;
  }

  get acknowledged(): Asked[] {
    return this.asked.filter(({ id }) => id !== undefined);
  }
}
