import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as bodyText } from 'node:stream/consumers';
import { Interface } from 'ethers';
import { bytesToHex } from '../../../service/proof/bytes.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import { decodeHeader } from '../../../service/proof/header.ts';
import { rlpString } from '../../../service/proof/rlp.ts';
import type { EvidenceBundle, StatusLink } from '../../../service/verify/index.ts';
import type { TestRegion } from './region.ts';

export type ServeOptions = { height?: number; time?: number; fault?: (bundle: EvidenceBundle) => EvidenceBundle };

const FIELDS = [
  ...['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom', 'difficulty'],
  ...['number', 'gasLimit', 'gasUsed', 'timestamp', 'extraData', 'mixHash', 'nonce'],
];
const QUANTITIES = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp'];

function blockOf(header: Hex) {
  const { fields, hash } = decodeHeader(header);
  const members = FIELDS.map((name, i) => {
    const hex = bytesToHex(rlpString(fields[i]!));
    return [name, QUANTITIES.includes(name) ? `0x${BigInt(hex === '0x' ? 0 : hex).toString(16)}` : hex];
  });
  return { ...Object.fromEntries(members), hash: bytesToHex(hash), transactions: [] };
}

const events = new Interface([
  'event StatusChanged(bytes32 indexed anchorId, bytes changes, bytes32 head)',
  'event StatusWordsChanged(bytes32 indexed anchorId, uint32 firstWord, uint256[] words, bytes32 head)',
]);

/** Where the changes of a batch's status stand on chain: the oldest in block 50. */
const blockOfLink = (links: readonly StatusLink[], i: number): Hex => `0x${(50 + links.length - 1 - i).toString(16)}`;

/** The logs that these changes left; each tells the head it made, which is the next one's `previous`. */
function logsOf(links: readonly StatusLink[], anchorId: string, newestHead: string) {
  return links.map((link, i) => {
    const head = links[i - 1]?.previous ?? newestHead;
    const words = link.kind === 'dense' ? (link.words.slice(2).match(/.{64}/g) ?? []).map((word) => `0x${word}`) : [];
    const { data, topics } =
      link.kind === 'sparse'
        ? events.encodeEventLog('StatusChanged', [anchorId, link.changes, head])
        : events.encodeEventLog('StatusWordsChanged', [anchorId, link.firstWord, words, head]);
    return { blockNumber: blockOfLink(links, i), logIndex: '0x0', data, topics };
  });
}

type Call = { id: number; method: string; params: [string | { topics: [unknown, string] }, string[], string] };

/** The region's node and attesters in one HTTP server on a free port of 127.0.0.1; `fault` lies about the evidence. */
export async function serveRegion(region: TestRegion, options: ServeOptions = {}) {
  const { fault = (bundle) => bundle, height, time } = options;
  const at = { ...(height === undefined ? {} : { height }), ...(time === undefined ? {} : { time }) };
  const bundleFor = (slots: Parameters<TestRegion['evidence']>[0]) => fault(region.evidence(slots, at));

  const answer = ({ id, method, params }: Call) => {
    const { header, statusHistory = [] } = bundleFor([]);
    const [address, keys] = params;
    if (typeof address === 'object') {
      // The newest head is in no link; nothing reads it.
      return { jsonrpc: '2.0', id, result: logsOf(statusHistory, address.topics[1], `0x${'11'.repeat(32)}`) };
    }
    if (method === 'eth_getBlockByNumber') {
      const changed = statusHistory.find((_, i) => blockOfLink(statusHistory, i) === address);
      const result = changed === undefined ? blockOf(header) : { timestamp: `0x${changed.time.toString(16)}` };
      return { jsonrpc: '2.0', id, result };
    }
    const bundle = bundleFor(keys.map((slot) => ({ address: address as Hex, slot: slot as Hex })));
    const account = bundle.accounts[0] ?? { accountProof: [], storageProof: [] };
    return { jsonrpc: '2.0', id, result: account };
  };
  const head = () => {
    const { header, votes } = bundleFor([]);
    const { number, hash } = decodeHeader(header);
    return { caip2: region.caip2, statements: [{ height: number, hash: bytesToHex(hash), votes }] };
  };
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/v1/head') return void response.end(JSON.stringify(head()));
    const calls = JSON.parse(await bodyText(request)) as Call | Call[];
    response.end(JSON.stringify(Array.isArray(calls) ? calls.map(answer) : answer(calls)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, close };
}

/** The file by which the command knows a region. */
export const networkFile = (region: TestRegion, url: string, trustedPoint = region.trustedPoint): string =>
  JSON.stringify({
    chain: { caip2: region.caip2, rpcUrls: [url], attestationUrls: [url], scheme: 'attested', depth: 0 },
    serviceUrl: 'http://127.0.0.1:9',
    trustedPoint,
  });
