/** Made by `kit-styles.ts`. */
declare module 'virtual:kit/foundation.css'
