import { Secret, TOTP } from 'otpauth'
import type { OneTimeCodes } from '../../ports/people/one-time-codes.ts'

const periodSeconds = 30
const issuer = 'Tentakel'

export function createOneTimeCodes(): OneTimeCodes {
  return {
    newSecret: () => new Secret({ size: 20 }).base32,
    address: (secret, account) => new TOTP({ issuer, label: account, secret: Secret.fromBase32(secret) }).toString(),
    stepOf(secret, code, now) {
      // A phone's clock may be half a minute off.
      const delta = TOTP.validate({
        token: code,
        secret: Secret.fromBase32(secret),
        digits: 6,
        timestamp: now,
        window: 1,
      })
      return delta === null ? null : Math.floor(now / 1000 / periodSeconds) + delta
    },
  }
}
