/** IAM gives documents URL-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html */
export function decodedDocument(document: string | undefined): string {
  return document === undefined ? '' : decodeURIComponent(document)
}

/** The document on several lines, as one reads it; as it is where it is no JSON. */
export function readableDocument(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), null, 4)
  } catch {
    return document
  }
}
