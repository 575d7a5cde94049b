import WebSocketWire

/// The bytes after hex digits; anything else between them is skipped.
func bytes(_ hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// The frames in some bytes, the last one perhaps unfinished, judged as coming from `sender`, or where that is
/// not known as the first MASK bit says.
func records(_ hex: String, from sender: WebSocketRole? = nil, keep: Int = .max) -> [FrameRecord] {
  records(bytes(hex), from: sender, keep: keep)
}

func records(
  _ wire: [UInt8], from sender: WebSocketRole? = nil, keep: Int = .max, deflate: NegotiatedDeflate.Side? = nil
) -> [FrameRecord] {
  let collector = RecordCollector(FrameRecorder(from: sender, keep: keep))
  var receiver = Receiver(
    from: sender ?? (wire.count > 1 && wire[1] >= 0x80 ? .client : .server), policy: .report, deflate: deflate
  )
  receiver.receive(wire.span.bytes, into: collector)
  return collector.finish()
}
