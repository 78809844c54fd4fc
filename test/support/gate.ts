import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export type Gate = {
  url: string;
  /** Cuts every connection and lets no new one through. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
};

/** A gate before a server of 127.0.0.1: who asks through it finds it there or away, as a test decides. */
export async function createGate(target: string): Promise<Gate> {
  const { hostname: host, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((near) => {
    if (!isOpen) return void near.destroy();
    const far = connect(Number(port), host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shut() {
      isOpen = false;
      cut();
    },
    open: () => void (isOpen = true),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
