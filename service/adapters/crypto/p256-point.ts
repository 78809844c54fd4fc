const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

/**
 * Whether 65 bytes 0x04 ‖ x ‖ y are a public key: coordinates in the field of P-256, y² = x³ - 3x + b. For who needs to know
 * what an error of OpenSSL means; it takes far longer than OpenSSL's own look.
 *
 * @see NIST SP 800-186 sections 3.2.1.3 and D.1.1.1
 */
export function isP256Point(point: Buffer): boolean {
  const [x, y] = [numberOf(point.subarray(1, 33)), numberOf(point.subarray(33))];
  return x < P && y < P && (y * y - x ** 3n + 3n * x - B) % P === 0n;
}
