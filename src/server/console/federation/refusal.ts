/** What a request of federation is refused for; the message is for whoever made it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
