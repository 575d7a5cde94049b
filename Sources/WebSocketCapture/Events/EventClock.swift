/// Writes the time of an event: that of the day by RFC 3339, and the seconds since the run began.
struct EventClock {
  private let start: Duration
  /// How many digits a second has after the point: 6 or 9.
  private let digits: Int
  private var last: Duration?
  /// The members of the last time, for those that come together have the same.
  private var members: [UInt8] = []
  private var day: (number: Int64, text: [UInt8]) = (.min, [])

  /// `start` is when the run began, since 1970-01-01 00:00 UTC.
  init(start: Duration, digits: Int = 6) { (self.start, self.digits) = (start, digits) }

  /// `"time":"2026-11-28T09:30:00.000125Z","offset":1.000125`, of a time since the run began.
  mutating func members(at time: Duration) -> [UInt8] {
    if last != time {
      last = time
      format(time)
    }
    return members
  }

  /// `2026-11-28T09:30:00.000125Z`.
  mutating func date(at time: Duration) -> [UInt8] {
    let start = Array("\"time\":\"".utf8).count
    return Array(members(at: time).dropFirst(start).prefix { $0 != 0x22 })
  }

  private mutating func format(_ time: Duration) {
    let (seconds, attoseconds) = max(.zero, start + time).components
    let (days, second) = seconds.quotientAndRemainder(dividingBy: 86400)
    if day.number != days { day = (days, Self.date(days)) }
    let offset = max(.zero, time).components
    members.removeAll(keepingCapacity: true)
    members += Array("\"time\":\"".utf8)
    members += day.text
    let digits = digits
    members.append(addingCapacity: 64) { (target: inout OutputSpan<UInt8>) in
      for (part, mark) in [(second / 3600, 0x54), (second / 60 % 60, 0x3A), (second % 60, 0x3A)]
        as [(Int64, UInt8)]
      {
        target.append(mark)
        target.add(UInt64(part), digits: 2)
      }
      target.append(0x2E)
      target.add(fraction: attoseconds, digits: digits)
      for byte in "Z\",\"offset\":".utf8 { target.append(byte) }
      target.add(UInt64(offset.seconds))
      target.append(0x2E)
      target.add(fraction: offset.attoseconds, digits: digits)
    }
  }

  /// `2026-11-28`, of a number of days since 1970-01-01 in the Gregorian calendar, whose cycle of 400 years is 146,097 days.
  private static func date(_ days: Int64) -> [UInt8] {
    // Years are counted from March on, so that a leap day is the last of its year.
    let shifted = days + 719_468
    let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    var text: [UInt8] = []
    text.append(addingCapacity: 10) { (target: inout OutputSpan<UInt8>) in
      target.add(UInt64(year), digits: 4)
      target.append(0x2D)
      target.add(UInt64(month), digits: 2)
      target.append(0x2D)
      target.add(UInt64(dayOfYear - (153 * march + 2) / 5 + 1), digits: 2)
    }
    return text
  }
}
