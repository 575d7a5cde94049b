import WebSocketWire

/// What is known of a connection when it is over, or when it could not be made.
struct ReportedConnection: Hashable, Sendable {
  /// When it was begun, since the run began.
  var start = Duration.zero
  /// The steps that were done, in order.
  var phases: [Phase] = []
  /// When it was open, and when the first message of the server was whole, since the run began.
  var opened: Duration?
  var firstMessage: Duration?
  /// Addresses with their ports; empty where there was no stream.
  var remote = ""
  var local = ""
  /// The status of the last answer to the opening handshake, and of a proxy that refused.
  var status: Int?
  var refusedByProxy: Int?
  var tls: TLSReport?
  var agreement = Agreement()
  /// The first Close frame.
  var close: ClosePayload?

  /// What both ends agreed on.
  struct Agreement: Hashable, Sendable {
    var subprotocol: String?
    var extensions: String?
  }

  /// When a step was done, since the connection was begun; zero where it was not.
  func end(of name: Phase.Name) -> Duration {
    phases.last { $0.name == name }.map { $0.end - start } ?? .zero
  }

  /// How long these steps took together.
  func duration(of names: Phase.Name...) -> Duration {
    phases.filter { names.contains($0.name) }.reduce(.zero) { $0 + $1.duration }
  }

  /// The status of the proxy's answer to CONNECT.
  var proxyStatus: Int? { refusedByProxy ?? phases.last { $0.name == .proxy }?.status }

  /// The code of the close (RFC 6455 7.1.5); nil where the connection was never open.
  var closeCode: UInt16? {
    if let close { return close.code?.rawValue ?? 1005 }
    return opened == nil ? nil : 1006
  }
}
