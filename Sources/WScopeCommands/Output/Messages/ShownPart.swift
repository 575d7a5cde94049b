import WebSocketInspect
import WebSocketWire

/// How much of a message is shown, what shows the rest, and how much of the present message was not shown.
struct ShownPart {
  let extent: PayloadExtent
  let hint: String
  private var meter: PayloadMeter?
  private var hidden: UInt64 = 0

  init(extent: PayloadExtent, hint: String) {
    self.extent = extent
    self.hint = hint
  }

  /// How many bytes of the next piece of a message are shown on a screen of this width, which is asked for once a message.
  mutating func take(_ bytes: RawSpan, width: @autoclosure () -> Int?) -> Int {
    var meter = meter ?? PayloadMeter(extent, width: width())
    let count = bytes.withUnsafeBytes { meter.take($0) }
    self.meter = meter
    hidden += UInt64(bytes.byteCount - count)
    return count
  }

  /// The message is over; what is said of the rest of it, if a part was not shown.
  mutating func finish(length: UInt64) -> String? {
    defer { breakOff() }
    return hidden > 0 ? FrameRenderer.words(hidden: hidden, of: length, hint: hint) : nil
  }

  /// The message will not be completed.
  mutating func breakOff() { (meter, hidden) = (nil, 0) }
}
