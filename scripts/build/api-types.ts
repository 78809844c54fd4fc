import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiDocsPath, apiDocsText } from './api-docs.ts';
import { apiSchemaText } from './api-schema.ts';

const types = fileURLToPath(new URL('../../web/api/schema.d.ts', import.meta.url));
writeFileSync(types, await apiSchemaText());
writeFileSync(apiDocsPath, await apiDocsText());
console.log(`${types}\n${apiDocsPath}`);
