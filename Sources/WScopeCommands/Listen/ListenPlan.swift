import WebSocketTransport

/// All that a listener's run needs to know.
struct ListenPlan {
  let server: ServerConfiguration
  let reply: ReplyChoice
  /// Sent to each client as soon as it is connected, in this order.
  let greetings: [String]
  /// The first client that connects is the only one, and its end that of the run.
  let isOnce: Bool
  /// Whether each line of standard input goes to all clients.
  let readsInput: Bool
  /// The most bytes of such a line.
  let heldInput: Int
  let printsPayload: Bool
  let escapesPayload: Bool
  let views: ViewConfiguration
  /// What is written as JSON Lines.
  let events: EventPlan?
  let viewPath: String?
  /// How all that happens is recorded; nil where it is not.
  let recording: RecordingPlan?
}
