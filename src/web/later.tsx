import { lazy, useState, type ComponentType } from 'react'

export interface Later<P extends object> {
  View: ComponentType<P>
  load: () => Promise<unknown>
}

/** A view that is loaded when it is first needed, or before: a loaded one is shown at once. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  let loaded: ComponentType<P> | null = null
  const begin = async (): Promise<{ default: ComponentType<P> }> => {
    loaded = await load()
    return { default: loaded }
  }
  const Waited: ComponentType<P> = lazy(begin)
  function View(props: P) {
    // React shows its waiting state for at least a third of a second. The component is chosen once, so that typed text is kept when it has
    // loaded.
    const [Chosen] = useState<ComponentType<P>>(() => loaded ?? Waited)
    return <Chosen {...props} />
  }
  return { View, load: begin }
}
