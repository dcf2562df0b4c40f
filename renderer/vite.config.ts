import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Relative addresses: the page is served from app://floor/. Chromium 130 is in the compatibility runtime. */
export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome130',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4_000,
    rollupOptions: { input: { index: here('./index.html'), 'call-lead': here('./call-lead.html') } },
  },
});
