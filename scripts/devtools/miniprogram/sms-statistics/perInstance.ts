/**
 * What a page or a component holds besides its `data`, which is the view's: one value an instance, made when it is first
 * asked for and gone with the instance.
 */
export function perInstance<T>(make: () => T): (instance: object) => T {
  const held = new WeakMap<object, T>()
  return instance => {
    const value = held.get(instance) ?? make()
    held.set(instance, value)
    return value
  }
}
