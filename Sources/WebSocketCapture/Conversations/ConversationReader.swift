package import WebSocketWire

/// Reads a capture for the WebSocket connections in it: the bytes of a file in, and for each connection what a live one has too.
package final class ConversationReader {
  /// Asked once for each connection when it is found, in their order; nil where it is of no interest.
  private let find: (Conversation) -> (any ConversationSink)?
  private let limits: Limits
  private var capture = CaptureReader()
  private var tracker: ConnectionTracker?
  private var numbers = 0
  /// Connections that are of another protocol, and the first of TLS.
  package private(set) var foreign: [ForeignProtocol: Int] = [:]
  package private(set) var firstTLS: (client: TCPEndpoint, server: TCPEndpoint)?
  let blocks = ReceiverBlocks(isShared: true)
  /// Called where a connection turns out to be of another protocol.
  package var onForeign: (Conversation, ForeignProtocol) -> Void = { _, _ in }
  /// How many bytes are held of all connections, to be searched or until there is an answer.
  var held = 0

  /// The most of those.
  static let heldLimit = 64 << 20

  /// `limits` are those of frames, messages and heads.
  package init(limits: Limits = Limits(), _ find: @escaping (Conversation) -> (any ConversationSink)?) {
    self.limits = limits
    self.find = find
    tracker = ConnectionTracker { [unowned self] connection in
      Conversation(connection.first, connection.second, reader: self, limits: limits)
    }
  }

  /// Follows a connection whose streams the caller has, in place of a file. The first side is the client's, and the ends are the caller's
  /// to know: those of the conversation are 0.0.0.0:0.
  package func follow() -> Conversation {
    let unknown = TCPEndpoint(IPAddress(version4: 0), 0)
    let conversation = Conversation(unknown, unknown, reader: self, limits: limits)
    conversation.opened(by: .first)
    return conversation
  }

  /// Takes the next bytes of the file. Fails where it is not a capture, or damaged; then `finish` brings what is still held.
  package func receive(_ bytes: RawSpan) throws(CaptureFault) {
    guard let tracker else { return }
    try capture.receive(bytes, into: tracker)
  }

  /// Takes the end of the file. Fails where it is cut; then `finish` brings what is still held.
  package func end() throws(CaptureFault) {
    guard let tracker else { return }
    try capture.end(into: tracker)
    finish()
  }

  /// Ends all connections that are open.
  package func finish() { tracker?.finish() }

  /// What was counted so far.
  package var counts: CaptureCounts { tracker?.counts ?? CaptureCounts() }

  /// When the first packet was captured, since 1970-01-01 00:00 UTC.
  package var startSinceEpoch: Duration { .nanoseconds(tracker?.startTime ?? 0) }

  /// How many WebSocket connections were found.
  package var conversations: Int { numbers }

  // MARK: For the connections

  func nextNumber() -> Int {
    numbers += 1
    return numbers
  }

  func found(_ conversation: Conversation) -> (any ConversationSink)? { find(conversation) }

  func passedOver(_ conversation: Conversation, _ kind: ForeignProtocol) {
    onForeign(conversation, kind)
    foreign[kind, default: 0] += 1
    if kind == .tls, firstTLS == nil {
      firstTLS = (conversation.endpoint(.client), conversation.endpoint(.server))
    }
  }
}
