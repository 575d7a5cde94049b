package import WebSocketWire

/// What hears of one relayed connection, on its event loop. All times are since the run began.
package protocol RelayDelegate: AnyObject {
  /// There is a stream to the server too, and bytes pass from now on.
  func connected(_ relay: Relay, at time: Duration)
  /// These bytes of one end are on their way to the other, and any after the last that may pass are not among them; they live as long as the call.
  func received(_ bytes: RawSpan, from sender: WebSocketRole, at time: Duration, in relay: Relay)
  /// Fields of these names were changed in a request whose bytes come next.
  func changed(_ names: [String], in relay: Relay)
  /// All that one read has brought was received.
  func batchEnded(in relay: Relay)
  /// The connection is over; the last call.
  func ended(_ ending: RelayEnding, at time: Duration, in relay: Relay)
}

/// How a relayed connection ended.
package enum RelayEnding: Sendable {
  /// Both ends have ended their streams.
  case finished
  /// One end has reset its stream, or it broke, in the system's words.
  case reset(by: WebSocketRole, String?)
  /// We have dropped it.
  case aborted
  /// We have ended both streams, because as many bytes have passed as may.
  case cut
  /// There was no stream to the server. With `answered` the client's request got our 502, else its stream was reset.
  case notConnected(ConnectError, answered: Bool)
  /// What a client asked a forward proxy for was refused with this status, for this reason.
  case refused(Int, String)
  /// The client left before there was a stream to the server, or its TLS failed for this reason.
  case clientLeft(TransportError?)
}
