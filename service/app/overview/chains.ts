import { ChainUnreachable } from '../../ports/chain-reader.ts';
import type { Primitives } from '../../proof/primitives.ts';
import type { Hex } from '../../proof/bytes.ts';
import type { KnownRegion, Regions } from '../verifying/regions.ts';
import { chainHead } from './chain-head.ts';
import type { ChainHead } from './chain-head.ts';
import type { AnchorView } from './newest-anchors.ts';

/** A chain for people to look at; blocks are the node's word, newest first. */
export type ChainView = {
  caip2: string;
  name: { zh: string; en: string };
  home: boolean;
  reachable: boolean;
  /** Where a partner's pages are, so that a citizen's code for its windows opens there. */
  pages?: string;
  head?: ChainHead;
  blocks?: { height: number; hash: Hex; time: number; transactions: number }[];
};

const BLOCKS = 10;

async function blocksOf(region: KnownRegion): Promise<ChainView['blocks']> {
  try {
    return await region.reader?.blocks(BLOCKS);
  } catch (error) {
    if (error instanceof ChainUnreachable) return undefined;
    throw error;
  }
}

/** Home and every partner, asked at once; one that does not answer is there with `reachable` false. */
export async function overviewChains(
  deps: {
    primitives: Primitives;
    regions: Regions;
    anchors(): Promise<AnchorView[]>;
    /** Addresses of partners' pages by CAIP-2 name. */
    pages: ReadonlyMap<string, string>;
  },
  now: number,
): Promise<{ chains: ChainView[]; anchors: AnchorView[] }> {
  const views = deps.regions.all().map(async (region): Promise<ChainView> => {
    const [head, blocks] = await Promise.all([chainHead(deps.primitives, region, now), blocksOf(region)]);
    const { caip2, name } = region.trustedPoint;
    const pages = deps.pages.get(caip2);
    return {
      caip2,
      name,
      home: region.home,
      reachable: head !== undefined && blocks !== undefined,
      ...(pages === undefined ? {} : { pages }),
      ...(head === undefined ? {} : { head }),
      ...(blocks === undefined ? {} : { blocks }),
    };
  });
  const [chains, anchors] = await Promise.all([Promise.all(views), deps.anchors()]);
  return { chains, anchors };
}
