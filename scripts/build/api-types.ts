import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiSchemaText } from './api-schema.ts';

const target = fileURLToPath(new URL('../../web/api/schema.d.ts', import.meta.url));
writeFileSync(target, await apiSchemaText());
console.log(target);
