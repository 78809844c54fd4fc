// Whether node_modules is what the lock file asks for. Plain JavaScript: it runs before anything is installed.

/** Whether a package of the lock file is meant for a machine, by the rules npm itself goes by. */
function isFor({ os, cpu, libc }, machine) {
  const allows = (list, value) =>
    list === undefined ||
    (list.some((one) => !one.startsWith('!')) ? list.includes(value) : !list.includes(`!${value}`));
  return (
    allows(os, machine.os) &&
    allows(cpu, machine.cpu) &&
    (libc === undefined || (machine.os === 'linux' && allows([libc].flat(), machine.libc)))
  );
}

/**
 * The first package that is missing, or undefined if everything is there. `lock` is package-lock.json, `list` is
 * node_modules/.package-lock.json, which npm writes when an install is done (so a broken-off one has none).
 *
 * Optional native packages for this machine count as missing too: an older npm or Node skips them without a word, and the
 * failure shows much later.
 */
export function firstMissing({ lock, list, exists, machine }) {
  if (list === undefined) return 'node_modules';
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === '' || wanted.link === true) continue;
    const found = list.packages[path];
    if (found !== undefined) {
      if (found.version !== wanted.version || !exists(path)) return path;
    } else {
      const native = wanted.os !== undefined || wanted.cpu !== undefined;
      if (wanted.optional !== true || (native && isFor(wanted, machine))) return path;
    }
  }
  return undefined;
}

/** This machine, in npm's words. */
export function thisMachine() {
  const glibc = process.platform === 'linux' && process.report.getReport().header.glibcVersionRuntime !== undefined;
  return { os: process.platform, cpu: process.arch, libc: glibc ? 'glibc' : 'musl' };
}
