import WebSocketWire

/// The groups of options that a client's commands share. A group is nil where the command line has none of its options, each of which
/// then has its default.
struct ClientOptions {
  var handshake: HandshakeOptions?
  var endpoint: EndpointOptions?
  var pipe: PipeOptions?
  var ending: EndingOptions?
  var staying: StayOptions?
  var views: ViewOptions?
  var report: ReportOptions?
  var prompt: PromptOptions?
  var record: RecordOptions?

  /// How messages are told apart on standard output.
  var framing: OutputFraming { pipe?.framing ?? .line }

  func spelling() throws(Failure) -> MessageSpelling { try pipe?.spelling() ?? MessageSpelling() }

  /// What is sent where the options do not say: binary messages with `isBinary`.
  func kind(isBinary: Bool = false) throws(Failure) -> MessageKind {
    try pipe?.kind(isBinary: isBinary) ?? (isBinary ? .binary : .text)
  }
}
