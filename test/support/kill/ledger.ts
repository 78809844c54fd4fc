/** One certificate the harness asked for: what was acknowledged is what must be there in the end. */
export type Asked = {
  key: string;
  /** The claim by which its certificate is known again. */
  name: string;
  body: string;
  id?: string;
  revoke: boolean;
  revokeAcknowledged: boolean;
};

/** A register the harness handed over; `id` once the service had acknowledged all of its rows. */
export type AskedRegister = { key: string; name: string; rows: number; id?: string };

/** The harness's own list of what it asked for and what was acknowledged; never read from the service. */
export class Ledger {
  readonly asked: Asked[] = [];
  readonly registers: AskedRegister[] = [];

  ask(body: (name: string) => Record<string, unknown>): Asked {
    const serial = this.asked.length;
    const name = `KILL-${serial}`;
    const asked: Asked = {
      ...{ key: `kill-rounds-${String(serial).padStart(6, '0')}`, name, body: JSON.stringify(body(name)) },
      ...{ revoke: serial % 7 === 3, revokeAcknowledged: false },
    };
    this.asked.push(asked);
    return asked;
  }

  askRegister(rows: number): AskedRegister {
    const register = this.registers.length;
    const asked = { key: `kill-register-${String(register).padStart(6, '0')}`, name: `KILL-R${register}`, rows };
    this.registers.push(asked);
    return asked;
  }

  get acknowledged(): (Asked & { id: string })[] {
    return this.asked.filter((one): one is Asked & { id: string } => one.id !== undefined);
  }

  get acknowledgedRegisters(): (AskedRegister & { id: string })[] {
    return this.registers.filter((one): one is AskedRegister & { id: string } => one.id !== undefined);
  }

  told(): string {
    const rows = this.acknowledgedRegisters.reduce((sum, register) => sum + register.rows, 0);
    return `${this.acknowledged.length} singles and ${rows} rows acknowledged`;
  }
}
