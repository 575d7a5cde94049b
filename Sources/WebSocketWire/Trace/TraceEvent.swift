/// One thing worth showing or recording; it owns its bytes.
package enum TraceEvent: Sendable {
  /// The connection is open; how it was made.
  case connected(ConnectionSummary)
  /// What is known of TLS, of a connection that is open or that failed.
  case tls(TLSReport)
  /// Both heads and their verdicts, of a handshake that was refused or failed too.
  case handshake(HandshakeReport)
  /// A frame, complete unless `missing` says otherwise.
  case frame(FrameRecord)
  /// A violation that belongs to no frame.
  case violation(Violation)
  /// The connection is over.
  case ended(EndSummary)
}
