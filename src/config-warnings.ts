/** Warns of settings that are allowed, and that let others read along where the traffic leaves this machine. */
import { isLocalDatabase, isLoopback, isZeros, zerosText, type Config, type ConfigFault } from './config.ts'

function isLocalHost(host: string): boolean {
  return isLoopback(`http://${host.includes(':') ? `[${host}]` : host}`)
}

export function configWarnings({ web, metrics, mail, databaseUrl, secretKey }: Config): ConfigFault[] {
  const found: [there: boolean, path: string, message: string][] = [
    [
      web.publicUrl?.startsWith('http:') === true && !isLoopback(web.publicUrl),
      'TENTAKEL_URL',
      'is http: passwords and books cross the network in the open; put https before it',
    ],
    [
      !isLocalHost(web.host) && web.publicUrl?.startsWith('https:') !== true,
      'TENTAKEL_HOST',
      'can be reached from elsewhere without https; listen on 127.0.0.1 behind a proxy with https, and give its address in TENTAKEL_URL',
    ],
    [
      !isLocalHost(metrics.host),
      'TENTAKEL_METRICS_HOST',
      'shows the figures to everybody who reaches it; keep it on 127.0.0.1 or on a network of your own',
    ],
    [
      mail.smtpUrl?.startsWith('smtp:') === true && !isLoopback(mail.smtpUrl.replace(/^smtp:/u, 'http:')),
      'TENTAKEL_SMTP_URL',
      'is smtp without TLS: links that open accounts cross the network in the open; use smtps',
    ],
    [
      mail.smtpUrl !== null && web.publicUrl === null,
      'TENTAKEL_URL',
      'is not set: mails hold links, and those would have no address; give the address that people use',
    ],
    [
      databaseUrl !== null && !isEncrypted(databaseUrl),
      'DATABASE_URL',
      'does not ask for TLS; add sslmode=verify-full, or sslmode=require',
    ],
    [secretKey !== null && isZeros(secretKey), 'TENTAKEL_SECRET_KEY', zerosText],
  ]
  return found.flatMap(([there, path, message]) => (there ? [{ path, message }] : []))
}

function isEncrypted(databaseUrl: string): boolean {
  const mode = new URL(databaseUrl).searchParams.get('sslmode') ?? ''
  return isLocalDatabase(databaseUrl) || ['require', 'verify-ca', 'verify-full'].includes(mode)
}
