import WebSocketWire

/// What owns a connection on which a client speaks TLS.
protocol TLSOwner: AnyObject {
  /// What is known of TLS so far.
  var tls: TLSReport? { get set }
  /// What an error of TLS means.
  var tlsErrors: TLSErrorMapping { get set }
}
