/// Ping and Pong (RFC 6455 5.5.2, 5.5.3).
extension Connection {
  /// Sends a Ping; fails over 125 bytes (RFC 6455 5.5).
  public func ping(_ payload: RawSpan, at time: Duration = .zero, into sink: some EventSink)
    throws(UsageError)
  {
    let sink = TimedSink(sink, at: time)
    try control(.ping, payload, into: sink)
  }

  /// Sends a Pong that was not requested (RFC 6455 5.5.3); fails over 125 bytes.
  public func pong(_ payload: RawSpan, at time: Duration = .zero, into sink: some EventSink)
    throws(UsageError)
  {
    let sink = TimedSink(sink, at: time)
    try control(.pong, payload, into: sink)
  }

  /// Tells whether what was taken is piling up; a Pong that was held back goes out when it no longer does.
  public func setCongested(_ congested: Bool, at time: Duration = .zero, into sink: some EventSink) {
    let sink = TimedSink(sink, at: time)
    isCongested = congested
    if !congested { payPong(into: sink) }
  }

  /// A Ping is answered as soon as possible, but only the latest one while the peer does not read.
  func answer(_ payload: [UInt8], into sink: TimedSink<some EventSink>) {
    guard answersPings, state == .open else { return }
    if isCongested || remainingPayload != nil {
      pendingPong = payload
    } else {
      sender.put(.pong, payload.span.bytes, into: sink)
    }
  }

  /// A Pong that was held back follows the message that was begun.
  func endStreamed(into sink: TimedSink<some EventSink>) {
    if remainingPayload == nil, !isCongested { payPong(into: sink) }
  }

  private func payPong(into sink: TimedSink<some EventSink>) {
    guard let payload = pendingPong else { return }
    pendingPong = nil
    answer(payload, into: sink)
  }

  private func control(
    _ opcode: Opcode, _ payload: RawSpan, into sink: TimedSink<some EventSink>
  ) throws(UsageError) {
    try requireOpen()
    guard payload.byteCount <= 125 else {
      throw UsageError(
        "a \(opcode.name.lowercased()) carries at most 125 bytes, not \(payload.byteCount) (RFC 6455 5.5)")
    }
    sender.put(opcode, payload, into: sink)
  }
}
