/// What reads the two streams of a TCP connection, in order and without what was sent twice.
///
/// All times are since the first packet of the capture.
package protocol StreamConsumer: AnyObject {
  /// Whether further bytes are of no interest.
  var isDone: Bool { get }
  /// Who opened the connection; not called where the capture does not show it.
  func opened(by side: StreamSide)
  /// The next bytes of one side, which live as long as the call.
  func receive(_ bytes: RawSpan, from side: StreamSide, at time: Duration)
  /// The next bytes of one side are not in the capture; this many.
  func gap(_ count: UInt64, from side: StreamSide, at time: Duration)
  /// One side has sent all that it had.
  func finished(_ side: StreamSide, at time: Duration)
  /// Nothing more comes; the last call.
  func ended(_ end: StreamEnd, at time: Duration)
}

/// Why nothing more of a connection comes.
package enum StreamEnd: Hashable, Sendable {
  /// Both sides have finished.
  case finished
  /// One side has reset the connection.
  case reset(by: StreamSide)
  /// The capture ends, or the connection was not followed further.
  case captureEnded
}
