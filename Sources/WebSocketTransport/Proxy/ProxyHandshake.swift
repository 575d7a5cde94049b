import WebSocketWire

/// What is said to a proxy until there is a tunnel, and what its answers mean. A value without a socket.
protocol ProxyHandshake: Sendable {
  /// What is sent first.
  var greeting: [UInt8] { get }
  /// Takes the next bytes of the proxy, however they are cut.
  mutating func receive(_ bytes: some Collection<UInt8>) -> ProxyProgress
  /// The status of the answer that made the tunnel; nil for a proxy that does not speak HTTP, and before there is one.
  var status: Int? { get }
  /// What a stream that ends here means.
  func receiveEnd(_ words: String?) -> ProxyFailure.Reason
}

/// What a proxy's bytes amount to so far.
enum ProxyProgress: Hashable, Sendable {
  case incomplete
  /// These bytes are to be sent, and more is to come.
  case send([UInt8])
  /// It refused, and its words are still coming; they are not awaited for long.
  case awaitsBody
  /// There is a tunnel, and these bytes are the server's.
  case open(rest: [UInt8])
  case failed(ProxyFailure.Reason)
}
