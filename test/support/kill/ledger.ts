/** One certificate the harness asked for: what was acknowledged is what must be there in the end. */
export type Asked = { key: string; body: string; id?: string; revoke: boolean; revokeAcknowledged: boolean };

/** The harness's own list of what it asked for and what was acknowledged; never read from the service. */
export class Ledger {
  readonly asked: Asked[] = [];

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

  get acknowledged(): Asked[] {
    return this.asked.filter(({ id }) => id !== undefined);
  }
}
