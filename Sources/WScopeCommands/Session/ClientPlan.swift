import WebSocketConversation
import WebSocketTransport
import WebSocketWire

/// All that a client's run needs to know, worked out from the arguments.
struct ClientPlan {
  let connection: ClientConfiguration
  /// Sent in this order as soon as the connection is open.
  let messages: [OutgoingMessage]
  /// How standard input is cut into further messages; nil when it is not read.
  let splitter: InputSplitter?
  let end: CompletionRule
  /// Without any message at all, stay until the peer closes.
  let receivesOnlyWithoutInput: Bool
  let echoes: Bool
  let framing: OutputFraming
  let printsPayload: Bool
  let escapesPayload: Bool
  let views: ViewConfiguration
  /// A file that views go to instead of standard error; `-` is standard output.
  let viewPath: String?

  /// The peer as sentences name it.
  var place: String { "\(connection.url.bracketedHost):\(connection.url.port)" }
}
