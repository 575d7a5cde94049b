/// When text may be written next, so that keys get most of the time where a redraw is slow.
struct RedrawPace {
  private var next = ContinuousClock.now

  /// The least time between two redraws: a human sees no difference.
  private static let least = Duration.milliseconds(30)

  var isDue: Bool { next <= .now }

  /// How long it is until text may be written, in milliseconds.
  var wait: Int32 {
    let rest = next - .now
    return rest <= .zero ? 0 : Int32(rest / .milliseconds(1)) + 1
  }

  /// A redraw that began then is done.
  mutating func drawn(since start: ContinuousClock.Instant) {
    // Where redrawing is slow, a pasted megabyte or a slow link, most of the time is left for keys.
    next = .now + max(Self.least, (.now - start) * 2)
  }
}
