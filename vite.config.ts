import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The verification engine and what it stands on: shared by the verify and the citizen's page, needed by no other.
const engine = /\/service\/(verify|proof)\/|\/node_modules\/(@noble|@peculiar|asn1js|pvtsutils|pvutils)\//;

export default defineConfig({
  root: 'web',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 500,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'engine', test: engine }] } } },
  },
});
