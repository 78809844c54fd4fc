// Runs before any install. Hardhat's native package is skipped without a word when npm itself runs on an older Node,
// so a plain `npm install` stops here and names the way that works.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    [
      `证链 needs Node 22.13 or newer to install; this is ${process.version}.`,
      'Nothing to do by hand: `npm start` and `npm test` fetch Node 24 as a package and install everything with it.',
      'To install only: npx -y -p node@24 -- npm ci',
    ].join('\n'),
  );
  process.exit(1);
}
