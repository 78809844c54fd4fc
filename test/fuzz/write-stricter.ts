import { writeFileSync } from 'node:fs';
import { renderStricter, STRICTER } from '../support/oracle/stricter.ts';

// node test/fuzz/write-stricter.ts: writes docs/stricter.md, which test/fuzz/peers-differential.test.ts holds to be true.

writeFileSync(STRICTER, await renderStricter());
