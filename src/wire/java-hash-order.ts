const fewestBuckets = 16
const fullness = 0.75

/**
 * The order in which a HashMap of Java is gone through, of its usual size; keys of one bucket stay as they came.
 * https://github.com/openjdk/jdk/blob/jdk-21-ga/src/java.base/share/classes/java/util/HashMap.java
 */
export function inJavaHashOrder(keys: readonly string[]): string[] {
  let buckets = fewestBuckets
  while (keys.length > buckets * fullness) buckets *= 2
  const bucketOf = (key: string) => spreadHash(key) & (buckets - 1)
  return keys.toSorted((a, b) => bucketOf(a) - bucketOf(b))
}

/** `String.hashCode()`, its upper half folded into the lower. */
function spreadHash(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0
  return hash ^ (hash >>> 16)
}
