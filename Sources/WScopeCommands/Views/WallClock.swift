import SystemCalls

/// The time of day, for people.
enum WallClock {
  /// `18:04:09.031` in the user's time zone, of a time since 1970-01-01 00:00 UTC.
  static func text(sinceEpoch time: Duration) -> String {
    var seconds = time_t(time.components.seconds)
    var day = tm()
    localtime_r(&seconds, &day)
    let parts = [day.tm_hour, day.tm_min, day.tm_sec].map { padded(Int($0), 2) }
    return parts.joined(separator: ":") + "."
      + padded(Int(time.components.attoseconds / 1_000_000_000_000_000), 3)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
