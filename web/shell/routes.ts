import { lazy } from 'react';
import type { ComponentType } from 'react';
import type { Texts } from './language.tsx';

/** The pages, in the order of the navigation; each is a chunk of its own. */
export type PageRoute = { path: string; name: Texts<string>; page: ComponentType };

// React.lazy wants a default export; the pages have named ones.
const page = (load: () => Promise<ComponentType>) => lazy(async () => ({ default: await load() }));

export const routes: PageRoute[] = [
  {
    path: '/verify',
    name: { zh: '核验', en: 'Verify' },
    page: page(async () => (await import('../pages/verify/verify-page.tsx')).VerifyPage),
  },
  {
    path: '/citizen',
    name: { zh: '市民', en: 'Citizen' },
    page: page(async () => (await import('../pages/citizen/citizen-page.tsx')).CitizenPage),
  },
  {
    path: '/department',
    name: { zh: '部门', en: 'Office' },
    page: page(async () => (await import('../pages/department/department-page.tsx')).DepartmentPage),
  },
  {
    path: '/chain',
    name: { zh: '链', en: 'Chain' },
    page: page(async () => (await import('../pages/chain/chain-page.tsx')).ChainPage),
  },
  {
    path: '/reasons',
    name: { zh: '原因表', en: 'Reasons' },
    page: page(async () => (await import('../pages/reasons/reasons-page.tsx')).ReasonsPage),
  },
  {
    path: '/api',
    name: { zh: '接口', en: 'API' },
    page: page(async () => (await import('../pages/api/api-page.tsx')).ApiPage),
  },
];
