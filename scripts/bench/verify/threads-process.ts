import { engine, threads } from './candidates.ts';
import { makeItems } from './items.ts';
import { AT_ONCE, contestant, rates } from './rates.ts';

/** `threads-process.ts COUNT`: the rates of one thread and of all, as JSON. */
const items = makeItems(Number(process.argv[2]));
const both = { one: contestant(engine(items), AT_ONCE), threads: contestant(threads(items), AT_ONCE) };
console.log(JSON.stringify(await rates(both, items)));
process.exit(0);
