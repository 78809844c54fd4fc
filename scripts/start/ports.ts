import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Another program listens on a port that is wanted. Stop it, or choose other ports. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
  readonly code = 'portInUse';
}

/** Listens on 127.0.0.1 for a moment; undefined if the port is taken. Port 0 takes a free one. */
function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as AddressInfo;
      server.close(() => resolve(taken));
    });
  });
}

/** @throws PortInUse naming every taken port and the option that changes them */
export async function checkPorts(ports: readonly number[]): Promise<void> {
  const taken: number[] = [];
  for (const port of ports) if ((await probe(port)) === undefined) taken.push(port);
  if (taken.length === 0) return;
  const list = taken.join(', ');
  throw new PortInUse(
    `端口 ${list} 已被占用，请用 --port P 选择其他端口。\n` +
      `Port ${list} of 127.0.0.1 is in use: stop the program that holds it, or choose others: npm start -- --port P ` +
      '(P and P+1 are the services, P+10 and P+11 the chains, P+20 and P+21 the attesters).',
  );
}

/** So many different ports that are free now: for tests, which run beside each other. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add((await probe(0)) as number);
  return [...ports];
}
